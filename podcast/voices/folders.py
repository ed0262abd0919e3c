"""Where voice profiles lie. Loads nothing heavy."""

from __future__ import annotations

from pathlib import Path

LEXICON = "lexicon.toml"
"""The one file beside the profiles that is none."""

MODELS = "models"
"""Where a show keeps the models of neural voices, below `voices/`."""


def builtin() -> Path:
    """The folder of the profiles that come with the program."""
    packaged = Path(__file__).with_name("profiles")
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "voices"


def available(*folders: Path) -> dict[str, Path]:
    """Profile files by voice name; earlier folders win, the built-in ones come last."""
    found: dict[str, Path] = {}
    for folder in (*folders, builtin()):
        for path in sorted(folder.glob("*.toml")):
            if path.name != LEXICON:
                found.setdefault(path.stem, path)
    return dict(sorted(found.items()))
