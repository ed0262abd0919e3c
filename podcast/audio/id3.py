"""Write ID3v2.3 tags with chapters and a cover in front of the MP3 frames.

The layout follows https://id3.org/id3v2.3.0; chapters follow https://id3.org/id3v2-chapters-1.0.
"""

from __future__ import annotations

import hashlib
import struct
from codecs import BOM_UTF16_LE
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from podcast.errors import MediaError
from podcast.models import Chapter

_LATIN_1, _UTF_16 = b"\0", b"\1"  # text encodings of a frame
_FRONT_COVER = b"\3"
_TOP_LEVEL, _ORDERED = 2, 1  # flags of a table of contents
_NO_OFFSET = 0xFFFFFFFF  # players find the chapter by its time instead
_MOST_CHAPTERS = 255  # a table of contents stores their number in one byte
_SIZE_BITS = 28  # four bytes, whose highest bits are 0

_FIRST = (b"TIT2", b"TPE1", b"TALB", b"TCON")
_LAST = b"APIC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """Contents of the ID3 tag, except the chapters. Empty text is omitted."""

    title: str
    artist: str
    album: str
    year: int
    language: str
    """ISO 639-2, e.g. `deu`."""
    comment: str
    genre: str = "Podcast"
    lyrics: str = ""
    """The spoken text, with lines separated by line feeds."""


def write_tagged(
    path: Path, frames: IO[bytes], tags: Tags, chapters: Sequence[Chapter], cover: bytes
) -> tuple[int, str]:
    """Write the tag and then the frames to `path`. Returns the file's size and SHA-256.

    Raises `MediaError` under the same conditions as `tag`.
    """
    with path.open("w+b") as file:
        file.write(tag(tags, chapters, cover))
        frames.seek(0)
        copyfileobj(frames, file, 1 << 20)
        size = file.tell()
        file.seek(0)
        return size, hashlib.file_digest(file, "sha256").hexdigest()


def tag(tags: Tags, chapters: Sequence[Chapter], cover: bytes) -> bytes:
    """Build an ID3v2.3 tag. `cover` is a JPEG.

    Raises `MediaError` for more than 255 chapters, and for a tag of 256 MiB or more.
    """
    frames = [*_texts(tags, chapters), *_chapters(chapters), _picture(cover)]
    ordered = sorted(frames, key=_place)
    body = b"".join(ordered)
    return _header(len(body)) + body


def _header(size: int) -> bytes:
    """The tag header for `size` bytes of frames. Each byte of the size holds seven bits."""
    if size >> _SIZE_BITS:
        limit = (1 << _SIZE_BITS) - 1
        raise MediaError("ID3 tag", f"is {size} bytes long, but the limit is {limit}")
    seven_bits = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + seven_bits


def _place(frame: bytes) -> tuple[int, int, bytes]:
    """Sort key for frames: certain names first, the cover last, the others by length.

    Any other order would work too, but changing it would change the hash of every rebuilt episode
    and thus its address, and apps would download it again.
    """
    name = frame[:4]
    rank = _FIRST.index(name) if name in _FIRST else len(_FIRST) + (name == _LAST)
    return rank, len(frame), frame


def _frame(name: bytes, *parts: bytes) -> bytes:
    """A frame without flags. Unlike the tag's size, its size uses all eight bits of each byte."""
    content = b"".join(parts)
    return struct.pack(">4sLH", name, len(content), 0) + content


def _text(text: str) -> bytes:
    """Text in UTF-16 with its terminating zero.

    Drops U+0000, which would end the text too early. A lone surrogate becomes a question mark.
    """
    return BOM_UTF16_LE + text.replace("\0", "").encode("utf-16-le", "replace") + b"\0\0"


def _text_frame(name: bytes, text: str, *, described: bytes = b"") -> bytes:
    """A text frame, or nothing if the text is empty. `described` precedes the text."""
    return _frame(name, _UTF_16, described, _text(text)) if text.strip("\0") else b""


def _texts(tags: Tags, chapters: Sequence[Chapter]) -> list[bytes]:
    described = struct.pack("3s", tags.language.encode("ascii")) + _text("")
    return [
        _text_frame(b"TIT2", tags.title),
        _text_frame(b"TPE1", tags.artist),
        _text_frame(b"TALB", tags.album),
        _text_frame(b"TYER", str(tags.year)),
        _text_frame(b"TCON", tags.genre),
        _text_frame(b"TLAN", tags.language),
        _text_frame(b"TLEN", str(chapters[-1].end_ms) if chapters else ""),
        _text_frame(b"COMM", tags.comment, described=described),
        _text_frame(b"USLT", tags.lyrics, described=described),
    ]


def _picture(cover: bytes) -> bytes:
    return _frame(b"APIC", _LATIN_1, b"image/jpeg\0", _FRONT_COVER, b"Cover\0", cover)


def _chapters(chapters: Sequence[Chapter]) -> list[bytes]:
    """One frame per chapter and the table of contents; empty without chapters."""
    if not chapters:
        return []
    if len(chapters) > _MOST_CHAPTERS:
        what = f"has {len(chapters)} chapters, but the limit is {_MOST_CHAPTERS}"
        raise MediaError("ID3 tag", what)
    ids = _element_ids(chapters)
    return [*map(_chapter, ids, chapters), _contents(ids)]


def _chapter(element_id: bytes, chapter: Chapter) -> bytes:
    times = struct.pack(">4L", chapter.start_ms, chapter.end_ms, _NO_OFFSET, _NO_OFFSET)
    return _frame(b"CHAP", element_id, times, _text_frame(b"TIT2", chapter.title))


def _contents(ids: Sequence[bytes]) -> bytes:
    start = bytes([_TOP_LEVEL | _ORDERED, len(ids)])
    return _frame(b"CTOC", b"toc\0", start, *ids)


def _element_ids(chapters: Sequence[Chapter]) -> list[bytes]:
    """Element IDs, padded so that the frames of all chapters with a title have equal length.

    ffprobe and some players list chapters in the order of their frames. `_place` sorts frames by
    length, as do tag editors that use mutagen; frames of equal length stay in the order of IDs.
    """
    sizes = [len(_text(chapter.title)) for chapter in chapters]
    return [
        f"chp{number:04}".ljust(7 + max(sizes) - size, "-").encode() + b"\0"
        for number, size in enumerate(sizes)
    ]
