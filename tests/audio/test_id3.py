from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    TALB,
    TCON,
    TIT2,
    TLAN,
    TLEN,
    TPE1,
    TYER,
    USLT,
    CTOCFlags,
)
from shows import cover

from podcast.audio import id3, mp3
from podcast.audio.id3 import Tags
from podcast.audio.mp3 import QUALITIES
from podcast.errors import MediaError
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


UTF_16 = 1


def by_mutagen(tags: Tags, chapters: list[Chapter], cover: bytes) -> bytes:
    """The same tag as mutagen writes it: it puts the frames in its own order."""
    made = ID3()
    for kind, text in (
        (TIT2, tags.title),
        (TPE1, tags.artist),
        (TALB, tags.album),
        (TYER, str(tags.year)),
        (TCON, tags.genre),
        (TLAN, tags.language),
        (TLEN, str(chapters[-1].end_ms) if chapters else ""),
    ):
        made.add(kind(encoding=UTF_16, text=[text]))
    made.add(COMM(encoding=UTF_16, lang=tags.language, desc="", text=[tags.comment]))
    if tags.lyrics:
        made.add(USLT(encoding=UTF_16, lang=tags.language, desc="", text=tags.lyrics))
    made.add(APIC(encoding=0, mime="image/jpeg", type=3, desc="Cover", data=cover))
    for chapter, name in zip(chapters, names := element_ids(chapters), strict=True):
        made.add(
            CHAP(
                element_id=name,
                start_time=chapter.start_ms,
                end_time=chapter.end_ms,
                sub_frames=[TIT2(encoding=UTF_16, text=[chapter.title])],
            )
        )
    if names:
        flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
        made.add(CTOC(element_id="toc", flags=flags, child_element_ids=names, sub_frames=[]))
    file = io.BytesIO()
    made.save(file, v1=0, v2_version=3, padding=lambda _: 0)
    return file.getvalue()


def element_ids(chapters: list[Chapter]) -> list[str]:
    sizes = [len(chapter.title.encode("utf-16")) for chapter in chapters]
    longest = max(sizes, default=0)
    return [f"chp{n:04}".ljust(7 + longest - size, "-") for n, size in enumerate(sizes)]


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
times = st.integers(0, 2**32 - 1)
all_tags = st.builds(
    Tags,
    title=texts,
    artist=texts,
    album=texts,
    year=st.integers(0, 9999),
    language=st.sampled_from(["deu", "und"]),
    comment=texts,
    genre=texts,
    lyrics=texts,
)
all_chapters = st.lists(
    st.builds(
        Chapter, title=texts | texts.map(lambda text: text * 40), start_ms=times, end_ms=times
    ),
    max_size=30,
)


@given(tags=all_tags, chapters=all_chapters, cover=st.binary(max_size=400))
def test_mutagen_writes_the_same_bytes(tags: Tags, chapters: list[Chapter], cover: bytes) -> None:
    assert id3.tag(tags, chapters, cover) == by_mutagen(tags, chapters, cover)


@pytest.mark.parametrize("count", [0, 1, 2, 250, 255])
def test_mutagen_writes_the_same_bytes_of_many_chapters(count: int) -> None:
    made = chapters(*("Ü😀" * (n * 7 % 90 + 1) for n in range(count)))
    assert id3.tag(TAGS, made, cover()) == by_mutagen(TAGS, made, cover())


def test_a_zero_does_not_end_a_text_and_half_a_character_does_no_harm() -> None:
    odd = replace(TAGS, title="vor\0nach", artist="\ud83d halb", comment="\0", lyrics="\0a\0")
    clean = replace(TAGS, title="vornach", artist="? halb", comment="", lyrics="a")
    data = id3.tag(odd, chapters("\0Eins\0", "\udfff"), b"")
    assert data == by_mutagen(clean, chapters("Eins", "?"), b"")


