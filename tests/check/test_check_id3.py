"""The reader of tags sees in every tag what mutagen sees in it."""

from __future__ import annotations

import io
import struct
import tempfile
from pathlib import Path
from typing import Any

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
    TIT2,
    TPE1,
    TXXX,
    WXXX,
    CTOCFlags,
    ID3NoHeaderError,
)

from podcast.check.media import id3, tags
from podcast.check.media.id3 import ChapterFrame, Contents, Tag

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff\ufffe"))
latin = st.text(st.characters(codec="latin-1", exclude_characters="\0"), min_size=1, max_size=9)
times = st.integers(0, 2**32 - 1)
encodings = st.sampled_from([1, 2, 3])


def read(data: bytes) -> Tag | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.mp3")
        path.write_bytes(data)
        return id3.read(path)


def by_mutagen(data: bytes) -> Tag | None:
    """What the rules look at, as mutagen reads it."""
    try:
        found = ID3(io.BytesIO(data), translate=False, load_v1=False)
    except ID3NoHeaderError:
        return None
    return Tag(
        version=found.version[1],
        filled=frozenset(f.FrameID for f in found.values() if f.FrameID in USED and filled(f)),
        chapters=tuple(
            ChapterFrame(
                element_id=frame.element_id,
                start_ms=frame.start_time,
                end_ms=frame.end_time,
                title=next((str(title) for title in frame.sub_frames.getall("TIT2")), ""),
            )
            for frame in found.getall("CHAP")
        ),
        contents=tuple(
            Contents(element_id=frame.element_id, children=tuple(frame.child_element_ids))
            for frame in found.getall("CTOC")
        ),
    )


USED = set(tags.FRAMES)


def filled(frame: Any) -> bool:
    return bool(getattr(frame, "data", b"")) or any(getattr(frame, "text", []))


def seen(data: bytes) -> Tag | None:
    """What the reader sees, without the frames that no rule looks at."""
    found = read(data)
    return found and Tag(
        version=found.version,
        filled=found.filled & USED,
        chapters=found.chapters,
        contents=found.contents,
    )


def saved(tag: ID3, version: int, padding: int = 0) -> bytes:
    file = io.BytesIO()
    tag.save(file, v1=0, v2_version=version, padding=lambda _: padding)
    return file.getvalue()


@st.composite
def made(draw: st.DrawFn) -> ID3:
    """A tag with some of the frames, some of them empty, and other frames between them."""
    made = ID3()
    for kind in (TIT2, TPE1, TALB):
        if draw(st.booleans()):
            made.add(kind(encoding=draw(encodings), text=[draw(texts)]))
    made.add(COMM(encoding=draw(encodings), lang="deu", desc=draw(texts), text=[draw(texts)]))
    made.add(TXXX(encoding=draw(encodings), desc=draw(texts), text=[draw(texts)]))
    made.add(WXXX(encoding=draw(encodings), desc=draw(texts), url="https://example.org/"))
    data = draw(st.binary(max_size=300))
    made.add(APIC(encoding=draw(encodings), mime="image/png", desc=draw(texts), data=data))
    ids = draw(st.lists(latin, unique=True, max_size=5))
    for name in ids:
        title = [TIT2(encoding=draw(encodings), text=[draw(texts)])] if draw(st.booleans()) else []
        start, end = draw(times), draw(times)
        made.add(CHAP(element_id=name, start_time=start, end_time=end, sub_frames=title))
    if draw(st.booleans()):
        flags = CTOCFlags.TOP_LEVEL
        made.add(CTOC(element_id="toc", flags=flags, child_element_ids=ids[1:], sub_frames=[]))
    return made


@given(made(), st.sampled_from([3, 4]), st.integers(0, 20))
def test_it_agrees_with_mutagen(tag: ID3, version: int, padding: int) -> None:
    data = saved(tag, version, padding) + b"\xff\xfb"
    assert seen(data) == by_mutagen(data)


def header(version: int, size: int, flags: int = 0) -> bytes:
    return b"ID3" + bytes([version, 0, flags]) + bytes(size >> n & 0x7F for n in (21, 14, 7, 0))


def frame(name: bytes, content: bytes, flags: int = 0) -> bytes:
    return name + struct.pack(">LH", len(content), flags) + content


def chapter(title: bytes) -> bytes:
    return frame(b"CHAP", b"a\0" + struct.pack(">4L", 0, 9, 0, 0) + title)


