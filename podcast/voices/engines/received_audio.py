"""Decode audio from another program or server; reject it if incomplete or of implausible length."""

from __future__ import annotations

import io

from podcast.audio.pcm import floats, integers

_QUICKEST = 60.0  # letters per second; the fastest speakers reach 25
_SLOWEST = 1.5  # letters per second
_SLACK_S = 8.0  # allowance for short texts, which take longer per letter, and surrounding silence
_STREAMED = 0x7F000000  # lengths from here on mean that the writer did not know the length


class UnusableAudioError(Exception):
    """The received data is not the requested sound; the message says why."""


def decoded(data: bytes, *, raw_rate: int = 0) -> tuple[bytes, int]:
    """Decode a WAV, FLAC, MP3 or Ogg file, or raw samples if `raw_rate` is given.

    Returns mono 16-bit samples and their rate. Raises `UnusableAudioError`.
    """
    if not data:
        raise UnusableAudioError("returned no data")
    if raw_rate:
        return data[: len(data) // 2 * 2], raw_rate
    import numpy as np
    import soundfile

    if _is_cut(data):
        raise UnusableAudioError("returned an incomplete audio file")
    try:
        samples, rate = soundfile.read(io.BytesIO(data), dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, RuntimeError, ValueError) as error:
        begin = data[:40].decode("utf-8", "replace")
        raise UnusableAudioError(f"returned {begin!r} instead of sound ({error})") from None
    if not np.isfinite(samples).all():
        raise UnusableAudioError("returned samples that are infinite or not a number")
    return integers(samples.mean(axis=1)), int(rate)


def at_rate(pcm: bytes, rate: int, wanted: int) -> bytes:
    """Resample mono 16-bit `pcm` from `rate` to `wanted` (Hz)."""
    if rate == wanted:
        return pcm
    import soxr

    return integers(soxr.resample(floats(pcm), rate, wanted))


def check_length(text: str, seconds: float) -> None:
    """Raise `UnusableAudioError` if `seconds` is impossibly short or long for `text`.

    Deliberately coarse: it knows neither the voice nor the language. A digit may be a whole word.
    """
    letters = sum(map(str.isalnum, text))
    longest = letters + 7 * sum(map(str.isdigit, text))
    if seconds < letters / _QUICKEST or seconds > longest / _SLOWEST + _SLACK_S:
        raise UnusableAudioError(f"returned {seconds:.2f} s of sound for {letters} letters")


def _is_cut(data: bytes) -> bool:
    """Whether a WAV file is shorter than its own header says."""
    size = int.from_bytes(data[4:8], "little")
    return data.startswith(b"RIFF") and size < _STREAMED and size > len(data) - 8