def test_lyrics_come_back(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(id3.tag(replace(TAGS, lyrics="Eins\nZwei 😀"), [], cover()))
    assert ID3(tmp_path / "a.mp3")["USLT::deu"].text == "Eins\nZwei 😀"


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(MediaError, match="256 chapters"):
        id3.tag(TAGS, chapters(*"x" * 256), b"")
    assert id3._header(2**28 - 1) == b"ID3\3\0\0\x7f\x7f\x7f\x7f"
    with pytest.raises(MediaError, match="is 268435456 bytes long"):
        id3._header(2**28)


TITLES = ("Ein sehr, sehr langer Titel für ein Kapitel", "Ü", "Drittens 😀", "€", "Und Schluss")


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    """Two seconds of sound, with chapters of a minute."""
    frames = io.BytesIO(mp3.encode([tone(2, 44_100)], QUALITIES["standard"]))
    tags = replace(TAGS, lyrics="Eins\nZwei 😀")
    id3.write_tagged(tmp_path / "a.mp3", frames, tags, chapters(*TITLES), cover())
    return tmp_path / "a.mp3"


def output(command: list[str]) -> Any:
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_ffprobe_reads_it(tagged: Path) -> None:
    program = shutil.which("ffprobe")
    if not program:
        pytest.skip("needs ffprobe: apt-get install ffmpeg")
    wanted = ["-show_chapters", "-show_entries", "format_tags", "-show_streams"]
    found = output([program, "-v", "error", *wanted, "-of", "json", str(tagged)])
    assert [
        (chapter["tags"]["title"], float(chapter["start_time"]), float(chapter["end_time"]))
        for chapter in found["chapters"]
    ] == [(title, n * 61.0, (n + 1) * 61.0) for n, title in enumerate(TITLES)]
    tags = found["format"]["tags"]
    assert (tags["title"], tags["artist"], tags["album"]) == (TAGS.title, TAGS.artist, TAGS.album)
    assert (tags["date"], tags["genre"], tags["language"]) == ("2025", "Podcast", "deu")
    assert (tags["comment"], tags["lyrics-deu"]) == (TAGS.comment, "Eins\nZwei 😀")
    pictures = [stream for stream in found["streams"] if stream["codec_type"] == "video"]
    assert [picture["codec_name"] for picture in pictures] == ["mjpeg"]


MUSIC_METADATA = """
import(require("url").pathToFileURL(process.argv[1])).then(async (reader) => {
  const found = await reader.parseFile(process.argv[2], { includeChapters: true });
  const { common, quality, format: { chapters } } = found;
  const pictures = common.picture.map((picture) => picture.data.length);
  console.log(JSON.stringify({ common: { ...common, picture: [] }, quality, chapters, pictures }));
});
"""


def test_music_metadata_reads_it(tagged: Path) -> None:
    program, reader = shutil.which("node"), music_metadata()
    if not program or not reader:
        pytest.skip("needs Node.js and music-metadata: npm install music-metadata, and NODE_PATH")
    found = output([program, "-e", MUSIC_METADATA, str(reader), str(tagged)])
    assert found["quality"]["warnings"] == []
    assert [
        (chapter["title"], chapter["start"], chapter["end"]) for chapter in found["chapters"]
    ] == [(title, n * 61, (n + 1) * 61) for n, title in enumerate(TITLES)]
    common = found["common"]
    assert (common["title"], common["artist"], common["album"]) == (
        TAGS.title, TAGS.artist, TAGS.album
    )  # fmt: skip
    assert (common["year"], common["genre"], common["language"]) == (2025, ["Podcast"], "deu")
    assert [comment["text"] for comment in common["comment"]] == [TAGS.comment]
    assert [lyrics["text"] for lyrics in common["lyrics"]] == ["Eins\nZwei 😀"]
    assert found["pictures"] == [len(cover())]


def music_metadata() -> Path | None:
    """Its first module: it has no form that `require` of every Node.js 20 finds."""
    folders = os.environ.get("NODE_PATH", "").split(os.pathsep)
    paths = [Path(folder, "music-metadata", "lib", "index.js") for folder in folders if folder]
    return next((path for path in paths if path.exists()), None)
