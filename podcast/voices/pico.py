"""SVOX Pico through py-nanotts: a small German voice, about 200 times as fast as speech.

The engine holds the GIL, is not for threads, obeys tags in its input and crashes on some, so text
is cleaned first (`podcast.german.letters`) and workers are processes (`podcast.parallel`).
"""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from podcast.errors import VoiceError
from podcast.german.letters import voiceable
from podcast.models import Clip, VoiceSpec
from podcast.segment import clauses
from podcast.voices.trim import joined, trimmed

RATE = 16_000
_LONGEST = 400  # characters in one call; the engine loses its melody in longer ones
_CLAUSE_PAUSE_MS = 120
_M_PERTURB = -6  # of glibc's malloc.h


class Engine:
    """The German Pico voice. Options: `volume` in percent, `speed`, `pitch` (1 = as recorded)."""

    def __init__(self, spec: VoiceSpec) -> None:
        """Raises `VoiceError` where the package is missing or broken."""
        check(spec)
        try:
            from py_nanotts import NanoTTS
        except ImportError as error:
            what = f"py-nanotts cannot be loaded: {error}"
            raise VoiceError(f"voice {spec.name}", what) from None
        self._speak = NanoTTS().speak
        options = spec.options
        # An open tag costs nothing; the volume= argument adds 0.2 s of silence to every call.
        self._tags = "".join(
            f'<{name} level="{round(options.get(name, default) * scale)}">'
            for name, default, scale in (("volume", 40, 1), ("speed", 1, 100), ("pitch", 1, 100))
            if options.get(name, default) * scale != 100  # 100 is the engine's own default
        )

    def speak(self, sentences: Sequence[str], attempt: int = 0) -> Clip:  # noqa: ARG002
        """See `podcast.models.Voice`."""
        return joined([self._sentence(text) for text in sentences], RATE)

    def _sentence(self, text: str) -> bytes:
        pieces = [self._piece(piece) for piece in clauses(voiceable(text), _LONGEST)]
        return bytes(2 * RATE * _CLAUSE_PAUSE_MS // 1000).join(piece for piece in pieces if piece)

    def _piece(self, text: str) -> bytes:
        try:
            with _zeroed_memory():
                pcm = self._speak(text=self._tags + text, voice="de-DE")
        except (RuntimeError, ValueError, UnicodeError) as error:
            raise VoiceError(f"voice pico: {text[:60]!r}", f"cannot be spoken: {error}") from None
        return trimmed(pcm, RATE)


def check(spec: VoiceSpec) -> None:
    """Raise `VoiceError` where the package is missing."""
    if importlib.util.find_spec("py_nanotts") is None:
        fix = "run: pip install py-nanotts"
        raise VoiceError(f"voice {spec.name}", "the package py-nanotts is not installed", fix)


@contextmanager
def _zeroed_memory() -> Iterator[None]:
    """Make the engine deterministic: it reads some memory before it writes to it.

    glibc can be told to fill what it hands out: with zeros, for the byte 0xFF. (A low threshold for
    mmap, which is zero anyway, is not enough: a long-lived process reuses large blocks.) Without
    glibc there is no such switch, and the same text may differ in inaudible ways.
    """
    mallopt = _mallopt()
    if not mallopt:
        yield
        return
    mallopt(_M_PERTURB, 0xFF)
    try:
        yield
    finally:
        mallopt(_M_PERTURB, 0)


@functools.cache
def _mallopt() -> Callable[[int, int], int] | None:
    import ctypes
    import sys

    return getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
