from __future__ import annotations

import miniaudio
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.audio import clips, mp3
from podcast.audio.mp3 import QUALITIES


def tone(seconds: float, rate: int) -> bytes:
    wave = 8000 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)
    return wave.astype("<i2").tobytes()


def decoded(frames: bytes, rate: int) -> np.ndarray:  # type: ignore[type-arg]
    sound = miniaudio.decode(frames, nchannels=1, sample_rate=rate)
    return np.frombuffer(sound.samples, "<i2").astype(float)


@pytest.mark.parametrize("name", ["standard", "small"])
def test_frames_are_counted_without_reading_them(name: str) -> None:
    quality = QUALITIES[name]
    for seconds in (0.01, 1.7, 25):
        data = mp3.encode([tone(seconds, quality.rate)], quality)
        assert b"Xing" not in data[:500]
        assert b"Info" not in data[:500]
        samples = mp3.count(data, quality) * quality.frame
        assert samples == len(decoded(data, quality.rate))


@pytest.mark.parametrize("name", ["standard", "small"])
def test_sound_begins_after_the_decoders_delay_and_a_little_quieter(name: str) -> None:
    quality = QUALITIES[name]
    samples = decoded(mp3.encode([tone(1, quality.rate)] * 3, quality), quality.rate)
    onset = int(np.argmax(np.abs(samples) > 800))
    assert onset == pytest.approx(clips.DECODER_DELAY, abs=quality.rate * 0.002)
    middle = samples[quality.rate : 2 * quality.rate]
    assert 20 * np.log10(8000 / np.abs(middle).max()) == pytest.approx(mp3.LOSS_DB, abs=0.05)


@pytest.mark.parametrize("name", ["standard", "small"])
@given(lengths=st.lists(st.integers(1, 30_000), min_size=2, max_size=4))
@settings(max_examples=20)
def test_frames_of_different_clips_join_without_a_seam(name: str, lengths: list[int]) -> None:
    quality = QUALITIES[name]
    noise = np.random.default_rng(sum(lengths))
    pcm = [noise.normal(0, 5000, length).astype("<i2").tobytes() for length in lengths]
    alone = [mp3.encode([piece], quality) for piece in pcm]
    joined = decoded(b"".join(alone), quality.rate)
    parts = np.concatenate([decoded(frames, quality.rate) for frames in alone])
    assert np.array_equal(joined, parts)


def test_nothing_is_no_frames() -> None:
    assert mp3.encode([], QUALITIES["standard"]) == b""
