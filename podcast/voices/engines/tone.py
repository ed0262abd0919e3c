"""A beep per word: deterministic on every machine, for tests and for trying out a show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from podcast import files
from podcast.models import Clip
from podcast.voices.engines.trim import joined
from podcast.voices.spec import Voice, VoiceSpec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 16_000
_LETTER_S = 0.06  # a five-letter word lasts as long as a spoken one
_GAP_S = 0.05
_AMPLITUDE = 0.21  # −18 LUFS, gaps included, as the profile says


def open_voice(spec: VoiceSpec) -> Voice:
    """Open the voice, ready to speak. Raises `VoiceError` if it cannot start."""
    return ToneEngine(spec)


class ToneEngine:
    """Sine tones from 200 to 400 Hz, derived from each word. Option: `pitch`, a factor."""

    def __init__(self, spec: VoiceSpec) -> None:
        self._pitch = float(spec.options.get("pitch", 1))

    def speak(self, sentences: Sequence[str], attempt: int = 0) -> Clip:  # noqa: ARG002
        """See `podcast.voices.spec.Voice`."""
        return joined([self._sentence(text) for text in sentences], RATE)

    def _sentence(self, text: str) -> bytes:
        words = [self._word(word).tobytes() for word in text.split()]
        return bytes(2 * round(RATE * _GAP_S)).join(words)

    def _word(self, word: str) -> NDArray[np.int16]:
        import numpy as np

        hertz = self._pitch * (200 + int(files.sha256(word)[:4], 16) % 200)
        count = round(RATE * _LETTER_S * min(len(word), 30))
        fade = np.minimum(1, np.minimum(np.arange(count), np.arange(count)[::-1]) / (RATE * 0.005))
        wave = np.sin(2 * np.pi * hertz * np.arange(count) / RATE) * fade
        return (wave * _AMPLITUDE * 32767).astype("<i2")


def check(spec: VoiceSpec) -> None:
    """Do nothing: this engine has no dependencies."""
