"""Clips that no voice has spoken."""

from __future__ import annotations

import numpy as np

from podcast.audio import loudness
from podcast.models import Clip

RATE = 16_000


def clip(*seconds: float, level: float = 0.1) -> Clip:
    """Sentences of noise of these lengths."""
    noise = np.random.default_rng(1).normal(0, level, round(sum(seconds) * RATE))
    ends = np.cumsum([round(s * RATE) for s in seconds])
    samples = np.clip(noise, -1, 1).astype(np.float32)
    return Clip(
        pcm=(samples * 32767).astype("<i2").tobytes(),
        rate=RATE,
        marks=(0, *(int(end) for end in ends[:-1])),
        energies=tuple(
            tuple(loudness.energies(part, RATE).tolist()) for part in np.split(samples, ends[:-1])
        ),
    )
