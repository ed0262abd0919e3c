"""Voices: TOML profiles in `voices/`, each naming an engine; one module per engine.

Importing this package loads no engine: `podcast list` only needs the paths of the profiles.

To add an engine, write a module (see `podcast.voices.all_engines.EngineSpec`), list it in
`ENGINES`, and add a profile.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from podcast.errors import VoiceError
from podcast.voices.folders import available, builtin

if TYPE_CHECKING:
    from pathlib import Path

    from podcast.voices.spec import Voice, VoiceSpec

__all__ = ["available", "builtin", "check", "load", "open_voice", "why_not_ready"]


def load(name: str, *folders: Path) -> VoiceSpec:
    """Load the voice called `name`. Raises `VoiceError` if it is unknown or its profile broken."""
    from podcast.voices.profile import joined_with_or, read

    profiles = available(*folders)
    if name not in profiles:
        raise VoiceError(f"voice {name!r}", "does not exist", f"choose {joined_with_or(profiles)}")
    return read(profiles[name], folders)


def check(spec: VoiceSpec) -> None:
    """Raise `VoiceError`, with a fix, if the voice cannot speak here. Does not start the engine."""
    _engine(spec).check(spec)


def why_not_ready(spec: VoiceSpec) -> str:
    """Why the voice cannot speak here, and how to fix that; empty if it can."""
    try:
        check(spec)
    except VoiceError as error:
        return f"{error.problem} – {error.fix}" if error.fix else error.problem
    return ""


def open_voice(spec: VoiceSpec) -> Voice:
    """Start the engine for `spec`, ready to speak. Raises `VoiceError` if it cannot start."""
    voice: Voice = _engine(spec).open_voice(spec)
    return voice


def _engine(spec: VoiceSpec) -> Any:
    """Import the engine module for `spec`."""
    from podcast.voices.all_engines import ENGINES

    return importlib.import_module(ENGINES[spec.engine].module)
