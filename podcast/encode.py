"""PCM → MP3 with ID3v2.3 tags and chapters; no ffmpeg.

Constant bitrate without an Info header: its coarse table of contents makes players seek worse
than plain arithmetic does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import IO, TYPE_CHECKING

from podcast.models import Chapter

if TYPE_CHECKING:
    from pydub import AudioSegment

LOSS_DB = 0.446
"""LAME scales its input by 0.95; what goes in must be this much louder."""

_EFFORT = 7  # LAME's quality setting: the best waveform SNR of all, and the quickest
_CHUNK_S = 10  # of audio handed to the encoder at a time


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


def encode(pieces: Iterable[AudioSegment], quality: Quality, file: IO[bytes]) -> int:
    """Write the MP3 frames of `pieces` (mono, 16 bit, at `quality.rate`) to `file`.

    Returns their duration in milliseconds, as a player shows it.
    """
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(quality.rate)
    encoder.set_out_sample_rate(quality.rate)
    encoder.set_bit_rate(quality.kbps)
    encoder.set_quality(_EFFORT)
    start = file.tell()
    for pcm in _chunks(pieces, 2 * quality.rate * _CHUNK_S):
        file.write(encoder.encode(pcm))
    file.write(encoder.flush())
    return round((file.tell() - start) * 8 / quality.kbps)


def _chunks(pieces: Iterable[AudioSegment], size: int) -> Iterator[bytes]:
    """The bytes of `pieces`, about `size` at a time."""
    waiting: list[bytes] = []
    length = 0
    for piece in pieces:
        waiting.append(piece.raw_data)
        length += len(piece.raw_data)
        if length >= size:
            yield b"".join(waiting)
            waiting, length = [], 0
    yield b"".join(waiting)


def write_tagged(
    path: Path, frames: IO[bytes], tags: Tags, chapters: Sequence[Chapter], cover: bytes
) -> int:
    """The finished file: the tag first, then the frames. Returns its length in bytes."""
    with path.open("wb") as file:
        file.write(tag(tags, chapters, cover))
        frames.seek(0)
        copyfileobj(frames, file, 1 << 20)
        return file.tell()


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
