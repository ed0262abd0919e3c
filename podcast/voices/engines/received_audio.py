"""Sound that another program or server made: is it sound, is it whole, can it be that text?"""

from __future__ import annotations

import io

from podcast.audio.pcm import floats, integers

_QUICKEST = 60.0  # letters a second; the quickest of speakers says 25
_SLOWEST = 1.5  # letters a second
_SLACK_S = 8.0  # for what is slow because it is short, or has silence around it
_STREAMED = 0x7F000000  # a length from here on means that the writer did not know it


class UnusableSoundError(Exception):
    """What came is not the sound that was asked for; the message says why."""


def decoded(data: bytes, *, raw_rate: int = 0) -> tuple[bytes, int]:
    """Mono 16-bit samples and their rate, of a WAV, FLAC, MP3 or Ogg file; raw at `raw_rate`.

    Raises `UnusableSoundError`.
    """
    if not data:
        raise UnusableSoundError("sent nothing")
    if raw_rate:
        return data[: len(data) // 2 * 2], raw_rate
    import numpy as np
    import soundfile

    if _is_cut(data):
        raise UnusableSoundError("sent only a part of the sound")
    try:
        samples, rate = soundfile.read(io.BytesIO(data), dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, RuntimeError, ValueError) as error:
        begin = data[:40].decode("utf-8", "replace")
        raise UnusableSoundError(f"sent no sound but {begin!r} ({error})") from None
    if not np.isfinite(samples).all():
        raise UnusableSoundError("sent samples that are no numbers")
    return integers(samples.mean(axis=1)), int(rate)


def at_rate(pcm: bytes, rate: int, wanted: int) -> bytes:
    """Mono 16-bit `pcm` at another rate (Hz)."""
    if rate == wanted:
        return pcm
    import soxr

    return integers(soxr.resample(floats(pcm), rate, wanted))


def check_length(text: str, seconds: float) -> None:
    """Raise `UnusableSoundError` where nobody could say `text` in that time, or would take so long.

    Coarse on purpose: it knows neither voice nor language. A digit may be a word.
    """
    letters = sum(map(str.isalnum, text))
    longest = letters + 7 * sum(map(str.isdigit, text))
    if seconds < letters / _QUICKEST or seconds > longest / _SLOWEST + _SLACK_S:
        raise UnusableSoundError(f"sent {seconds:.2f} s of sound for {letters} letters")


def _is_cut(data: bytes) -> bool:
    """Whether a WAV file is shorter than its own header says."""
    size = int.from_bytes(data[4:8], "little")
    return data.startswith(b"RIFF") and size < _STREAMED and size > len(data) - 8
