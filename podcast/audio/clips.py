"""Clips and jingles → encoded clips: levelled, resampled, sentences and pauses joined by pydub.

What belongs to a single clip and costs time, so that it can be done by the worker that spoke it,
kept, and never be done again. Putting encoded clips in a row is `recording`'s.
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
from podcast.audio.mp3 import Quality
from podcast.errors import AudioError
from podcast.models import CEILING_DB, Clip, EncodedClip

if TYPE_CHECKING:
    from pydub import AudioSegment

DECODER_DELAY = 1105
"""Samples of silence that every decoder puts before what LAME encoded (576 + 529)."""

_JINGLE_FADE_MS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipEncoding:
    """All that an encoded clip depends on besides the clip."""

    quality: Quality
    gain_db: float
    pause_ms: int
    """Between two sentences."""
    ceiling_db: float = CEILING_DB


def encode_clip(clip: Clip, delivery: ClipEncoding) -> EncodedClip:
    """`clip` as it goes into the MP3; a sentence at a time, so that its length costs no memory."""
    spans: list[tuple[int, int]] = []
    frames = mp3.encode(_pieces(clip, delivery, spans), delivery.quality)
    samples = mp3.count(frames, delivery.quality) * delivery.quality.frame
    power = 10 ** (delivery.gain_db / 10)
    return EncodedClip(
        frames=frames,
        samples=samples,
        spans=tuple(spans),
        energies=tuple(tuple(power * energy for energy in row) for row in clip.energies),
    )


def _pieces(clip: Clip, delivery: ClipEncoding, spans: list[tuple[int, int]]) -> Iterator[bytes]:
    """Sentences and the pauses between them; notes in `spans` where each sentence lies."""
    rate, position = delivery.quality.rate, DECODER_DELAY
    pause = _silence(round(delivery.pause_ms * rate / 1000), rate)
    for start, end in clip.sentences():
        if start == end:  # nothing in it that the voice can say
            spans.append((position, position))
            continue
        if position > DECODER_DELAY:
            position += int(pause.frame_count())
            yield pause.raw_data
        piece = _sentence(clip, start, end, delivery)
        spans.append((position, position + int(piece.frame_count())))
        position = spans[-1][1]
        yield piece.raw_data


def _sentence(clip: Clip, start: int, end: int, delivery: ClipEncoding) -> AudioSegment:
    """One sentence at its final level and rate."""
    import soxr

    rate = delivery.quality.rate
    piece = memoryview(clip.pcm)[start * clip.width : end * clip.width]
    samples = pcm.floats(piece, delivery.gain_db)
    samples = soxr.resample(samples, clip.rate, rate)
    samples = mastering.limited(samples, rate, delivery.ceiling_db)
    return _segment(pcm.integers(samples), rate)


def jingle(path: Path, quality: Quality, level_lufs: float) -> EncodedClip:
    """Any sound file as mono at the loudness of the speech, faded at both ends.

    Its energies are none: the loudness of an episode is that of its speech. Raises `AudioError`
    naming the file.
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
        raise AudioError(path, "cannot be read as sound") from error
    mono = soxr.resample(np.ascontiguousarray(samples.mean(axis=1)), own_rate, rate)
    measured = loudness.measure(mono, rate) if len(mono) else loudness.SILENCE_LUFS
    if measured <= loudness.SILENCE_LUFS:
        raise AudioError(path, "is silent")
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
    """The package, imported in silence."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses ffmpeg, which nothing here needs …
        os.environ.setdefault("PATH", os.defpath)  # … and cannot even look for it without a PATH
        return importlib.import_module("pydub")
