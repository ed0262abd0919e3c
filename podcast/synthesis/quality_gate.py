"""The quality gate: find flaws in spoken sentences by their sound and length alone.

A voice may skip words, babble, fall silent or clip, and nobody listens before publication. Its pace
reveals most of these flaws: over 1,068 sentences by many authors, each took 0.73 to 1.4 times as
long as its letters and pauses predict, and longer sentences hardly deviated at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from podcast.models import Clip

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.int16]

_QUIETEST_DB = -50.0
"""A sentence whose loudest sample is below this level is silent. dBFS."""
_FULL = 32_768
_CLIPPED = 32_700  # of 32,768
_CLIPPED_RUN, _CLIPPED_SHARE = 3, 0.0005
"""Minimum run of full-scale samples that is clipping, and the share of clipped samples allowed."""
_PAUSE_DB, _PAUSE_S = -40.0, 1.2
"""Level of a pause, relative to the loudest moment, and the longest pause allowed.

The longest pause in German that is read well takes 0.7 s.
"""
_BLOCK_S = 0.01
_SHORTER, _LONGER, _FEW = 0.35, 0.6, 8.0
"""Tolerances for a sentence's length, as shares; `_FEW` adds more the fewer sounds it has."""
_BREAK, _LETTER_NAME, _ALWAYS = 6.0, 3.0, 4.0
"""Durations of a pause, a letter's name and the fixed part of a sentence, in letters."""

_WORD = re.compile(r"[^\W\d_]+")
_PAUSES = re.compile(r"[,;:–—…()]|\.{3}|[.!?]+(?=\s)")
_VOWEL = re.compile(r"[aeiouyäöüáàâéèêíìîóòôúùûåæœø]", re.IGNORECASE)


class Flaw(NamedTuple):
    """A flaw because of which a sentence must not be published as it is."""

    sentence: int
    """Its index in the clip."""
    what: str


def expected_length(text: str) -> float:
    """Expected duration of `text`, in letters; 0 if nothing in it can be spoken."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    return sum(map(_letters, words)) + _BREAK * len(_PAUSES.findall(text)) + _ALWAYS


def pace(clip: Clip, sentences: Sequence[str]) -> float:
    """Seconds that the voice takes per sound, from a clip of ordinary sentences."""
    return median(
        (end - start) / clip.rate / expected_length(text)
        for text, (start, end) in zip(sentences, clip.sentences(), strict=True)
    )


def flaws(clip: Clip, sentences: Sequence[str], pace_s: float | None) -> list[Flaw]:
    """Find flaws in `clip`, as the engine spoke it; `pace_s` is None if the pace is unknown."""
    import numpy as np

    samples = np.frombuffer(clip.pcm, "<i2")
    found = []
    for index, (text, (start, end)) in enumerate(zip(sentences, clip.sentences(), strict=True)):
        what = _flaw(samples[start:end], clip.rate, expected_length(text), pace_s)
        found += [Flaw(index, what)] if what else []
    return found


def _flaw(samples: Samples, rate: int, length: float, pace_s: float | None) -> str:
    """Describe the flaw in a sentence of `length` sounds; empty if it has none."""
    if not length:
        return ""
    peak = max(samples.max(initial=0), -int(samples.min(initial=0)))
    if peak < _FULL * 10 ** (_QUIETEST_DB / 20):
        return "is silent"
    if peak >= _CLIPPED and _clipped(samples) > _CLIPPED_SHARE:
        return "is clipped"
    pause = _longest_pause(samples, rate)
    if pause > _PAUSE_S:
        return f"pauses for {pause:.1f} s in the middle"
    return _off_pace(len(samples) / rate, length, pace_s) if pace_s else ""


def _off_pace(seconds: float, length: float, pace_s: float) -> str:
    expected = length * pace_s
    if seconds * (1 + _SHORTER + _FEW / length) < expected:
        return f"has missing words: {seconds:.1f} s instead of about {expected:.1f} s"
    if seconds > expected * (1 + _LONGER + _FEW / length):
        return f"has added sounds: {seconds:.1f} s instead of about {expected:.1f} s"
    return ""


def _clipped(samples: Samples) -> float:
    """Share of samples in runs at full scale."""
    import numpy as np

    full = np.concatenate([[0], (samples >= _CLIPPED) | (samples <= -_CLIPPED), [0]])
    edges = np.flatnonzero(np.diff(full))
    runs = edges[1::2] - edges[::2]
    return float(runs[runs >= _CLIPPED_RUN].sum() / len(samples))


def _longest_pause(samples: Samples, rate: int) -> float:
    """Longest pause inside a sentence. Seconds."""
    import numpy as np

    size = round(rate * _BLOCK_S)
    rows = samples[: len(samples) // size * size].reshape(-1, size).astype(np.float32)
    if not len(rows):
        return 0.0
    power = np.einsum("ij,ij->i", rows, rows)
    loud = np.flatnonzero(power > power.max() * 10 ** (_PAUSE_DB / 10))
    return float(np.diff(loud).max(initial=1) - 1) * _BLOCK_S


def _letters(word: str) -> float:
    """Length of a word; one that must be spelled out takes as long as its letters' names."""
    spelled = len(word) == 1 or (word.isupper() and len(word) <= 5) or not _VOWEL.search(word)
    return len(word) * (_LETTER_NAME if spelled else 1.0)