@pytest.mark.parametrize(
    ("version", "flags", "body"),
    [
        (2, 0, b"TT2\0\0\5\0Eins" + b"PIC\0\0\x09\0JPG\3C\0xy" + b"COM\0\0\6\0deu\0c"),
        (2, 0, b"TAL\0\0\5\1A\0B\0" + b"TP1\0\0\1\0" + b"PIC\0\0\7\0JPG\3\0x"),
        (3, 0x80, chapter(frame(b"TIT2", b"\1\xff\xfeA\0\xff\0")).replace(b"\xff", b"\xff\0")),
        (3, 0x80, chapter(frame(b"TIT2", b"\1\xff\xfe\xff\0A\0"))),  # flagged, and still as it was
        (3, 0x40, b"\0\0\0\6\0\0\0\0\0\0" + frame(b"TIT2", b"\0Eins")),
        (4, 0x40, b"\0\0\0\6\1\0" + frame(b"TIT2", b"\3Eins")),
        (4, 0, chapter(frame(b"TIT2", b"\0\0\0\5\3Eins", 0x0001))),
        (4, 0, chapter(frame(b"TIT2", b"\0\0\0\2\0A\xff\0B", 0x0003))),
        (4, 0x80, chapter(frame(b"TIT2", b"\1\xff\xfeA\0").replace(b"\xff", b"\xff\0"))),
        (4, 0x80, frame(b"TIT2", b"\1\xff\0\xfe\xff\0\0\0", 0x0002) + frame(b"TPE1", b"\3Eins")),
        (4, 0, frame(b"APIC", b"\0image/png\0\3\0" + b"x" * 300) + frame(b"TIT2", b"\3Eins")),
        (3, 0, frame(b"TIT2", b"\7Eins") + frame(b"TPE1", b"\3\xff")),  # not to be decoded
        (3, 0, chapter(frame(b"TIT2", b"\1Eins"))),
        (3, 0, chapter(frame(b"TIT2", b"\1\xff\xfeA\0\0"))),  # UTF-16, and one zero ends it
        (3, 0, chapter(frame(b"TIT2", b"\1\xfe\xff\0A"))),
        (3, 0, frame(b"TIT2", b"") + frame(b"TT2\0", b"\0Eins") + frame(b"X\xff\0\0", b"x")),
        (3, 0, chapter(frame(b"TIT2", b"\0Eins\0\0")) + chapter(frame(b"TALB", b"\0Zwei"))),
        (3, 0, frame(b"CHAP", b"a\0" + b"1" * 4) + frame(b"CTOC", b"toc\0\3\2a\0")),
        (3, 0, frame(b"TIT2", b"\0Eins")[:-2]),  # a frame that is longer than the tag
    ],
)
def test_it_agrees_with_mutagen_about_odd_tags(version: int, flags: int, body: bytes) -> None:
    data = header(version, len(body), flags) + body
    assert seen(data) == by_mutagen(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"ID3",
        b"\xff\xfb" * 99,
        header(3, 20),
        header(5, 0),
        header(2, 0, 0x40),
        b"ID3\3\0\0\0\0\0\x80",
    ],
)
def test_no_tag_that_can_be_read(data: bytes) -> None:
    assert read(data) is None


@pytest.mark.parametrize(("version", "flags"), [(3, 0x80), (3, 0x40), (4, 0x08), (4, 0x04)])
def test_sealed_frames_count_as_missing(version: int, flags: int) -> None:
    body = frame(b"TIT2", b"\0\0\0\5xxxxx", flags) + frame(b"TPE1", b"\0Eins")
    found = read(header(version, len(body)) + body)
    assert found is not None
    assert found.filled == {"TPE1"}


def test_a_chapter_without_offsets_counts_as_missing() -> None:
    body = frame(b"CHAP", b"a\0" + b"1" * 15)
    found = read(header(3, len(body)) + body)
    assert found is not None
    assert found.chapters == ()


@given(made(), st.data())
def test_damage_never_raises(tag: ID3, data: st.DataObject) -> None:
    damaged = bytearray(saved(tag, data.draw(st.sampled_from([3, 4]))))
    damaged[3] = data.draw(st.integers(2, 4))
    for at in data.draw(st.lists(st.integers(5, len(damaged) - 1), max_size=20)):
        damaged[at] = data.draw(st.integers(0, 255))
    read(bytes(damaged))
