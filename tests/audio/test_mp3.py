from __future__ import annotations

import hashlib
import io
from pathlib import Path

import miniaudio
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen import id3
from shows import cover

from podcast.audio import clips, mp3
from podcast.audio.mp3 import QUALITIES, Tags
from podcast.models import Chapter

TAGS = Tags(
    title="Größe „zählt“",
    artist="Jana Groß",
    album="Probe",
    year=2025,
    language="deu",
    comment="https://example.org/a?b=ü",
)


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


def chapters(*titles: str) -> list[Chapter]:
    return [
        Chapter(title=title, start_ms=i * 61_000, end_ms=(i + 1) * 61_000)
        for i, title in enumerate(titles)
    ]


def test_the_tag_comes_back(tmp_path: Path) -> None:
    made = chapters("Ein sehr, sehr langer Titel für ein Kapitel", "Ü", "Drittens", "€")
    frames = io.BytesIO(mp3.encode([tone(2, 44_100)], QUALITIES["standard"]))
    size, digest = mp3.write_tagged(tmp_path / "a.mp3", frames, TAGS, made, cover())
    data = (tmp_path / "a.mp3").read_bytes()
    assert (size, digest) == (len(data), hashlib.sha256(data).hexdigest())
    tag = id3.ID3(tmp_path / "a.mp3", translate=False)
    assert tag.version == (2, 3, 0)
    assert tag["TIT2"].text == ["Größe „zählt“"]
    assert (tag["TPE1"].text, tag["TALB"].text) == (["Jana Groß"], ["Probe"])
    assert tag["TYER"].text == ["2025"]
    assert (tag["TCON"].text, tag["TLAN"].text) == (["Podcast"], ["deu"])
    assert tag["COMM::deu"].text == ["https://example.org/a?b=ü"]
    assert tag["APIC:Cover"].data == cover()
    (toc,) = tag.getall("CTOC")
    by_id = {frame.element_id: frame for frame in tag.getall("CHAP")}
    listed = [by_id[name] for name in toc.child_element_ids]
    assert [frame.sub_frames["TIT2"].text[0] for frame in listed] == [c.title for c in made]
    assert [(f.start_time, f.end_time) for f in listed] == [(c.start_ms, c.end_ms) for c in made]


def test_chapter_frames_lie_in_the_order_of_time() -> None:
    made = chapters(*("x" * n for n in (40, 3, 17, 1, 33, 2, 9, 8, 7, 6, 5, 4)))
    data = mp3.tag(TAGS, made, cover())
    starts = []
    at = data.find(b"CHAP")
    while at >= 0:
        element_id_end = data.index(b"\0", at + 10)
        starts.append(int.from_bytes(data[element_id_end + 1 : element_id_end + 5], "big"))
        at = data.find(b"CHAP", at + 4)
    assert starts == [chapter.start_ms for chapter in made]
