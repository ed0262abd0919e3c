"""Voices: TOML profiles in `voices/`, each naming an engine; one module an engine.

A new engine is a module (see `podcast.voices.all_engines.Engine`), its line in `ENGINES`, and a
profile.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from podcast.errors import VoiceError
from podcast.models import Voice, VoiceSpec
from podcast.voices.all_engines import ENGINES
from podcast.voices.profile import either, read

__all__ = ["ENGINES", "available", "builtin", "check", "load", "open_voice", "trouble"]


def builtin() -> Path:
    """The folder of the profiles that come with the program."""
    packaged = Path(__file__).with_name("profiles")
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "voices"


def available(*folders: Path) -> dict[str, Path]:
    """Profile files by voice name; earlier folders win, the built-in ones come last."""
    found: dict[str, Path] = {}
    for folder in (*folders, builtin()):
        for path in sorted(folder.glob("*.toml")):
            if path.stem != "lexicon":
                found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def load(name: str, *folders: Path) -> VoiceSpec:
    """The voice called `name`. Raises `VoiceError` for an unknown one or a broken profile."""
    profiles = available(*folders)
    if name not in profiles:
        raise VoiceError(f"voice {name!r}", "there is no such voice", f"choose {either(profiles)}")
    return read(profiles[name], folders)


def check(spec: VoiceSpec) -> None:
    """Raise `VoiceError` where the voice cannot speak here, and say what to do; start nothing."""
    importlib.import_module(ENGINES[spec.engine].module).check(spec)


def trouble(spec: VoiceSpec) -> str:
    """Why the voice cannot speak here, and what to do; empty where it can."""
    try:
        check(spec)
    except VoiceError as error:
        return f"{error.problem} – {error.fix}" if error.fix else error.problem
    return ""


def open_voice(spec: VoiceSpec) -> Voice:
    """The engine behind `spec`, ready to speak. Raises `VoiceError` where it cannot start."""
    engine: type[Voice] = importlib.import_module(ENGINES[spec.engine].module).Engine
    return engine(spec)  # type: ignore[call-arg]  # a protocol says nothing of __init__
