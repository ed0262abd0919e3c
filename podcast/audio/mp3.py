"""PCM → MP3 with ID3v2.3 tags and chapters; no ffmpeg.

Constant bitrate without an Info header: its coarse table of contents makes players seek worse
than plain arithmetic does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
