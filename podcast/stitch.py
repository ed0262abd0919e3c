"""Clips, pauses and jingles → one recording, as a stream of pydub segments.

Never joined in memory: an episode of ten hours takes no more than one of ten minutes. Positions
are counted in samples of the finished MP3 as a player decodes it, so every cue is exact.
"""

from __future__ import annotations

import os
import warnings
from array import array
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast import loudness, mastering
from podcast.errors import AudioError
from podcast.models import Clip, Cue, Pauses, Segment
from podcast.transcript import cues

if TYPE_CHECKING:
    from pydub import AudioSegment

DECODER_DELAY = 1105
"""Samples of silence that every decoder puts before what LAME encoded (576 + 529)."""

CEILING_DB = -1.5
"""No sample or point between samples goes above, so that the MP3 stays below −1. dBTP."""

_JINGLE_FADE_MS = 30
_JINGLE_PAUSE_MS = 500


class Recording:
    """Iterate once for the audio; after that `cues`, `starts_ms` and `energies` are complete."""

    def __init__(
        self,
        clips: Iterable[tuple[Segment, Clip]],
        *,
        rate: int,
        gain_db: float,
        pauses: Pauses,
        chapters: Mapping[int, str],
        intro: AudioSegment | None = None,
        outro: AudioSegment | None = None,
    ) -> None:
        """`chapters` has the index of each segment that starts a chapter; `rate` in Hz."""
        self.cues: list[Cue] = []
        self.starts_ms: dict[int, int] = {}
        """Where each chapter begins: the index of its segment → a whole second."""
        self.energies = array("d")
        """Of the speech and its pauses, before the gain (see `loudness`); jingles are silence."""
        self._clips, self._rate, self._gain_db = clips, rate, gain_db
        self._pauses, self._chapters = pauses, chapters
        self._intro, self._outro = intro, outro
        self._frames = 0

    def __iter__(self) -> Iterator[AudioSegment]:
        """The audio, mono at the rate asked for, in pieces of a sentence or a pause."""
        if self._intro:
            yield self._placed(self._intro)
            yield self._silence(_JINGLE_PAUSE_MS)
        for index, (segment, clip) in enumerate(self._clips):
            yield from self._chapter(index)
            yield from self._spoken(index, segment, clip)
            yield self._silence(segment.pause_after_ms)
        if self._outro:
            yield self._placed(self._outro)

    def _chapter(self, index: int) -> Iterator[AudioSegment]:
        if index not in self._chapters:
            return
        if not self.starts_ms:  # the first chapter begins with the episode, jingle and all
            self.starts_ms[index] = 0
            return
        position = self._frames + DECODER_DELAY
        yield self._placed(_silence(-position % self._rate, self._rate))
        self.starts_ms[index] = self._now_ms()

    def _spoken(self, index: int, segment: Segment, clip: Clip) -> Iterator[AudioSegment]:
        parts = zip(segment.sentences, clip.sentences(), clip.energies, strict=True)
        for number, (sentence, (start, end), energies) in enumerate(parts):
            if start == end:
                continue  # nothing in it that the voice can say
            if number:
                yield self._silence(self._pauses.sentence)
            start_ms = self._now_ms()
            self._note(energies)
            yield self._placed(self._finished(clip, start, end))
            self.cues += cues(sentence.text, start_ms, self._now_ms(), index)

    def _note(self, energies: Iterable[float]) -> None:
        """Put `energies` at the present place of the recording, silence before them."""
        place = round(self._frames / self._rate / loudness.BLOCK_S)
        self.energies.extend([0.0] * (place - len(self.energies)))
        self.energies.extend(energies)

    def _finished(self, clip: Clip, start: int, end: int) -> AudioSegment:
        """One sentence at its final level and rate."""
        import numpy as np
        import soxr

        pcm = memoryview(clip.pcm)[start * clip.width : end * clip.width]
        samples = np.frombuffer(pcm, "<i2").astype(np.float32)
        samples *= np.float32(10 ** (self._gain_db / 20) / 32768)
        samples = soxr.resample(samples, clip.rate, self._rate)
        samples = mastering.limited(samples, self._rate, CEILING_DB)
        return _segment(np.rint(samples * 32767).astype("<i2").tobytes(), self._rate)

    def _silence(self, milliseconds: int) -> AudioSegment:
        return self._placed(_silence(round(milliseconds * self._rate / 1000), self._rate))

    def _placed(self, piece: AudioSegment) -> AudioSegment:
        self._frames += len(piece.raw_data) // piece.frame_width
        return piece

    def _now_ms(self) -> int:
        return round((self._frames + DECODER_DELAY) * 1000 / self._rate)


def jingle(path: Path, rate: int, level_lufs: float) -> AudioSegment:
    """Any sound file as mono at `rate` Hz, at the loudness of the speech, faded at both ends.

    Raises `AudioError` naming the file.
    """
    import numpy as np
    import soundfile
    import soxr

    try:
        samples, own_rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError) as error:
        raise AudioError(path, "cannot be read as sound") from error
    mono = soxr.resample(np.ascontiguousarray(samples.mean(axis=1)), own_rate, rate)
    measured = loudness.measure(mono, rate) if len(mono) else loudness.SILENCE_LUFS
    if measured <= loudness.SILENCE_LUFS:
        raise AudioError(path, "is silent")
    mono = mastering.limited(
        mono * np.float32(10 ** ((level_lufs - measured) / 20)), rate, CEILING_DB
    )
    piece = _segment(np.rint(mono * 32767).astype("<i2").tobytes(), rate)
    fade = min(_JINGLE_FADE_MS, len(piece) // 2)
    return piece.fade_in(fade).fade_out(fade)


def _silence(frames: int, rate: int) -> AudioSegment:
    return _segment(bytes(2 * frames), rate)


def _segment(pcm: bytes, rate: int) -> AudioSegment:
    return _pydub().AudioSegment(data=pcm, sample_width=2, frame_rate=rate, channels=1)


def _pydub() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses ffmpeg, which nothing here needs …
        os.environ.setdefault("PATH", os.defpath)  # … and cannot even look for it without a PATH
        import pydub
    return pydub
