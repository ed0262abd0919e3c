from __future__ import annotations

import numpy as np
import pytest
from hearing import true_peak

from podcast.audio import mastering
from podcast.audio.mastering import Mastering

RATE = 16_000
PRESENCE = Mastering(equaliser_db=3.0)
RUMBLE = Mastering(high_pass_hz=80, equaliser_db=0, compressor_ratio=1)


def sine(hertz: float, level_db: float, seconds: float = 1.0) -> mastering.Samples:
    time = np.arange(round(seconds * RATE)) / RATE
    return (10 ** (level_db / 20) * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


def level_db(samples: mastering.Samples) -> float:
    middle = samples[len(samples) // 4 : -len(samples) // 4]
    return float(10 * np.log10(np.mean(middle.astype(np.float64) ** 2) * 2))


def test_presence_is_lifted_and_the_rest_is_left() -> None:
    # far below the compressor's threshold; levelled by nothing (−23 to −23 LUFS)
    for hertz, gain in ((100, 0.0), (3000, 3.0), (1000, 0.4)):
        quiet = sine(hertz, -50)
        mastered = mastering.mastered(quiet, RATE, -23.0, PRESENCE)
        assert level_db(mastered) - level_db(quiet) == pytest.approx(gain, abs=0.1)


def test_compression_halves_what_lies_above_the_threshold() -> None:
    quieter, louder = (
        level_db(mastering.mastered(sine(200, level), RATE, -23.0, PRESENCE)) for level in (-15, -5)
    )
    assert louder - quieter == pytest.approx(5, abs=0.2)


def test_the_high_pass_removes_rumble_and_nothing_else() -> None:
    for hertz, gain in ((20, -24.1), (80, -3.0), (300, 0.0), (3000, 0.0)):
        quiet = sine(hertz, -30)
        change = level_db(mastering.mastered(quiet, RATE, -23.0, RUMBLE)) - level_db(quiet)
        assert change == pytest.approx(gain, abs=0.3 if gain > -10 else 3)


def test_steps_that_are_left_out_change_nothing() -> None:
    samples = sine(300, -10)
    steps = Mastering(equaliser_db=0, compressor_ratio=1)
    assert np.array_equal(mastering.mastered(samples, RATE, -23.0, steps), samples)


def test_the_voice_is_levelled_first() -> None:
    raw = sine(200, -30)
    louder = mastering.mastered(raw, RATE, -33.0, PRESENCE)
    assert level_db(louder) - level_db(mastering.mastered(raw, RATE, -23.0, PRESENCE)) > 5


@pytest.mark.parametrize("count", [0, 1, 7, 16, 159, 160, 161, 2047, 2048, 5000])
@pytest.mark.parametrize(
    "steps", [PRESENCE, Mastering(high_pass_hz=80, equaliser_db=0), Mastering(equaliser_db=0)]
)
def test_length_stays(count: int, steps: Mastering) -> None:
    samples = np.full(count, 0.1, np.float32)
    mastered = mastering.mastered(samples, RATE, -20.0, steps)
    assert len(mastered) == count
    assert mastered.dtype == np.float32
    assert np.isfinite(mastered).all()


def test_sound_is_not_delayed() -> None:
    click = np.zeros(4000, np.float32)
    click[2000] = 0.5
    assert np.argmax(np.abs(mastering.mastered(click, RATE, -23.0, PRESENCE))) == 2000


def test_the_limiter_leaves_what_does_not_exceed() -> None:
    samples = sine(300, -6)
    assert mastering.limited(samples, RATE, -1.0) is samples


@pytest.mark.parametrize("level", [-1.2, 0.0, 6.0])
def test_the_limiter_keeps_true_peaks_below_its_ceiling(level: float) -> None:
    wave = sine(3000, -20)
    wave[4000:4400] *= 10 ** ((level + 20) / 20)
    limited = mastering.limited(wave, RATE, -1.5)
    assert len(limited) == len(wave)
    assert true_peak(limited, RATE) <= 10 ** (-1.4 / 20)
    assert np.array_equal(limited[:3800], wave[:3800])  # far from the peak nothing is touched
