"""A voice as its profile describes it, and the protocol of an opened engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from podcast.audio.mastering import Mastering
from podcast.models import Clip, Pauses


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The files of a neural voice: the network `file` and its configuration `file`.json."""

    file: str
    url: str
    """URL of the folder that contains both; empty if they cannot be downloaded."""
    bytes: int
    """0 if the profile does not specify it."""
    sha256: str
    """Hex digits; empty if the profile does not specify it."""
    config_bytes: int
    config_sha256: str
    folders: tuple[str, ...]
    """Search path, in order of precedence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSpec:
    """A voice as described by its profile: everything that a worker needs to open it."""

    name: str
    title: str
    engine: str
    language: str
    licence: str
    options: Mapping[str, Any]
    """Engine options that the profile sets."""
    pauses: Pauses
    level_lufs: float | None
    """Integrated loudness of the engine's raw output for ordinary text. LUFS.

    None if the voice was never measured: see `podcast.synthesis.calibration`.
    """
    mastered_lufs: float | None
    """The same after mastering: the expected loudness of an episode. LUFS."""
    pace_s: float | None
    """Seconds that the voice takes per speech sound; 0 if it has no steady pace.

    See `podcast.synthesis.quality_gate`.
    """
    fingerprint: str
    """Hash that changes whenever the same text would sound different. Hex digits."""
    mastering: Mastering = field(default_factory=Mastering)
    model: Model | None = None
    """The files that the engine needs; None if it needs none."""
    phonemes: bool = False
    """Whether spoken text may contain phonemes as marked by `podcast.german.spoken`."""
    timeout_s: float = 120.0
    """Timeout for one clip. Seconds."""
    quality: str = ""
    """Quality level as named by its authors, e.g. `medium`."""
    source: str = ""
    """URL of its origin."""
    commercial: bool | None = None
    """Whether its speech may be used commercially; None if unknown."""


class Voice(Protocol):
    """An opened engine. Not thread-safe."""

    def speak(self, sentences: Sequence[str], attempt: int = 0) -> Clip:
        """Synthesise `sentences` (at least one, none empty) as one clip with one mark each.

        For `attempt` 1 and above, an engine that can vary its output speaks them differently than
        in earlier attempts. The same attempt always sounds the same. Raises `VoiceError` on
        failure.
        """
