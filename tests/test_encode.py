from __future__ import annotations

import io
import warnings
from pathlib import Path

import miniaudio
import numpy as np
import pytest
from mutagen import id3
from shows import cover

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

from podcast import encode, stitch
from podcast.encode import QUALITIES, Tags
from podcast.models import Chapter

TAGS = Tags(
    title="Größe „zählt“",
    artist="Jana Groß",
    album="Probe",
    year=2025,
    language="deu",
    comment="https://example.org/a?b=ü",
)


def pieces(seconds: int, rate: int) -> list[AudioSegment]:
    wave = 8000 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)
    pcm = wave.astype("<i2").tobytes()
    piece = AudioSegment(data=pcm, sample_width=2, frame_rate=rate, channels=1)
    return [piece] * seconds


@pytest.mark.parametrize("name", ["standard", "small"])
def test_frames_fill_the_file_and_the_duration_is_that_of_a_decoder(name: str) -> None:
    quality = QUALITIES[name]
    file = io.BytesIO()
    duration_ms = encode.encode(pieces(25, quality.rate), quality, file)
    data = file.getvalue()
    assert b"Xing" not in data[:500]
    assert b"Info" not in data[:500]
    decoded = miniaudio.decode(data, nchannels=1, sample_rate=quality.rate)
    assert duration_ms == pytest.approx(len(decoded.samples) * 1000 / quality.rate, abs=1)


@pytest.mark.parametrize("name", ["standard", "small"])
def test_sound_begins_after_the_decoders_delay_and_a_little_quieter(name: str) -> None:
    quality = QUALITIES[name]
    file = io.BytesIO()
    encode.encode(pieces(3, quality.rate), quality, file)
    decoded = miniaudio.decode(file.getvalue(), nchannels=1, sample_rate=quality.rate)
    samples = np.frombuffer(decoded.samples, "<i2").astype(float)
    onset = int(np.argmax(np.abs(samples) > 800))
    assert onset == pytest.approx(stitch.DECODER_DELAY, abs=quality.rate * 0.002)
    middle = samples[quality.rate : 2 * quality.rate]
    assert 20 * np.log10(8000 / np.abs(middle).max()) == pytest.approx(encode.LOSS_DB, abs=0.05)


def test_memory_does_not_hold_the_episode() -> None:
    import tracemalloc

    quality = QUALITIES["standard"]
    (piece,) = pieces(1, quality.rate)
    tracemalloc.start()
    with open("/dev/null", "wb") as nothing:  # noqa: PTH123
        encode.encode((piece for _ in range(600)), quality, nothing)
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


def chapters(*titles: str) -> list[Chapter]:
    return [
        Chapter(title=title, start_ms=i * 61_000, end_ms=(i + 1) * 61_000)
        for i, title in enumerate(titles)
    ]


def test_the_tag_comes_back(tmp_path: Path) -> None:
    made = chapters("Ein sehr, sehr langer Titel für ein Kapitel", "Ü", "Drittens", "€")
    frames = io.BytesIO()
    encode.encode(pieces(2, 44_100), QUALITIES["standard"], frames)
    size = encode.write_tagged(tmp_path / "a.mp3", frames, TAGS, made, cover())
    assert (tmp_path / "a.mp3").stat().st_size == size
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
    data = encode.tag(TAGS, made, cover())
    starts = []
    at = data.find(b"CHAP")
    while at >= 0:
        element_id_end = data.index(b"\0", at + 10)
        starts.append(int.from_bytes(data[element_id_end + 1 : element_id_end + 5], "big"))
        at = data.find(b"CHAP", at + 4)
    assert starts == [chapter.start_ms for chapter in made]
