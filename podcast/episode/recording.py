"""Stream encoded clips, pauses and jingles as the MP3 frames of one recording.

The recording is never held in memory: a ten-hour episode needs no more than a ten-minute one.
Positions are counted in samples of the finished MP3 as a player decodes it, so every cue is exact.
Pauses are silent frames, accurate to half a frame (13 ms).
"""

from __future__ import annotations

import functools
from array import array
from collections.abc import Iterable, Iterator, Mapping

from podcast.audio import loudness, mp3
from podcast.audio.clips import DECODER_DELAY
from podcast.audio.mp3 import Quality
from podcast.episode.cues import Cue, sentence_cues
from podcast.models import EncodedClip, Segment

_JINGLE_PAUSE_MS = 500
_PADDED = 0b10  # in the third byte of a frame header: the frame is one byte longer


class Recording:
    """Iterate once for the frames; `cues`, `starts_ms` and `meter` are complete afterwards."""

    def __init__(
        self,
        clips: Iterable[tuple[Segment, EncodedClip]],
        *,
        quality: Quality,
        chapters: Mapping[int, str],
        intro: EncodedClip | None = None,
        outro: EncodedClip | None = None,
    ) -> None:
        """`chapters` maps the index of each segment that starts a chapter to its title."""
        self.starts_ms: dict[int, int] = {}
        """Chapter start times by index of the first segment; always whole seconds. Milliseconds."""
        self.meter = loudness.Meter()
        """Loudness of the speech and its pauses; jingles count as silence."""
        self._sentences: list[str] = []
        self._times = array("q")  # per sentence: segment, start and end in milliseconds
        self._clips, self._quality, self._chapters = clips, quality, chapters
        self._intro, self._outro = intro, outro
        self._frames = self._bytes = 0

    def __iter__(self) -> Iterator[bytes]:
        """Yield the MP3 frames, one clip or pause at a time."""
        if self._intro:
            yield self._placed(self._intro.frames)
            yield self._pause(self._intro, _JINGLE_PAUSE_MS)
        for index, (segment, clip) in enumerate(self._clips):
            yield self._chapter(index)
            if clip.spans[-1][1] == DECODER_DELAY:
                continue  # the voice can say nothing of it
            self._note(index, segment, clip)
            yield self._placed(clip.frames)
            yield self._pause(clip, segment.pause_after_ms)
        if self._outro:
            yield self._placed(self._outro.frames)

    def cues(self) -> Iterator[Cue]:
        """Yield the cues in order, rebuilt on each call to save memory in a ten-hour episode."""
        for number, text in enumerate(self._sentences):
            segment, start_ms, end_ms = self._times[3 * number : 3 * number + 3]
            yield from sentence_cues(text, start_ms, end_ms, segment)

    @property
    def duration_ms(self) -> int:
        """Duration of the frames yielded so far, as a player shows it. Milliseconds."""
        return round(self._frames * self._quality.frame * 1000 / self._quality.rate)

    def _chapter(self, index: int) -> bytes:
        """Return the silence that makes a new chapter's sound start right after a whole second."""
        if index not in self._chapters:
            return b""
        if not self.starts_ms:  # the first chapter includes the intro jingle
            self.starts_ms[index] = 0
            return b""
        rate, frame = self._quality.rate, self._quality.frame
        begins = self._frames * frame + DECODER_DELAY
        missing = -(-(-begins % rate) // frame) if begins % rate >= frame else 0
        silence = self._silence(missing)
        self.starts_ms[index] = (begins + missing * frame) // rate * 1000
        return silence

    def _note(self, index: int, segment: Segment, clip: EncodedClip) -> None:
        """Record the times and the loudness of the clip that comes next."""
        begins = self._frames * self._quality.frame
        parts = zip(segment.sentences, clip.spans, clip.energies, strict=True)
        for sentence, (start, end), energies in parts:
            if start == end:
                continue
            place = round((begins + start) / self._quality.rate / loudness.BLOCK_S)
            self.meter.add([0.0] * (place - self.meter.blocks))
            self.meter.add(energies)
            self._sentences.append(sentence.text)
            self._times.extend((index, self._ms(begins + start), self._ms(begins + end)))

    def _pause(self, clip: EncodedClip, milliseconds: int) -> bytes:
        """Return the silence after `clip`, less what the frames around the seam already contain."""
        silent = clip.samples - clip.spans[-1][1] + DECODER_DELAY
        wanted = milliseconds * self._quality.rate / 1000 - silent
        return self._silence(max(0, round(wanted / self._quality.frame)))

    def _silence(self, count: int) -> bytes:
        """Return `count` silent frames, padding some by a byte to keep the overall bitrate exact.

        Players seek by the bitrate. Each clip restarts its own padding count, so a clip may be
        off by a fraction of a byte.
        """
        plain, padded = _silent_frames(self._quality)
        frames = []
        for _ in range(count):
            short = (self._frames + 1) * self._quality.frame_bytes - self._bytes - len(plain)
            frames.append(self._placed(padded if short >= 0.5 else plain, 1))
        return b"".join(frames)

    def _placed(self, frames: bytes, count: int | None = None) -> bytes:
        self._frames += mp3.count(frames, self._quality) if count is None else count
        self._bytes += len(frames)
        return frames

    def _ms(self, position: int) -> int:
        return round(position * 1000 / self._quality.rate)


@functools.cache
def _silent_frames(quality: Quality) -> tuple[bytes, bytes]:
    """Return a self-contained silent frame, without and with a byte of padding."""
    plain = mp3.encode([bytes(2)], quality)[: int(quality.frame_bytes)]
    return plain, plain[:2] + bytes([plain[2] | _PADDED]) + plain[3:] + b"\0"
