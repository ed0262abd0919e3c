"""The quality gate: what is wrong with spoken sentences, by their sound and their length alone.

A voice skips words, babbles, falls silent or clips, and no one is there to listen. Its pace gives
most of that away: over 1,068 sentences of many authors, each took between 0.73 and 1.4 times as
long as its letters and pauses let expect, and the longer ones hardly differed at all.
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
"""A sentence whose loudest sample is below is silent. dBFS."""
_FULL = 32_768
_CLIPPED = 32_700  # of 32,768
_CLIPPED_RUN, _CLIPPED_SHARE = 3, 0.0005
"""So many samples in a row at full scale are clipped, and so many of all may be."""
_PAUSE_DB, _PAUSE_S = -40.0, 1.2
"""Below its loudest moment a sentence pauses; the longest that German reads well takes 0.7 s."""
_BLOCK_S = 0.01
_SHORTER, _LONGER, _FEW = 0.35, 0.6, 8.0
"""How far a length may be off: as shares, and more the fewer sounds there are."""
_BREAK, _LETTER_NAME, _ALWAYS = 6.0, 3.0, 4.0
"""What a pause, the name of a letter and a sentence by itself take, in letters."""

_WORD = re.compile(r"[^\W\d_]+")
_PAUSES = re.compile(r"[,;:–—…()]|\.{3}|[.!?]+(?=\s)")
_VOWEL = re.compile(r"[aeiouyäöüáàâéèêíìîóòôúùûåæœø]", re.IGNORECASE)


class Flaw(NamedTuple):
    """A sentence that must not be published as it is."""

    sentence: int
    """Its index in the clip."""
    what: str


def sounds(text: str) -> float:
    """How long `text` takes to say, in letters; 0 where nothing of it can be said."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    return sum(map(_letters, words)) + _BREAK * len(_PAUSES.findall(text)) + _ALWAYS


def pace(clip: Clip, sentences: Sequence[str]) -> float:
    """Seconds that the voice takes for a sound, from a clip of ordinary sentences."""
    return median(
        (end - start) / clip.rate / sounds(text)
        for text, (start, end) in zip(sentences, clip.sentences(), strict=True)
    )


def flaws(clip: Clip, sentences: Sequence[str], pace_s: float | None) -> list[Flaw]:
    """What is wrong with `clip`, as the engine spoke it; `pace_s` where the voice's is known."""
    import numpy as np

    samples = np.frombuffer(clip.pcm, "<i2")
    found = []
    for index, (text, (start, end)) in enumerate(zip(sentences, clip.sentences(), strict=True)):
        what = _wrong(samples[start:end], clip.rate, sounds(text), pace_s)
        found += [Flaw(index, what)] if what else []
    return found


def _wrong(samples: Samples, rate: int, length: float, pace_s: float | None) -> str:
    """What is wrong with a sentence of `length` sounds; empty where nothing is."""
    if not length:
        return ""
    peak = max(samples.max(initial=0), -int(samples.min(initial=0)))
    if peak < _FULL * 10 ** (_QUIETEST_DB / 20):
        return "nothing is heard of it"
    if peak >= _CLIPPED and _clipped(samples) > _CLIPPED_SHARE:
        return "its sound is clipped"
    pause = _longest_pause(samples, rate)
    if pause > _PAUSE_S:
        return f"it stops for {pause:.1f} s in the middle"
    return _off_pace(len(samples) / rate, length, pace_s) if pace_s else ""


def _off_pace(seconds: float, length: float, pace_s: float) -> str:
    expected = length * pace_s
    if seconds * (1 + _SHORTER + _FEW / length) < expected:
        return f"words are missing: {seconds:.1f} s instead of about {expected:.1f} s"
    if seconds > expected * (1 + _LONGER + _FEW / length):
        return f"something was added: {seconds:.1f} s instead of about {expected:.1f} s"
    return ""


def _clipped(samples: Samples) -> float:
    """The share of samples that lie in a row at full scale."""
    import numpy as np

    full = np.concatenate([[0], (samples >= _CLIPPED) | (samples <= -_CLIPPED), [0]])
    edges = np.flatnonzero(np.diff(full))
    runs = edges[1::2] - edges[::2]
    return float(runs[runs >= _CLIPPED_RUN].sum() / len(samples))


def _longest_pause(samples: Samples, rate: int) -> float:
    """Seconds of the longest pause inside of a sentence."""
    import numpy as np

    size = round(rate * _BLOCK_S)
    rows = samples[: len(samples) // size * size].reshape(-1, size).astype(np.float32)
    if not len(rows):
        return 0.0
    power = np.einsum("ij,ij->i", rows, rows)
    loud = np.flatnonzero(power > power.max() * 10 ** (_PAUSE_DB / 10))
    return float(np.diff(loud).max(initial=1) - 1) * _BLOCK_S


def _letters(word: str) -> float:
    """Length of a word; one that can only be spelled takes the names of its letters."""
    spelled = len(word) == 1 or (word.isupper() and len(word) <= 5) or not _VOWEL.search(word)
    return len(word) * (_LETTER_NAME if spelled else 1.0)
