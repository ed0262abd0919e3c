"""Encoded clips, pauses and jingles → one recording, as a stream of MP3 frames.

Never joined in memory: an episode of ten hours takes no more than one of ten minutes. Positions
are counted in samples of the finished MP3 as a player decodes it, so every cue is exact. Pauses are
frames of silence: as long as asked for to half a frame, 13 ms.
"""

from __future__ import annotations

import functools
from array import array
from collections.abc import Iterable, Iterator, Mapping

from podcast.audio import loudness, mp3
from podcast.audio.clips import DECODER_DELAY
from podcast.audio.mp3 import Quality
from podcast.episode.cues import sentence_cues
from podcast.models import Cue, EncodedClip, Segment

_JINGLE_PAUSE_MS = 500
_PADDED = 0b10  # of a frame header's third byte: the frame is a byte longer


class Recording:
    """Iterate once for the frames; after that `cues`, `starts_ms` and `meter` are complete."""

    def __init__(
        self,
        clips: Iterable[tuple[Segment, EncodedClip]],
        *,
        quality: Quality,
        chapters: Mapping[int, str],
        intro: EncodedClip | None = None,
        outro: EncodedClip | None = None,
    ) -> None:
        """`chapters` has the index of each segment that starts a chapter."""
        self.starts_ms: dict[int, int] = {}
        """Where each chapter begins: the index of its segment → a whole second."""
        self.meter = loudness.Meter()
        """Of the speech and its pauses; jingles are silence."""
        self._sentences: list[str] = []
        self._times = array("q")  # of each sentence: its segment, first and last millisecond
        self._clips, self._quality, self._chapters = clips, quality, chapters
        self._intro, self._outro = intro, outro
        self._frames = self._bytes = 0

    def __iter__(self) -> Iterator[bytes]:
        """The MP3 frames, a clip or a pause at a time."""
        if self._intro:
            yield self._placed(self._intro.frames)
            yield self._pause(self._intro, _JINGLE_PAUSE_MS)
        for index, (segment, clip) in enumerate(self._clips):
            yield self._chapter(index)
            if clip.spans[-1][1] == DECODER_DELAY:
                continue  # nothing in it that the voice can say
            self._note(index, segment, clip)
            yield self._placed(clip.frames)
            yield self._pause(clip, segment.pause_after_ms)
        if self._outro:
            yield self._placed(self._outro.frames)

    def cues(self) -> Iterator[Cue]:
        """The cues in order, made anew each time: those of ten hours are not kept."""
        for number, text in enumerate(self._sentences):
            segment, start_ms, end_ms = self._times[3 * number : 3 * number + 3]
            yield from sentence_cues(text, start_ms, end_ms, segment)

    @property
    def duration_ms(self) -> int:
        """Of what was given so far, as a player shows it."""
        return round(self._frames * self._quality.frame * 1000 / self._quality.rate)

    def _chapter(self, index: int) -> bytes:
        """Silence up to where the sound of a new chapter follows a whole second at once."""
        if index not in self._chapters:
            return b""
        if not self.starts_ms:  # the first chapter begins with the episode, jingle and all
            self.starts_ms[index] = 0
            return b""
        rate, frame = self._quality.rate, self._quality.frame
        begins = self._frames * frame + DECODER_DELAY
        missing = -(-(-begins % rate) // frame) if begins % rate >= frame else 0
        silence = self._silence(missing)
        self.starts_ms[index] = (begins + missing * frame) // rate * 1000
        return silence

    def _note(self, index: int, segment: Segment, clip: EncodedClip) -> None:
        """The times and the loudness of a clip that comes next."""
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
        """Silence after `clip` until the next sound: what the frames around the seam have not."""
        silent = clip.samples - clip.spans[-1][1] + DECODER_DELAY
        wanted = milliseconds * self._quality.rate / 1000 - silent
        return self._silence(max(0, round(wanted / self._quality.frame)))

    def _silence(self, count: int) -> bytes:
        """Frames of silence, some a byte longer, so that the whole keeps its bitrate exactly.

        Players seek by it. Clips begin to count anew and may be a part of a byte off.
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
    """A frame of silence that needs none before it, and the same with a byte of padding."""
    plain = mp3.encode([bytes(2)], quality)[: int(quality.frame_bytes)]
    return plain, plain[:2] + bytes([plain[2] | _PADDED]) + plain[3:] + b"\0"
