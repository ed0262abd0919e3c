from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyloudnorm
import pytest
import soxr
from hypothesis import given
from hypothesis import strategies as st

from podcast import voices
from podcast.audio import loudness

RATE = 48_000


def sine(hertz: float, seconds: float, level_db: float = 0.0, rate: int = RATE) -> loudness.Samples:
    time = np.arange(round(seconds * rate)) / rate
    return (10 ** (level_db / 20) * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


def test_the_standards_own_tone() -> None:
    # BS.1770-5: a 997 Hz sine at 0 dBFS in one channel reads −3.01 LKFS
    assert loudness.measure(sine(997, 5), RATE) == pytest.approx(-3.01, abs=0.02)


@pytest.mark.parametrize("level", [-10.0, -23.0, -36.0])
def test_levels_are_linear(level: float) -> None:
    assert loudness.measure(sine(997, 5, level), RATE) == pytest.approx(level - 3.01, abs=0.02)


def test_quiet_parts_are_gated() -> None:
    # EBU Tech 3341, case 3 in mono: what lies 10 LU below the rest does not count
    parts = [sine(1000, 10, -36), sine(1000, 60, -23), sine(1000, 10, -36)]
    whole = loudness.measure(np.concatenate(parts), RATE)
    assert whole == pytest.approx(loudness.measure(parts[1], RATE), abs=0.05)


def test_silence() -> None:
    assert loudness.measure(np.zeros(RATE, np.float32), RATE) == loudness.SILENCE_LUFS
    assert loudness.integrated([]) == loudness.SILENCE_LUFS


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100])
def test_speech_at_any_rate_against_another_implementation(rate: int) -> None:
    clip = voices.open_voice(voices.load("pico")).speak(
        ["Die Tatsache ist, dass beide Präsidenten miteinander sprechen."] * 3
    )
    speech = np.frombuffer(clip.pcm, "<i2").astype(np.float32) / 32768
    theirs = pyloudnorm.Meter(RATE).integrated_loudness(
        soxr.resample(speech, clip.rate, RATE).astype(np.float64)
    )
    ours = loudness.measure(soxr.resample(speech, clip.rate, rate), rate)
    assert ours == pytest.approx(theirs, abs=0.1)


@given(
    st.lists(st.floats(0, 1), max_size=60),
    st.lists(st.integers(0, 60), max_size=5),
)
def test_a_meter_is_the_standards_two_gates(energies: list[float], cuts: list[int]) -> None:
    meter = loudness.Meter()
    for start, end in pairwise([0, *sorted(cuts), 60]):
        meter.add(energies[start:end])
    assert meter.blocks == len(energies)
    padded = np.array(energies + [0.0] * (4 - len(energies)))
    windows = np.convolve(padded, np.full(4, 0.25), "valid")
    heard = windows[windows > 10 ** ((-70 + 0.691) / 10)]
    if not len(heard):
        assert meter.integrated() == loudness.SILENCE_LUFS
        return
    gates = heard.mean() * 10 ** (np.array([-10.011, -9.989]) / 10)  # to a bin of the histogram
    low, high = (-0.691 + 10 * np.log10(heard[heard > gate].mean()) for gate in gates)
    assert low - 0.001 <= meter.integrated() <= high + 0.001


def test_nothing_is_too_loud_for_the_meter() -> None:
    assert loudness.integrated([1e9] * 9) == pytest.approx(-0.691 + 90, abs=0.01)
