"""Encode PCM as MP3 without ffmpeg. `podcast.audio.id3` adds tags and chapters.

The bitrate is constant and there is no Info header: with its coarse table of contents, players
seek less accurately than with plain arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LOSS_DB = 0.446
"""LAME scales its input by 0.95; the input must be louder by this much to compensate."""

# LAME's quality setting: faster than 7 with the same bytes, the best waveform SNR of all settings
_EFFORT = 9
_TAIL = 1152  # samples of silence after the input, in which the decoded sound dies away


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """MP3 encoding settings. Always mono, constant bitrate."""

    rate: int
    """Hz."""
    kbps: int

    @property
    def frame(self) -> int:
        """Samples per MPEG-1 or MPEG-2 layer III frame."""
        return 1152 if self.rate >= 32_000 else 576

    @property
    def frame_bytes(self) -> float:
        """Mean frame length; if it is not an integer, some frames are one byte longer. Bytes."""
        return self.frame * self.kbps * 125 / self.rate


QUALITIES = {
    "standard": Quality(rate=44_100, kbps=96),
    "small": Quality(rate=24_000, kbps=48),
}


def encode(pcm: Iterable[bytes], quality: Quality) -> bytes:
    """Encode mono 16-bit samples at `quality.rate` as self-contained MP3 frames.

    Returns no frames if there are no samples. The frames start without a bit reservoir, and the
    silence that LAME adds around them makes the seam to other frames inaudible: after any other
    frames, they decode to the same samples as on their own.
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
    """Number of MP3 frames of constant bitrate in `frames`."""
    return round(len(frames) / quality.frame_bytes)
