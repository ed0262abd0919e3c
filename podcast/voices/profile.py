"""Read a voice profile, a TOML file, and validate it field by field."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from podcast import files
from podcast.audio import mastering
from podcast.audio.mastering import Mastering
from podcast.errors import VoiceError
from podcast.models import Pauses
from podcast.voices import model_files
from podcast.voices.all_engines import ENGINES, EngineSpec
from podcast.voices.options import matching, whole
from podcast.voices.spec import Model, VoiceSpec

_NUMBERS = {"level_lufs", "mastered_lufs", "pace_s"}
_TEXTS = {"title", "engine", "language", "licence", "source", "quality"}
_FLAGS = {"commercial"}
_TABLES = {"options", "pauses", "model", "mastering"}
_STEPS = {
    "high_pass_hz": (0, 500),
    "equaliser_hz": (100, 10_000),
    "equaliser_db": (-12, 12),
    "equaliser_q": (0.1, 10),
    "compressor_db": (-60, 0),
    "compressor_ratio": (1, 20),
    "limiter_db": (-12, -1),
}
"""Minimum and maximum of each mastering setting."""
_MODEL = {
    "file": matching(r"[^/\\\0]+\.onnx", "the name of an .onnx file, without a folder"),
    "url": matching(r"https?://[!-~]+/", "the web address of a folder, ending with a slash"),
    "bytes": whole(1, 2**40),
    "sha256": matching(r"[0-9a-f]{64}", "64 hex digits"),
    "config_bytes": whole(1, 2**40),
    "config_sha256": matching(r"[0-9a-f]{64}", "64 hex digits"),
}


def read(path: Path, shows: Sequence[Path]) -> VoiceSpec:
    """Read the profile at `path`; its model may also be in one of the folders `shows`.

    Raises `VoiceError` naming the file and the field.
    """
    profile = _toml(path)
    _check_keys(path, profile)
    engine = ENGINES[profile["engine"]]
    options = _options(path, engine, profile.get("options", {}))
    model = _model(path, engine, profile, shows)
    steps = _mastering(path, profile.get("mastering", {}))
    return VoiceSpec(
        name=path.stem,
        title=profile.get("title", path.stem),
        engine=profile["engine"],
        language=profile.get("language", "de-DE"),
        licence=profile.get("licence", "unknown"),
        source=profile.get("source", ""),
        quality=profile.get("quality", ""),
        commercial=profile.get("commercial"),
        options=options,
        model=model,
        phonemes=engine.phonemes,
        timeout_s=engine.timeout_s,
        pauses=_pauses(path, profile.get("pauses", {})),
        level_lufs=profile.get("level_lufs"),
        mastered_lufs=profile.get("mastered_lufs"),
        pace_s=profile.get("pace_s"),
        mastering=steps,
        fingerprint=_fingerprint(profile, engine, options, model, steps),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VoiceError(path, f"is not valid TOML: {error}") from None
    except OSError as error:
        raise VoiceError(path, f"cannot be read: {error.strerror}") from None


def _check_keys(path: Path, profile: Mapping[str, Any]) -> None:
    for key, value in profile.items():
        if key in _TEXTS and not isinstance(value, str):
            raise VoiceError(path, f"{key} must be a string in quotes")
        if key in _NUMBERS and (not isinstance(value, int | float) or isinstance(value, bool)):
            raise VoiceError(path, f"{key} must be a number")
        if key in _FLAGS and not isinstance(value, bool):
            raise VoiceError(path, f"{key} must be true or false")
        if key in _TABLES and not isinstance(value, dict):
            raise VoiceError(path, f"{key} must be a table: [{key}]")
        if key not in _TEXTS | _NUMBERS | _FLAGS | _TABLES:
            raise VoiceError(path, f"{key} is not a known key of a voice profile")
    if profile.get("engine") not in ENGINES:
        raise VoiceError(path, f"engine must be {joined_with_or(ENGINES)}")


def _options(path: Path, engine: EngineSpec, options: Mapping[str, Any]) -> dict[str, Any]:
    for key, value in options.items():
        if key not in engine.options:
            fix = f"use {joined_with_or(engine.options)}"
            raise VoiceError(path, f"options.{key} is not a known key", fix)
        option = engine.options[key]
        if not option.fits(value):
            raise VoiceError(path, f"options.{key} must be {option.must_be}")
    for key, option in engine.options.items():
        if option.required and key not in options:
            raise VoiceError(path, f"options.{key} is missing", f"set it to {option.must_be}")
    return dict(options)


def _model(
    path: Path, engine: EngineSpec, profile: Mapping[str, Any], shows: Sequence[Path]
) -> Model | None:
    """The [model] table: required by engines that use a model, an error for all others."""
    values = profile.get("model")
    if not engine.model:
        if values is not None:
            raise VoiceError(path, f"model is not supported by the engine {profile['engine']}")
        return None
    if values is None:
        raise VoiceError(path, "model is missing", 'add [model] with file = "….onnx"')
    _check_model(path, values)
    return Model(
        file=values["file"],
        url=values.get("url", ""),
        bytes=values.get("bytes", 0),
        sha256=values.get("sha256", ""),
        config_bytes=values.get("config_bytes", 0),
        config_sha256=values.get("config_sha256", ""),
        folders=tuple(map(str, model_files.folders(path.parent, shows))),
    )


def _check_model(path: Path, values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        if key not in _MODEL:
            raise VoiceError(
                path, f"model.{key} is not a known key", f"use {joined_with_or(_MODEL)}"
            )
        if not _MODEL[key].fits(value):
            raise VoiceError(path, f"model.{key} must be {_MODEL[key].must_be}")
    needed = list(_MODEL) if "url" in values else ["file"]
    for key in needed:
        if key not in values:
            raise VoiceError(path, f"model.{key} is missing", f"set it to {_MODEL[key].must_be}")


def _pauses(path: Path, values: Mapping[str, Any]) -> Pauses:
    known = {field.name for field in fields(Pauses)}
    for key, value in values.items():
        if key not in known:
            fix = f"use {joined_with_or(sorted(known))}"
            raise VoiceError(path, f"pauses.{key} is not a known key", fix)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10_000:
            raise VoiceError(path, f"pauses.{key} must be milliseconds from 0 to 10000")
    return Pauses(**values)


def _mastering(path: Path, values: Mapping[str, Any]) -> Mastering:
    for key, value in values.items():
        if key not in _STEPS:
            raise VoiceError(
                path, f"mastering.{key} is not a known key", f"use {joined_with_or(_STEPS)}"
            )
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise VoiceError(path, f"mastering.{key} must be a number")
        low, high = _STEPS[key]
        if not low <= value <= high:
            raise VoiceError(path, f"mastering.{key} must be from {low:g} to {high:g}")
    return Mastering(**{key: float(value) for key, value in values.items()})


def _fingerprint(
    profile: Mapping[str, Any],
    engine: EngineSpec,
    options: Mapping[str, Any],
    model: Model | None,
    steps: Mastering,
) -> str:
    """Hash of everything that changes the sound of a clip, so not pauses, titles or licences.

    The limiter is left out too: it follows the episode's gain, and clips are cached before both.
    """
    heard = sorted((key, value) for key, value in options.items() if engine.options[key].heard)
    sound = [profile["engine"], engine.version(), heard, profile.get("level_lufs")]
    if model:
        sound.append(model_files.identity(model))
    return files.sha256(json.dumps(sound), repr(replace(steps, limiter_db=0)), mastering.VERSION)


def joined_with_or(names: Iterable[str]) -> str:
    """Join the names as `a, b or c`."""
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
