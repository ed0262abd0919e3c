"""Paths of voice profiles. Imports nothing heavy."""

from __future__ import annotations

from pathlib import Path

LEXICON = "lexicon.toml"
"""The only TOML file beside the profiles that is not a profile."""

MODELS = "models"
"""Folder below a show's `voices/` that holds the models of neural voices."""


def builtin() -> Path:
    """Folder of the profiles that ship with the program."""
    packaged = Path(__file__).with_name("profiles")
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "voices"


def available(*folders: Path) -> dict[str, Path]:
    """Profile files by voice name; earlier folders take precedence, built-in profiles come last."""
    found: dict[str, Path] = {}
    for folder in (*folders, builtin()):
        for path in sorted(folder.glob("*.toml")):
            if path.name != LEXICON:
                found.setdefault(path.stem, path)
    return dict(sorted(found.items()))
