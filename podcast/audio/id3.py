"""ID3v2.3 tags with chapters and a cover, ahead of the MP3 frames."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from podcast.models import Chapter


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What the ID3 tag says, without the chapters."""

    title: str
    artist: str
    album: str
    year: int
    language: str
    """ISO 639-2, e.g. `deu`."""
    comment: str
    genre: str = "Podcast"


def write_tagged(
    path: Path, frames: IO[bytes], tags: Tags, chapters: Sequence[Chapter], cover: bytes
) -> tuple[int, str]:
    """The finished file: the tag first, then the frames. Returns its length and its SHA-256."""
    with path.open("w+b") as file:
        file.write(tag(tags, chapters, cover))
        frames.seek(0)
        copyfileobj(frames, file, 1 << 20)
        size = file.tell()
        file.seek(0)
        return size, hashlib.file_digest(file, "sha256").hexdigest()


def tag(tags: Tags, chapters: Sequence[Chapter], cover: bytes) -> bytes:
    """An ID3v2.3 tag. `cover` is a JPEG.

    Mutagen orders frames by their size, and players show chapters in the order of the frames; so
    all chapter frames are made equally long by padding their element ids.
    """
    from mutagen import id3

    frames = id3.ID3()
    utf16 = id3.Encoding.UTF16
    for kind, text in (
        (id3.TIT2, tags.title),
        (id3.TPE1, tags.artist),
        (id3.TALB, tags.album),
        (id3.TYER, str(tags.year)),
        (id3.TCON, tags.genre),
        (id3.TLAN, tags.language),
        (id3.TLEN, str(chapters[-1].end_ms) if chapters else ""),
    ):
        if text:
            frames.add(kind(encoding=utf16, text=[text]))
    frames.add(id3.COMM(encoding=utf16, lang=tags.language, desc="", text=[tags.comment]))
    frames.add(id3.APIC(encoding=0, mime="image/jpeg", type=3, desc="Cover", data=cover))
    names = _element_ids(chapters)
    for name, chapter in zip(names, chapters, strict=True):
        frames.add(
            id3.CHAP(
                element_id=name,
                start_time=chapter.start_ms,
                end_time=chapter.end_ms,
                start_offset=0xFFFFFFFF,
                end_offset=0xFFFFFFFF,
                sub_frames=[id3.TIT2(encoding=utf16, text=[chapter.title])],
            )
        )
    if names:
        flags = id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED
        frames.add(id3.CTOC(element_id="toc", flags=flags, child_element_ids=names, sub_frames=[]))
    buffer = BytesIO()
    frames.save(buffer, v1=0, v2_version=3, padding=lambda _: 0)
    return buffer.getvalue()


def _element_ids(chapters: Sequence[Chapter]) -> list[str]:
    sizes = [len(chapter.title.encode("utf-16")) for chapter in chapters]
    return [
        f"chp{number:04}".ljust(7 + max(sizes) - size, "-") for number, size in enumerate(sizes)
    ]
