"""Trim the silence that an engine puts around sentences, and join them into one clip."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from podcast.models import Clip

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.int16]

_SILENT = 60  # of 32768: −55 dBFS, below the last audible trace of a word
_LEAD_S, _TAIL_S = 0.01, 0.04  # kept around the sound, so that no consonant is cut off
_FADE_S = 0.005


def trimmed(pcm: bytes, rate: int) -> bytes:
    """Mono 16-bit `pcm` without the silence at its ends, both ends faded; empty if all silent."""
    import numpy as np

    samples = np.frombuffer(pcm, "<i2")
    first = _silent(samples, rate)
    if first == len(samples):
        return b""
    last = len(samples) - 1 - _silent(samples[::-1], rate)
    kept = samples[max(0, first - round(rate * _LEAD_S)) : last + round(rate * _TAIL_S)].copy()
    fade = np.linspace(0, 1, min(round(rate * _FADE_S), len(kept)), dtype=np.float32)
    kept[: len(fade)] = kept[: len(fade)] * fade
    kept[len(kept) - len(fade) :] = kept[len(kept) - len(fade) :] * fade[::-1]
    return kept.tobytes()


def _silent(samples: Samples, rate: int) -> int:
    """Number of silent samples before the first loud one; scans only as far as necessary."""
    for start in range(0, len(samples), rate):
        piece = samples[start : start + rate]
        loud = (piece > _SILENT) | (piece < -_SILENT)
        if loud.any():
            return start + int(loud.argmax())
    return len(samples)


def joined(sentences: Sequence[bytes], rate: int) -> Clip:
    """Join mono 16-bit sentences into a clip, with a mark at the start of each."""
    lengths = [len(pcm) // 2 for pcm in sentences]
    marks = tuple(itertools.accumulate(lengths[:-1], initial=0))
    return Clip(pcm=b"".join(sentences), rate=rate, marks=marks)


def joined_clips(clips: Sequence[Clip]) -> Clip:
    """Join clips of one sentence each into one clip."""
    return joined([clip.pcm for clip in clips], clips[0].rate)
