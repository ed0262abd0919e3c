"""Run any program that reads text from standard input and writes a sound file to stdout."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence

from podcast.errors import VoiceError
from podcast.german.sentences.clauses import clauses
from podcast.german.voiceable import voiceable
from podcast.models import Clip
from podcast.voices.engines import received_audio
from podcast.voices.engines.received_audio import UnusableAudioError
from podcast.voices.engines.trim import joined, trimmed
from podcast.voices.spec import Voice, VoiceSpec

_LONGEST = 1500  # characters per call
_TIMEOUT_S = 120


def open_voice(spec: VoiceSpec) -> Voice:
    """Open the voice, ready to speak. Raises `VoiceError` if it cannot start."""
    return CommandEngine(spec)


class CommandEngine:
    """The user's own program. Options: `command`, a list; `timeout_s`; `version`, free text.

    The program runs once per sentence and reads it in UTF-8. It may return WAV, FLAC, MP3 or Ogg.
    """

    def __init__(self, spec: VoiceSpec) -> None:
        """Raises `VoiceError` if the program cannot be found."""
        check(spec)
        options = spec.options
        self._program = Program(spec.name, options["command"], options.get("timeout_s", _TIMEOUT_S))

    def speak(self, sentences: Sequence[str], attempt: int = 0) -> Clip:  # noqa: ARG002
        """See `podcast.voices.spec.Voice`."""
        return self._program.speak(sentences)


class Program:
    """A command that converts text to sound."""

    def __init__(self, voice: str, command: Sequence[str], timeout_s: float) -> None:
        self._voice, self._command, self._timeout_s = voice, list(command), timeout_s
        self._rate = 0

    def speak(self, sentences: Sequence[str]) -> Clip:
        """See `podcast.voices.spec.Voice`."""
        spoken = [self._sentence(text) for text in sentences]
        return joined(spoken, self._rate or 16_000)

    def _sentence(self, text: str) -> bytes:
        pieces = clauses(voiceable(text), _LONGEST)
        return b"".join(self._piece(piece) for piece in pieces if any(map(str.isalnum, piece)))

    def _piece(self, text: str) -> bytes:
        try:
            pcm, rate = received_audio.decoded(self._output(text))
            received_audio.check_length(text, len(pcm) / 2 / rate)
        except UnusableAudioError as error:
            raise self._failed(text, str(error)) from None
        self._rate = self._rate or rate
        return trimmed(received_audio.at_rate(pcm, rate, self._rate), self._rate)

    def _output(self, text: str) -> bytes:
        try:
            done = subprocess.run(  # noqa: S603 -- the command is the user's own
                self._command,
                input=text.encode(),
                capture_output=True,
                timeout=self._timeout_s,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise self._failed(text, f"took longer than {self._timeout_s:g} s") from None
        except OSError as error:
            raise self._failed(text, f"cannot be started: {error.strerror}") from None
        if done.returncode:
            errors = done.stderr.decode("utf-8", "replace").strip().splitlines()
            what = f"exited with code {done.returncode}"
            raise self._failed(text, f"{what}: {errors[-1][:300]}" if errors else what)
        return done.stdout

    def _failed(self, text: str, what: str) -> VoiceError:
        return VoiceError(f"voice {self._voice}: {text[:60]!r}", f"{self._command[0]} {what}")


def check(spec: VoiceSpec) -> None:
    """Raise `VoiceError` if the program cannot be found."""
    installed(spec, spec.options["command"][0], "check options.command in its profile")


def installed(spec: VoiceSpec, program: str, fix: str) -> None:
    """Raise `VoiceError` if `program` is not on this computer's PATH."""
    if shutil.which(program) is None:
        raise VoiceError(f"voice {spec.name}", f"cannot find the program {program!r}", fix)
