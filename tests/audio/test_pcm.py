"""16-bit samples become floats and the same samples again."""

from __future__ import annotations

import struct

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from podcast.audio import pcm


@given(st.lists(st.integers(-32768, 32767)))
def test_there_and_back_is_the_same(samples: list[int]) -> None:
    data = struct.pack(f"<{len(samples)}h", *samples)
    assert pcm.integers(pcm.floats(data)) == data


def test_beyond_full_scale_is_cut_and_between_is_rounded() -> None:
    given = np.array([1.5, -1.5, 1.0, -1.0, 0.6 / 32768, -0.6 / 32768], np.float32)
    whole = struct.unpack("<6h", pcm.integers(given))
    assert whole == (32767, -32768, 32767, -32768, 1, -1)
    assert given[0] == 1.5  # what it is given stays


def test_a_gain_is_in_decibels() -> None:
    assert pcm.floats(struct.pack("<h", 16384), 20 * np.log10(1.5))[0] == np.float32(0.75)
