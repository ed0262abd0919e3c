"""Cuts an ID3v2 tag of any version into its frames.

Sources: https://id3.org/id3v2-00 (version 2.2), https://id3.org/id3v2.3.0, and
https://id3.org/id3v2.4.0-structure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEADER = re.compile(rb"ID3[\2-\4].{2}[\0-\x7f]{4}", re.DOTALL)
_UNSYNCHRONISED, _EXTENDED = 0x80, 0x40  # flags of a tag
_SEALED = {3: 0x00C0, 4: 0x000C}  # flags of a frame that is compressed or encrypted, by version
_FRAME_UNSYNCHRONISED, _LENGTH_AHEAD = 0x0002, 0x0001  # flags of a frame in version 2.4
_SYNC = re.compile(rb"\xff(?:[\xe0-\xff]|\Z)")  # what unsynchronised data cannot have
_OLD_NAMES = {"TT2": "TIT2", "TP1": "TPE1", "TAL": "TALB", "COM": "COMM", "PIC": "APIC"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One frame; some hold frames of their own."""

    version: int
    """Of its tag: 4 for ID3v2.4."""
    name: str
    """As version 2.3 has it, e.g. `TIT2`."""
    content: bytes


def read(path: Path) -> tuple[int, list[Frame]] | None:
    """The version of the tag at the start of a file, e.g. 4 for ID3v2.4, and its frames.

    Returns None where there is no tag that can be read. Leaves out frames that are compressed or
    encrypted. Raises `OSError`.
    """
    with path.open("rb") as file:
        head = file.read(10)
        if not _HEADER.fullmatch(head):
            return None
        size = _seven_bits(head[6:])
        data = file.read(size)
    version, flags = head[3], head[5]
    compressed = version == 2 and flags & _EXTENDED  # by a method that nobody has defined
    if len(data) < size or compressed:
        return None
    return version, list(_of_tag(version, flags, data))


def _of_tag(version: int, flags: int, data: bytes) -> Iterator[Frame]:
    """The frames of a tag with these flags. From version 2.4 on each is unsynchronised alone."""
    unsynchronised = flags & _UNSYNCHRONISED
    if unsynchronised and version < 4:
        data = _synchronised(data)
    if flags & _EXTENDED:
        data = data[_extended_header(version, data) :]
    alone = unsynchronised and version == 4
    return frames(version, data, _FRAME_UNSYNCHRONISED if alone else 0)


def frames(version: int, data: bytes, flags: int = 0) -> Iterator[Frame]:
    """The frames in `data`, up to its end or the padding. All of them have `flags`."""
    at, head = 0, 6 if version == 2 else 10
    while at + head <= len(data) and data[at : at + 3] != b"\0\0\0":
        end = at + head + _size(version, data, at)
        frame = _frame(version, data[at : at + head], data[at + head : end], flags)
        if frame:
            yield frame
        at = end


def _extended_header(version: int, data: bytes) -> int:
    """Its length in bytes. Version 2.3 does not count the four bytes of the length itself."""
    return _seven_bits(data[:4]) if version == 4 else 4 + int.from_bytes(data[:4], "big")


def _size(version: int, data: bytes, at: int) -> int:
    """The length of the content of the frame at `at`. Bytes.

    Version 2.4 uses seven bits of each byte, but old releases of iTunes used eight. The length is
    read like theirs only where that leads to another frame or the end, and the standard does not.
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
    """Whether a frame, the padding or the end is at `at`."""
    name = data[at : at + 4]
    return at == len(data) or name == b"\0\0\0\0" or (name.isalnum() and name.isupper())


def _frame(version: int, head: bytes, content: bytes, flags: int) -> Frame | None:
    name = head[: 3 if version == 2 else 4].decode("latin-1").rstrip("\0")
    flags |= int.from_bytes(head[8:], "big")
    if flags & _SEALED.get(version, 0):
        return None
    if version == 4:
        content = _plain(flags, content)
    return Frame(version=version, name=_OLD_NAMES.get(name, name), content=content)


def _plain(flags: int, content: bytes) -> bytes:
    """The content of a frame in version 2.4 without what its flags say was added."""
    if flags & _LENGTH_AHEAD:
        content = content[4:]
    return _synchronised(content) if flags & _FRAME_UNSYNCHRONISED else content


def _synchronised(data: bytes) -> bytes:
    """Removes the zeros that keep old players from taking a tag for sound.

    Some programs set the flag and add no zeros; their data stays as it is.
    """
    return data if _SYNC.search(data) else data.replace(b"\xff\0", b"\xff")


def _seven_bits(data: bytes) -> int:
    """A number of which each byte has seven bits, the highest first."""
    number = 0
    for byte in data:
        number = number << 7 | byte & 0x7F
    return number
