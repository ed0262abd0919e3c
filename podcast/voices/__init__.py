"""Voices: TOML profiles in `voices/`, each naming an engine; one module an engine.

A new engine is a module with a class that has `speak` (see `podcast.models.Voice`), its line in
`ENGINES`, and a profile.
"""

from __future__ import annotations

import importlib
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

from podcast import files, mastering
from podcast.errors import VoiceError
from podcast.models import Pauses, Voice, VoiceSpec


class Engine(NamedTuple):
    """How an engine is found and told apart from its other versions."""

    module: str
    """Has a class `Engine(options: Mapping[str, Any])`; imported when the voice is opened."""
    distribution: str | None
    """The package that makes the sound; its version is part of the fingerprint."""
    options: Mapping[str, tuple[type, ...]]
    """What a profile may set, and its types."""


ENGINES: dict[str, Engine] = {
    "pico": Engine(
        "podcast.voices.pico",
        "py-nanotts",
        {"volume": (int,), "speed": (int, float), "pitch": (int, float)},
    ),
    "tone": Engine("podcast.voices.tone", None, {"pitch": (int, float)}),
}

_NUMBERS = {"level_lufs", "mastered_lufs"}
_TEXTS = {"title", "engine", "language", "licence"}


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
        raise VoiceError(f"voice {name!r}", "there is no such voice", f"choose {_or(profiles)}")
    return _parsed(profiles[name])


def open_voice(spec: VoiceSpec) -> Voice:
    """The engine behind `spec`, ready to speak. Raises `VoiceError` where it cannot start."""
    engine: type[Voice] = importlib.import_module(ENGINES[spec.engine].module).Engine
    return engine(spec.options)  # type: ignore[call-arg]  # a protocol says nothing of __init__


def _parsed(path: Path) -> VoiceSpec:
    try:
        profile = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VoiceError(path, f"is not valid TOML: {error}") from None
    except OSError as error:
        raise VoiceError(path, f"cannot be read: {error.strerror}") from None
    _check_keys(path, profile)
    engine = ENGINES[profile["engine"]]
    options = _options(path, engine, profile.get("options", {}))
    return VoiceSpec(
        name=path.stem,
        title=profile.get("title", path.stem),
        engine=profile["engine"],
        language=profile.get("language", "de-DE"),
        licence=profile.get("licence", "unknown"),
        options=options,
        pauses=_pauses(path, profile.get("pauses", {})),
        level_lufs=float(profile.get("level_lufs", -20)),
        mastered_lufs=float(profile.get("mastered_lufs", -26)),
        fingerprint=_fingerprint(profile, engine, options),
    )


def _check_keys(path: Path, profile: Mapping[str, Any]) -> None:
    for key, value in profile.items():
        if key in _TEXTS and not isinstance(value, str):
            raise VoiceError(path, f"{key} must be text in quotes")
        if key in _NUMBERS and (not isinstance(value, int | float) or isinstance(value, bool)):
            raise VoiceError(path, f"{key} must be a number")
        if key not in _TEXTS | _NUMBERS | {"options", "pauses"}:
            raise VoiceError(path, f"{key} is not known in a voice profile")
    if profile.get("engine") not in ENGINES:
        raise VoiceError(path, f"engine must be {_or(ENGINES)}")


def _options(path: Path, engine: Engine, options: Any) -> dict[str, Any]:
    if not isinstance(options, dict):
        raise VoiceError(path, "options must be a table: [options]")
    for key, value in options.items():
        if key not in engine.options:
            raise VoiceError(path, f"options.{key} is not known", f"use {_or(engine.options)}")
        if not isinstance(value, engine.options[key]) or isinstance(value, bool):
            raise VoiceError(path, f"options.{key} has a value of the wrong type")
    return options


def _pauses(path: Path, values: Any) -> Pauses:
    if not isinstance(values, dict):
        raise VoiceError(path, "pauses must be a table: [pauses]")
    known = {field.name for field in fields(Pauses)}
    for key, value in values.items():
        if key not in known:
            raise VoiceError(path, f"pauses.{key} is not known", f"use {_or(sorted(known))}")
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10_000:
            raise VoiceError(path, f"pauses.{key} must be milliseconds from 0 to 10000")
    return Pauses(**values)


def _fingerprint(profile: Mapping[str, Any], engine: Engine, options: Mapping[str, Any]) -> str:
    """Hash of all that changes the sound of a clip: not of pauses, titles or licences."""
    version = _version(engine.distribution) if engine.distribution else "1"
    sound = [profile["engine"], version, sorted(options.items()), profile.get("level_lufs")]
    return files.sha256(json.dumps(sound), mastering.VERSION)


def _version(distribution: str) -> str:
    """The installed version of a package: the name of its metadata folder.

    `importlib.metadata` reads the same, but takes as long to import as listing a show.
    """
    pattern = f"{distribution.replace('-', '_')}-*.dist-info"
    found = (match.name for folder in sys.path for match in Path(folder or ".").glob(pattern))
    return next(found, "none")


def _or(names: Mapping[str, Any] | Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
