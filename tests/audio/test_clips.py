from __future__ import annotations

from pathlib import Path

import miniaudio
import numpy as np
import pytest
import soundfile
from clips import clip

from podcast.audio import clips, loudness
from podcast.audio.clips import ClipEncoding
from podcast.audio.mp3 import LOSS_DB, QUALITIES
from podcast.errors import MediaError


def test_sentences_lie_where_the_spans_say_with_a_pause_between() -> None:
    way = ClipEncoding(quality=QUALITIES["standard"], gain_db=0, pause_ms=250)
    made = clips.encode_clip(clip(0.5, 1.0), way)
    (start, end), (second, last) = made.spans
    assert start == clips.DECODER_DELAY
    assert end - start == pytest.approx(0.5 * 44_100, abs=1)
    assert second - end == pytest.approx(0.25 * 44_100, abs=1)
    sound = miniaudio.decode(made.frames, nchannels=1, sample_rate=44_100).samples
    assert made.samples == len(sound)
    samples = np.abs(np.frombuffer(sound, "<i2").astype(float))
    assert samples[end + 600 : second - 600].max() < 100
    assert samples[second : second + 200].max() > 1000
    assert samples[last + 600 :].max(initial=0) < 100


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3"])
def test_a_jingle_of_any_format_is_levelled_and_faded(tmp_path: Path, suffix: str) -> None:
    time = np.arange(48_000 * 2) / 48_000
    stereo = np.stack([0.9 * np.sin(2 * np.pi * 440 * time)] * 2, axis=1)
    path = tmp_path / f"jingle.{suffix}"
    soundfile.write(path, stereo, 48_000)
    made = clips.jingle(path, QUALITIES["standard"], -19)
    sound = miniaudio.decode(made.frames, nchannels=1, sample_rate=44_100).samples
    assert made.samples == len(sound)
    samples = np.frombuffer(sound, "<i2").astype(np.float32)[slice(*made.spans[0])] / 32768
    assert loudness.measure(samples, 44_100) == pytest.approx(-19 - LOSS_DB, abs=0.3)
    assert abs(samples[0]) < 0.01
    assert abs(samples[-1]) < 0.01


def test_what_is_no_sound_is_named(tmp_path: Path) -> None:
    path = tmp_path / "j.wav"
    path.write_text("kein Klang")
    with pytest.raises(MediaError, match=r"j\.wav: cannot be read as audio"):
        clips.jingle(path, QUALITIES["standard"], -19)
    soundfile.write(path, np.zeros(1000), 16_000)
    with pytest.raises(MediaError, match="is silent"):
        clips.jingle(path, QUALITIES["standard"], -19)
