"""Encode clips and jingles: set the level, resample, join sentences and pauses with pydub.

This is the expensive work that concerns a single clip: the worker that spoke the clip does it, and
the result is cached. `recording` concatenates the encoded clips.
"""

from __future__ import annotations

import functools
import importlib
import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast.audio import loudness, mastering, mp3, pcm
from podcast.audio.mastering import CEILING_DB
from podcast.audio.mp3 import Quality
from podcast.errors import MediaError
from podcast.models import Clip, EncodedClip

if TYPE_CHECKING:
    from pydub import AudioSegment

DECODER_DELAY = 1105
"""Samples of silence that every decoder outputs before the audio that LAME encoded (576 + 529)."""

_JINGLE_FADE_MS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipEncoding:
    """Everything that an encoded clip depends on, apart from the clip itself."""

    quality: Quality
    gain_db: float
    pause_ms: int
    """Between two sentences."""
    ceiling_db: float = CEILING_DB


def encode_clip(clip: Clip, encoding: ClipEncoding) -> EncodedClip:
    """Encode `clip` for the MP3, sentence by sentence: memory use does not grow with its length."""
    spans: list[tuple[int, int]] = []
    frames = mp3.encode(_pieces(clip, encoding, spans), encoding.quality)
    samples = mp3.count(frames, encoding.quality) * encoding.quality.frame
    power = 10 ** (encoding.gain_db / 10)
    return EncodedClip(
        frames=frames,
        samples=samples,
        spans=tuple(spans),
        energies=tuple(tuple(power * energy for energy in row) for row in clip.energies),
    )


def _pieces(clip: Clip, encoding: ClipEncoding, spans: list[tuple[int, int]]) -> Iterator[bytes]:
    """Yield sentences and the pauses between them; append each sentence's position to `spans`."""
    rate, position = encoding.quality.rate, DECODER_DELAY
    pause = _silence(round(encoding.pause_ms * rate / 1000), rate)
    for start, end in clip.sentences():
        if start == end:  # it contains nothing that the voice can speak
            spans.append((position, position))
            continue
        if position > DECODER_DELAY:
            position += int(pause.frame_count())
            yield pause.raw_data
        piece = _sentence(clip, start, end, encoding)
        spans.append((position, position + int(piece.frame_count())))
        position = spans[-1][1]
        yield piece.raw_data


def _sentence(clip: Clip, start: int, end: int, encoding: ClipEncoding) -> AudioSegment:
    """One sentence at its final level and sample rate."""
    import soxr

    rate = encoding.quality.rate
    piece = memoryview(clip.pcm)[start * clip.width : end * clip.width]
    samples = pcm.floats(piece, encoding.gain_db)
    samples = soxr.resample(samples, clip.rate, rate)
    samples = mastering.limited(samples, rate, encoding.ceiling_db)
    return _segment(pcm.integers(samples), rate)


def jingle(path: Path, quality: Quality, level_lufs: float) -> EncodedClip:
    """Encode any sound file as mono at the loudness of the speech, faded at both ends.

    It has no energies, because only speech counts towards an episode's loudness. Raises
    `MediaError` naming the file.
    """
    piece = _jingle(path, quality.rate, level_lufs)
    frames = mp3.encode([piece.raw_data], quality)
    return EncodedClip(
        frames=frames,
        samples=mp3.count(frames, quality) * quality.frame,
        spans=((DECODER_DELAY, DECODER_DELAY + int(piece.frame_count())),),
        energies=((),),
    )


def _jingle(path: Path, rate: int, level_lufs: float) -> AudioSegment:
    import numpy as np
    import soundfile
    import soxr

    try:
        samples, own_rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError) as error:
        raise MediaError(path, "cannot be read as audio") from error
    mono = soxr.resample(np.ascontiguousarray(samples.mean(axis=1)), own_rate, rate)
    measured = loudness.measure(mono, rate) if len(mono) else loudness.SILENCE_LUFS
    if measured <= loudness.SILENCE_LUFS:
        raise MediaError(path, "is silent")
    mono = mastering.limited(
        mono * np.float32(10 ** ((level_lufs - measured) / 20)), rate, CEILING_DB
    )
    piece = _segment(pcm.integers(mono), rate)
    fade = min(_JINGLE_FADE_MS, len(piece) // 2)
    return piece.fade_in(fade).fade_out(fade)


def _silence(frames: int, rate: int) -> AudioSegment:
    return _segment(bytes(2 * frames), rate)


def _segment(data: bytes, rate: int) -> AudioSegment:
    return pydub().AudioSegment(data=data, sample_width=2, frame_rate=rate, channels=1)


@functools.cache
def pydub() -> Any:
    """Import the package pydub without its warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that ffmpeg is missing, which nothing here needs …
        os.environ.setdefault("PATH", os.defpath)  # … and the search for it needs a PATH
        return importlib.import_module("pydub")
