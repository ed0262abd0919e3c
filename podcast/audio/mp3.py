"""PCM → MP3 with ID3v2.3 tags and chapters; no ffmpeg.

Constant bitrate without an Info header: its coarse table of contents makes players seek worse
than plain arithmetic does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from podcast.models import Chapter

LOSS_DB = 0.446
"""LAME scales its input by 0.95; what goes in must be this much louder."""

_EFFORT = (
    9  # LAME's quality setting: gives the same bytes as 7, the best waveform SNR of all, sooner
)
_TAIL = 1152  # samples of silence at the end of all frames: decoded, the sound dies away in them


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How the MP3 is encoded. Always mono, constant bitrate."""

    rate: int
    """Hz."""
    kbps: int

    @property
    def frame(self) -> int:
        """Samples in an MPEG-1 or MPEG-2 layer III frame."""
        return 1152 if self.rate >= 32_000 else 576

    @property
    def frame_bytes(self) -> float:
        """Length of a frame; where it is no whole number, some are a byte longer than others."""
        return self.frame * self.kbps * 125 / self.rate


QUALITIES = {
    "standard": Quality(rate=44_100, kbps=96),
    "small": Quality(rate=24_000, kbps=48),
}


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


def encode(pcm: Iterable[bytes], quality: Quality) -> bytes:
    """MP3 frames of mono 16 bit samples at `quality.rate`, complete in themselves; none of none.

    They begin without a bit reservoir, and the silence that LAME puts around them makes the seam
    to other frames inaudible: decoded behind any others they give the same samples as alone.
    """
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(quality.rate)
    encoder.set_out_sample_rate(quality.rate)
    encoder.set_bit_rate(quality.kbps)
    encoder.set_quality(_EFFORT)
    frames = [bytes(encoder.encode(piece)) for piece in pcm]
    if not frames:
        return b""
    frames.append(bytes(encoder.encode(bytes(2 * _TAIL))))
    return b"".join([*frames, bytes(encoder.flush())])


def count(frames: bytes, quality: Quality) -> int:
    """How many MP3 frames of constant bitrate these are."""
    return round(len(frames) / quality.frame_bytes)


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
