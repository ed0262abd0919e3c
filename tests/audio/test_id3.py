from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
from mutagen.id3 import ID3
from shows import cover

from podcast.audio import id3, mp3
from podcast.audio.id3 import Tags
from podcast.audio.mp3 import QUALITIES
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


def chapters(*titles: str) -> list[Chapter]:
    return [
        Chapter(title=title, start_ms=i * 61_000, end_ms=(i + 1) * 61_000)
        for i, title in enumerate(titles)
    ]


def test_the_tag_comes_back(tmp_path: Path) -> None:
    made = chapters("Ein sehr, sehr langer Titel für ein Kapitel", "Ü", "Drittens", "€")
    frames = io.BytesIO(mp3.encode([tone(2, 44_100)], QUALITIES["standard"]))
    size, digest = id3.write_tagged(tmp_path / "a.mp3", frames, TAGS, made, cover())
    data = (tmp_path / "a.mp3").read_bytes()
    assert (size, digest) == (len(data), hashlib.sha256(data).hexdigest())
    tag = ID3(tmp_path / "a.mp3", translate=False)
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
    data = id3.tag(TAGS, made, cover())
    starts = []
    at = data.find(b"CHAP")
    while at >= 0:
        element_id_end = data.index(b"\0", at + 10)
        starts.append(int.from_bytes(data[element_id_end + 1 : element_id_end + 5], "big"))
        at = data.find(b"CHAP", at + 4)
    assert starts == [chapter.start_ms for chapter in made]
