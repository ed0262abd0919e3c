"""Walk the frames of an MP3, header by header, as a player does when it seeks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_KBITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


@dataclass(frozen=True, slots=True)
class Header:
    """Decoded four-byte header of a Layer III frame."""

    rate: int
    """Hz."""
    kbits: int
    """Kbit/s."""
    channels: int
    size: int
    """Size of the whole frame. Bytes."""
    samples: int
    """Samples per channel."""
    side: int
    """Offset of the audio data, or of an Info header, from the start of the frame. Bytes."""


@dataclass(slots=True)
class Frames:
    """All frames of a file."""

    headers: Counter[tuple[int, int, int]] = field(default_factory=Counter)
    """Number of frames by sample rate (Hz), bitrate (kbit/s) and channels."""
    samples: int = 0
    """Samples per channel."""
    seconds: float = 0.0
    info: str = ""
    """Type of the seek table in the first frame: `Info`, `Xing`, `VBRI`, or empty."""
    broken: str = ""
    """Where and how the sequence of frames ends before the file does; else empty."""

    @property
    def rate(self) -> int:
        """Sample rate of the first frame. Hz."""
        return next(iter(self.headers))[0]

    @property
    def channels(self) -> int:
        """Number of channels of the first frame."""
        return next(iter(self.headers))[2]


def walk(path: Path) -> Frames:
    """Read every frame of the file. Raises `OSError`.

    A valid file has only frames between its ID3v2 tag and its ID3v1 tag (or the end).
    """
    frames = Frames()
    size = path.stat().st_size
    known: dict[bytes, Header | None] = {}
    with path.open("rb") as file:
        at = _skip_tag(file)
        while at < size:
            head = file.read(4)
            if head not in known:
                known[head] = _header(head)
            header = known[head]
            body = file.read(header.size - 4) if header else b""
            if not header or len(body) < header.size - 4:
                frames.broken = _broken(head + file.read(124), at, size, cut=bool(header))
                break
            if not frames.samples:
                frames.info = _info(head + body, header)
            _add(frames, header)
            at += header.size
    return frames


def _add(frames: Frames, header: Header) -> None:
    frames.headers[header.rate, header.kbits, header.channels] += 1
    frames.samples += header.samples
    frames.seconds += header.samples / header.rate


def _skip_tag(file: BinaryIO) -> int:
    head = file.read(10)
    length = 0
    if len(head) == 10 and head.startswith(b"ID3"):
        a, b, c, d = head[6:]
        length = 10 + (a << 21 | b << 14 | c << 7 | d) + (10 if head[5] & 0x10 else 0)
    return file.seek(length)


def _header(head: bytes) -> Header | None:
    """Parse a frame header. Returns None if `head` is not a Layer III header."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, kbits, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or kbits in (0, 15) or rate == 3:
        return None
    first, mono = version == 3, head[3] >> 6 == 3
    speed, hertz = _KBITS[first][kbits], _RATES[version][rate]
    size = (144_000 if first else 72_000) * speed // hertz + (head[2] >> 1 & 1)
    side = 4 + ((17 if mono else 32) if first else (9 if mono else 17))
    return Header(hertz, speed, 1 if mono else 2, size, 1152 if first else 576, side)


def _info(frame: bytes, header: Header) -> str:
    found = (frame[header.side : header.side + 4], frame[36:40])
    names = (b"Info", b"Xing", b"VBRI")
    return next((name.decode() for name in names if name in found), "")


def _broken(rest: bytes, at: int, size: int, *, cut: bool) -> str:
    if size - at == 128 and rest.startswith(b"TAG"):
        return ""
    what = "the last frame is truncated" if cut else "no frame"
    return f"{what} at byte {at:,} of {size:,}"
