"""Voices: TOML profiles in `voices/`, each naming an engine; one module an engine.

Importing this package loads none of them: `podcast list` only wants to know where profiles lie.

A new engine is a module (see `podcast.voices.all_engines.EngineSpec`), its line in `ENGINES`, and a
profile.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from podcast.errors import VoiceError
from podcast.voices.folders import available, builtin

if TYPE_CHECKING:
    from pathlib import Path

    from podcast.models import Voice, VoiceSpec

__all__ = ["available", "builtin", "check", "load", "open_voice", "trouble"]


def load(name: str, *folders: Path) -> VoiceSpec:
    """The voice called `name`. Raises `VoiceError` for an unknown one or a broken profile."""
    from podcast.voices.profile import either, read

    profiles = available(*folders)
    if name not in profiles:
        raise VoiceError(f"voice {name!r}", "there is no such voice", f"choose {either(profiles)}")
    return read(profiles[name], folders)


def check(spec: VoiceSpec) -> None:
    """Raise `VoiceError` where the voice cannot speak here, and say what to do; start nothing."""
    _engine(spec).check(spec)


def trouble(spec: VoiceSpec) -> str:
    """Why the voice cannot speak here, and what to do; empty where it can."""
    try:
        check(spec)
    except VoiceError as error:
        return f"{error.problem} – {error.fix}" if error.fix else error.problem
    return ""


def open_voice(spec: VoiceSpec) -> Voice:
    """The engine behind `spec`, ready to speak. Raises `VoiceError` where it cannot start."""
    voice: Voice = _engine(spec).open_voice(spec)
    return voice


def _engine(spec: VoiceSpec) -> Any:
    """The module of the engine that speaks for `spec`."""
    from podcast.voices.all_engines import ENGINES

    return importlib.import_module(ENGINES[spec.engine].module)
