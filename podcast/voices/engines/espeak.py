"""Run the espeak-ng command, if it is installed."""

from __future__ import annotations

from collections.abc import Sequence

from podcast.models import Clip
from podcast.voices.engines.command import Program, installed
from podcast.voices.spec import Voice, VoiceSpec

_TIMEOUT_S = 60


def open_voice(spec: VoiceSpec) -> Voice:
    """Open the voice, ready to speak. Raises `VoiceError` if it cannot start."""
    return EspeakEngine(spec)


class EspeakEngine:
    """espeak-ng. Options: `voice`, `words_per_minute`, `pitch` from 0 to 99."""

    def __init__(self, spec: VoiceSpec) -> None:
        """Raises `VoiceError` if espeak-ng is not installed."""
        check(spec)
        options = spec.options
        self._program = Program(
            spec.name,
            [
                "espeak-ng",
                *("-v", options.get("voice", "de")),
                *("-s", str(options.get("words_per_minute", 165))),
                *("-p", str(options.get("pitch", 45))),
                *("-b", "1", "--stdin", "--stdout"),
            ],
            _TIMEOUT_S,
        )

    def speak(self, sentences: Sequence[str], attempt: int = 0) -> Clip:  # noqa: ARG002
        """See `podcast.voices.spec.Voice`."""
        return self._program.speak(sentences)


def check(spec: VoiceSpec) -> None:
    """Raise `VoiceError` if espeak-ng is not installed."""
    installed(spec, "espeak-ng", "install it, e.g. with: apt-get install espeak-ng")
