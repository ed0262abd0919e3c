"""Where the files of neural voices lie, and whether they are whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from podcast.errors import VoiceError
from podcast.models import Model, VoiceSpec
from podcast.voices.folders import MODELS


class ModelFile(NamedTuple):
    """One of the two files of a model."""

    name: str
    bytes: int
    """0 where the profile does not say."""
    sha256: str
    """Empty where the profile does not say."""


def parts(model: Model) -> tuple[ModelFile, ModelFile]:
    """The configuration and the network, in the order in which they are installed."""
    config = ModelFile(f"{model.file}.json", model.config_bytes, model.config_sha256)
    return config, ModelFile(model.file, model.bytes, model.sha256)


def users_folder() -> Path:
    """Where models lie that all shows of this user share."""
    import platformdirs

    return platformdirs.user_data_path("podcast", appauthor=False) / "voices"


def folders(beside: Path, shows: Sequence[Path]) -> Iterator[Path]:
    """Where a model is looked for: in the shows, beside its profile, with the user."""
    yield from dict.fromkeys(
        (*(show / MODELS for show in shows), beside / MODELS, beside, users_folder())
    )


def found(model: Model) -> Path | None:
    """The installed network, its configuration beside it; nothing where they are not there.

    A file of another size than the profile says is one that is not there.
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
    """The installed network of `spec`. Raises `VoiceError` that says how to get it."""
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
    """Raise `VoiceError` unless the files are those that the profile names."""
    for part in parts(spec.model) if spec.model else ():
        path = network.with_name(part.name)
        try:
            whole = not part.sha256 or digest(path) == part.sha256
        except OSError as error:
            raise VoiceError(path, f"cannot be read: {error.strerror}") from None
        if not whole:
            fix = f"delete it, then: podcast voices install {spec.name}"
            raise VoiceError(path, "is damaged or another model", fix)


def digest(path: Path) -> str:
    """SHA-256 of a file. Raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def identity(model: Model) -> list[str]:
    """What tells this model from all others: its checksums, as promised or as they are."""
    return [part.sha256 or _measured(model, part) for part in parts(model)]


def _measured(model: Model, part: ModelFile) -> str:
    path = found(model)
    return digest(path.with_name(part.name)) if path else "missing"


def total(parts: Iterable[ModelFile]) -> int:
    """Bytes of all `parts`."""
    return sum(part.bytes for part in parts)
