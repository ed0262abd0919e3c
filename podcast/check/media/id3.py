"""Parser for the parts of an ID3v2 tag that the rules use.

Chapters follow https://id3.org/id3v2-chapters-1.0.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from podcast.check.media import id3_frames
from podcast.check.media.id3_frames import Frame

_CODECS = {0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}
_WIDE = (1, 2)  # codecs with a two-byte terminator
_BOMS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterFrame:
    """A chapter: a CHAP frame."""

    element_id: str
    start_ms: int
    end_ms: int
    title: str
    """Empty if there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A table of contents: a CTOC frame."""

    element_id: str
    children: tuple[str, ...]
    """Element ids of its entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """An ID3v2 tag without its damaged frames."""

    version: int
    """4 for ID3v2.4."""
    filled: frozenset[str]
    """Names, as in version 2.3, of the frames with a non-empty text or picture."""
    chapters: tuple[ChapterFrame, ...]
    """In file order. If several have the same element id, the last one wins."""
    contents: tuple[Contents, ...]


def read(path: Path) -> Tag | None:
    """Read the tag at the start of a file. Returns None if there is no readable tag.

    Raises `OSError`.
    """
    found = id3_frames.read(path)
    if not found:
        return None
    version, frames = found
    chapters = [_chapter(frame) for frame in frames if frame.name == "CHAP"]
    by_id = {chapter.element_id: chapter for chapter in chapters if chapter}
    return Tag(
        version=version,
        filled=frozenset(frame.name for frame in frames if _filled(frame)),
        chapters=tuple(by_id.values()),
        contents=tuple(_contents(frame) for frame in frames if frame.name == "CTOC"),
    )


def _filled(frame: Frame) -> bool:
    if frame.name == "APIC":
        return _picture(frame) != b""
    return (frame.name == "COMM" or frame.name.startswith("T")) and _text(frame) != ""


def _text(frame: Frame) -> str:
    """Text of a text frame or a comment; empty if it cannot be decoded."""
    encoding, rest = frame.content[:1], frame.content[1:]
    if frame.name == "COMM":
        rest = _split(encoding, rest[3:])[1]  # after the language and a description
    return _decoded(encoding, rest)


def _picture(frame: Frame) -> bytes:
    """Image data of a picture frame."""
    encoding, rest = frame.content[:1], frame.content[1:]
    rest = rest[3:] if frame.version == 2 else _split(b"\0", rest)[1]  # after the format
    return _split(encoding, rest[1:])[1]  # after the picture type and a description


def _chapter(frame: Frame) -> ChapterFrame | None:
    element_id, rest = _split(b"\0", frame.content)
    if len(rest) < 16:
        return None
    start, end = struct.unpack_from(">2L", rest)
    within = id3_frames.frames(frame.version, rest[16:])
    title = next((_text(part) for part in within if part.name == "TIT2"), "")
    return ChapterFrame(element_id=element_id, start_ms=start, end_ms=end, title=title)


def _contents(frame: Frame) -> Contents:
    element_id, rest = _split(b"\0", frame.content)
    children = []
    count, rest = rest[1:2], rest[2:]  # after the flags
    for _ in range(int.from_bytes(count)):
        child, rest = _split(b"\0", rest)
        children.append(child)
    return Contents(element_id=element_id, children=tuple(children))


def _split(encoding: bytes, data: bytes) -> tuple[str, bytes]:
    """Split `data` at the first terminator: decoded text, then the remaining bytes."""
    width = 2 if int.from_bytes(encoding) in _WIDE else 1
    end = data.find(bytes(width))
    while end > 0 and end % width:
        end = data.find(bytes(width), end + 1)
    if end < 0:
        return _decoded(encoding, data), b""
    return _decoded(encoding, data[:end]), data[end + width :]


def _decoded(encoding: bytes, data: bytes) -> str:
    """Decode text and strip trailing zeros; empty if it cannot be decoded."""
    codec = _CODECS.get(int.from_bytes(encoding), "")
    if codec.startswith("utf-16") and len(data) % 2:
        data += b"\0"  # some programs always terminate text with one zero byte
    if codec == "utf-16" and data[:2] not in _BOMS:
        codec = "utf-16-le"  # programs that omit the byte order mark write this
    try:
        return data.decode(codec).rstrip("\0")
    except (UnicodeError, LookupError):
        return ""
