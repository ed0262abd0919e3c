"""Find and verify the model files of neural voices."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from podcast.errors import VoiceError
from podcast.voices.folders import MODELS
from podcast.voices.spec import Model, VoiceSpec


class ModelFile(NamedTuple):
    """One of the two files of a model."""

    name: str
    bytes: int
    """0 if the profile does not give the size."""
    sha256: str
    """Empty if the profile does not give the checksum."""


def parts(model: Model) -> tuple[ModelFile, ModelFile]:
    """The configuration and the network, in installation order."""
    config = ModelFile(f"{model.file}.json", model.config_bytes, model.config_sha256)
    return config, ModelFile(model.file, model.bytes, model.sha256)


def users_folder() -> Path:
    """Folder for models that all shows of this user share."""
    import platformdirs

    return platformdirs.user_data_path("podcast", appauthor=False) / "voices"


def folders(beside: Path, shows: Sequence[Path]) -> Iterator[Path]:
    """Folders to search for a model: in the shows, beside its profile, then the user's."""
    yield from dict.fromkeys(
        (*(show / MODELS for show in shows), beside / MODELS, beside, users_folder())
    )


def found(model: Model) -> Path | None:
    """Path to the installed network; None if the network or its configuration is missing.

    A file whose size differs from the one in the profile counts as missing.
    """
    for folder in map(Path, model.folders):
        if all(_is_there(folder / part.name, part) for part in parts(model)):
            return folder / model.file
    return None


def _is_there(path: Path, part: ModelFile) -> bool:
    try:
        size = path.stat().st_size
    except OSError:
        return False
    return size == part.bytes if part.bytes else size > 0


def required(spec: VoiceSpec) -> Path:
    """Path to the installed network of `spec`. If missing, raises `VoiceError` with a fix."""
    model = spec.model
    path = found(model) if model else None
    if model and path:
        return path
    if model and model.url:
        fix = f"run: podcast voices install {spec.name}"
    else:
        name = model.file if model else "the model"
        fix = f"put {name} and {name}.json into the show's voices/{MODELS}/"
    raise VoiceError(f"voice {spec.name}", "its model is not installed", fix)


def verify(spec: VoiceSpec, network: Path) -> None:
    """Raise `VoiceError` unless the files match the checksums in the profile."""
    for part in parts(spec.model) if spec.model else ():
        path = network.with_name(part.name)
        try:
            matches = not part.sha256 or digest(path) == part.sha256
        except OSError as error:
            raise VoiceError(path, f"cannot be read: {error.strerror}") from None
        if not matches:
            fix = f"delete it, then run: podcast voices install {spec.name}"
            raise VoiceError(path, "is damaged or belongs to another model", fix)


def digest(path: Path) -> str:
    """SHA-256 of a file. Raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def identity(model: Model) -> list[str]:
    """Checksums that identify this model: from the profile, or computed from the files."""
    return [part.sha256 or _measured(model, part) for part in parts(model)]


def _measured(model: Model, part: ModelFile) -> str:
    path = found(model)
    return digest(path.with_name(part.name)) if path else "missing"


def total(parts: Iterable[ModelFile]) -> int:
    """Total size of `parts`. Bytes."""
    return sum(part.bytes for part in parts)
