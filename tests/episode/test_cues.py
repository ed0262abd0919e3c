from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from podcast.episode.cues import Cue, sentence_cues


def test_a_short_sentence_is_one_cue() -> None:
    assert sentence_cues("Das ist kurz.", 25, 1500, 3) == [
        Cue(text="Das ist kurz.", start_ms=25, end_ms=1500, segment=3)
    ]


@given(
    st.text(st.characters(codec="utf-8"), min_size=1).filter(str.split),
    st.integers(0, 10**6),
    st.integers(1, 10**6),
)
def test_a_long_sentence_is_cut_at_words_without_gap_or_loss(
    text: str, start: int, length: int
) -> None:
    cues = sentence_cues(text, start, start + length, 0)
    assert "".join(cue.text for cue in cues).split() or not text.split()
    assert "".join("".join(cue.text.split()) for cue in cues) == "".join(text.split())
    assert cues[0].start_ms == start
    assert cues[-1].end_ms == start + length
    assert all(a.end_ms == b.start_ms for a, b in itertools.pairwise(cues))
