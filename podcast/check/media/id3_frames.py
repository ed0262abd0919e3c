"""Split an ID3v2 tag of any version into its frames.

Sources: https://id3.org/id3v2-00 (version 2.2), https://id3.org/id3v2.3.0, and
https://id3.org/id3v2.4.0-structure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEADER = re.compile(rb"ID3[\2-\4].{2}[\0-\x7f]{4}", re.DOTALL)
_UNSYNCHRONISED, _EXTENDED = 0x80, 0x40  # tag flags
_OPAQUE = {3: 0x00C0, 4: 0x000C}  # flags of compressed or encrypted frames, by version
_FRAME_UNSYNCHRONISED, _LENGTH_AHEAD = 0x0002, 0x0001  # frame flags in version 2.4
_SYNC = re.compile(rb"\xff(?:[\xe0-\xff]|\Z)")  # cannot occur in unsynchronised data
_OLD_NAMES = {"TT2": "TIT2", "TP1": "TPE1", "TAL": "TALB", "COM": "COMM", "PIC": "APIC"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One frame. Some frames contain other frames."""

    version: int
    """Version of its tag: 4 for ID3v2.4."""
    name: str
    """Name as in version 2.3, e.g. `TIT2`."""
    content: bytes


def read(path: Path) -> tuple[int, list[Frame]] | None:
    """Read the version (4 for ID3v2.4) and the frames of the tag at the start of a file.

    Returns None if there is no readable tag. Omits compressed and encrypted frames. Raises
    `OSError`.
    """
    with path.open("rb") as file:
        head = file.read(10)
        if not _HEADER.fullmatch(head):
            return None
        size = _seven_bits(head[6:])
        data = file.read(size)
    version, flags = head[3], head[5]
    compressed = version == 2 and flags & _EXTENDED  # the standard defines no method
    if len(data) < size or compressed:
        return None
    return version, list(_of_tag(version, flags, data))


def _of_tag(version: int, flags: int, data: bytes) -> Iterator[Frame]:
    """Frames of a tag with these flags. Version 2.4 unsynchronises each frame separately."""
    unsynchronised = flags & _UNSYNCHRONISED
    if unsynchronised and version < 4:
        data = _synchronised(data)
    if flags & _EXTENDED:
        data = data[_extended_header(version, data) :]
    alone = unsynchronised and version == 4
    return frames(version, data, _FRAME_UNSYNCHRONISED if alone else 0)


def frames(version: int, data: bytes, flags: int = 0) -> Iterator[Frame]:
    """Yield the frames in `data` up to its end or the padding. `flags` apply to all of them."""
    at, head = 0, 6 if version == 2 else 10
    while at + head <= len(data) and data[at : at + 3] != b"\0\0\0":
        end = at + head + _size(version, data, at)
        frame = _frame(version, data[at : at + head], data[at + head : end], flags)
        if frame:
            yield frame
        at = end


def _extended_header(version: int, data: bytes) -> int:
    """Length of the extended header in bytes. Version 2.3 excludes the 4-byte length field."""
    return _seven_bits(data[:4]) if version == 4 else 4 + int.from_bytes(data[:4], "big")


def _size(version: int, data: bytes, at: int) -> int:
    """Content length of the frame at `at` in bytes.

    Version 2.4 uses seven bits of each byte, but old releases of iTunes used eight. Uses eight
    bits only if that length leads to another frame or the end and the standard length does not.
    """
    if version == 2:
        return int.from_bytes(data[at + 3 : at + 6], "big")
    eight = int.from_bytes(data[at + 4 : at + 8], "big")
    if version == 3:
        return eight
    seven = _seven_bits(data[at + 4 : at + 8])
    wrong = not _may_begin(data, at + 10 + seven) and _may_begin(data, at + 10 + eight)
    return eight if wrong else seven


def _may_begin(data: bytes, at: int) -> bool:
    """Whether a frame, the padding or the end of the data can be at `at`."""
    name = data[at : at + 4]
    return at == len(data) or name == b"\0\0\0\0" or (name.isalnum() and name.isupper())


def _frame(version: int, head: bytes, content: bytes, flags: int) -> Frame | None:
    name = head[: 3 if version == 2 else 4].decode("latin-1").rstrip("\0")
    flags |= int.from_bytes(head[8:], "big")
    if flags & _OPAQUE.get(version, 0):
        return None
    if version == 4:
        content = _plain(flags, content)
    return Frame(version=version, name=_OLD_NAMES.get(name, name), content=content)


def _plain(flags: int, content: bytes) -> bytes:
    """Content of a version 2.4 frame without the length and zeros announced by its flags."""
    if flags & _LENGTH_AHEAD:
        content = content[4:]
    return _synchronised(content) if flags & _FRAME_UNSYNCHRONISED else content


def _synchronised(data: bytes) -> bytes:
    """Remove the zeros that prevent old players from decoding the tag as audio.

    Some programs set the flag but add no zeros; their data is returned unchanged.
    """
    return data if _SYNC.search(data) else data.replace(b"\xff\0", b"\xff")


def _seven_bits(data: bytes) -> int:
    """Decode a big-endian number with seven bits per byte."""
    number = 0
    for byte in data:
        number = number << 7 | byte & 0x7F
    return number
