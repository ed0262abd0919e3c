"""One article → the finished files of its episode, staged: sound, transcripts, chapters, page."""

from __future__ import annotations

import tempfile
import zoneinfo
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import cache, cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING

from podcast import encode, loudness, page, stitch, transcript
from podcast.encode import QUALITIES, Tags
from podcast.errors import ArticleError, AudioError, ShowError
from podcast.models import Chapter, Clip, Cue, Episode, Segment, VoiceSpec
from podcast.plan import Draft
from podcast.show import Show, episode_json

if TYPE_CHECKING:
    from pydub import AudioSegment

TOLERANCE_LU = 0.3
"""How far an episode may be off before it is encoded again with a gain of its own."""

_SUMMARY = 250  # most characters


class Producer:
    """Makes the episodes of one show with one voice."""

    def __init__(self, show: Show, voice: VoiceSpec) -> None:
        self.show, self.voice = show, voice
        self._quality = QUALITIES[show.settings.quality]
        self._jingle = cache(self._read_jingle)

    def produce(
        self,
        draft: Draft,
        slug: str,
        guid: str,
        clips: Callable[[], Iterator[Clip]],
    ) -> Episode:
        """Stage the episode of `draft`.

        `clips` gives the clips of its segments from the first on; it is called a second time
        where the first pass shows that the loudness needs a gain of its own. Raises
        `ArticleError`, `AudioError`, and what `clips` raises.
        """
        folder = self.show.publication.stage(slug)
        cover = self._thumbnail  # drawn now, while the voice speaks the first clips
        with tempfile.TemporaryFile(dir=folder) as frames:
            recording, duration_ms = self._recorded(draft, clips, frames)
            if not recording.cues:
                raise ArticleError(draft.article.source, "has nothing that the voice can say")
            chapters = transcript.chapters(draft.titles, recording.starts_ms, duration_ms)
            media = folder / f"{slug}.mp3"
            tags = self._tags(draft)
            size = encode.write_tagged(media, frames, tags, chapters, cover)
        episode = self._described(draft, slug, guid, chapters, duration_ms, size)
        self._write_texts(folder, episode, draft, recording.cues)
        return episode

    def _recorded(
        self, draft: Draft, clips: Callable[[], Iterator[Clip]], frames: IO[bytes]
    ) -> tuple[stitch.Recording, int]:
        """Encode while the voice still speaks, trusting its usual loudness; measure, and mend."""
        usual = self.voice.mastered_lufs
        recording, duration_ms = self._encoded(draft, clips(), usual, frames)
        measured = loudness.integrated(recording.energies)
        if abs(measured - usual) <= TOLERANCE_LU or measured <= loudness.SILENCE_LUFS:
            return recording, duration_ms
        frames.seek(0)
        frames.truncate()
        return self._encoded(draft, clips(), measured, frames)

    def _encoded(
        self, draft: Draft, clips: Iterator[Clip], lufs: float, frames: IO[bytes]
    ) -> tuple[stitch.Recording, int]:
        recording = stitch.Recording(
            zip(draft.segments, clips, strict=False),
            rate=self._quality.rate,
            gain_db=self.show.settings.loudness - lufs + encode.LOSS_DB,
            pauses=self.voice.pauses,
            chapters=draft.titles,
            intro=self._jingle("intro"),
            outro=self._jingle("outro"),
        )
        return recording, encode.encode(recording, self._quality, frames)

    def _tags(self, draft: Draft) -> Tags:
        article, own = draft.article, self.show.settings
        return Tags(
            title=article.title,
            artist=article.author or own.author or own.title,
            album=own.title,
            year=self._published(draft).year,
            language="deu" if own.language.startswith("de") else "und",
            comment=article.link or article.source,
        )

    def _described(
        self,
        draft: Draft,
        slug: str,
        guid: str,
        chapters: list[Chapter],
        duration_ms: int,
        size: int,
    ) -> Episode:
        article = draft.article
        return Episode(
            slug=slug,
            guid=guid,
            source=article.source,
            title=article.title,
            author=article.author,
            published=self._published(draft),
            link=article.link,
            tags=article.tags,
            summary=_summary(draft.segments),
            duration_ms=duration_ms,
            bytes=size,
            media=f"{slug}.mp3",
            chapters=tuple(chapters),
            voice=self.voice.name,
            inputs=dict(draft.decision.inputs),
            fingerprint=draft.fingerprint,
        )

    def _published(self, draft: Draft) -> datetime:
        """The article's date, or where it has none, the one that it was first published with."""
        old = draft.decision.episode
        if old and not draft.article.dated:
            return old.published
        read = draft.article.published
        if not draft.article.dated:  # the file's time, in UTC
            return read.replace(tzinfo=UTC).astimezone(self._zone)
        aware = read if read.tzinfo else read.replace(tzinfo=self._zone)
        offset = aware.utcoffset() or timedelta()
        if offset.seconds % 60:  # local mean time, before 1893: RSS knows no seconds in an offset
            return aware.replace(tzinfo=timezone(timedelta(minutes=offset.seconds // 60)))
        return aware

    def _write_texts(self, folder: Path, episode: Episode, draft: Draft, cues: list[Cue]) -> None:
        language = self.show.settings.language
        stem = episode.slug
        for name, data in {
            f"{stem}.vtt": transcript.vtt(cues).encode(),
            f"{stem}.srt": transcript.srt(cues).encode(),
            f"{stem}.json": transcript.transcript_json(cues),
            f"{stem}.chapters.json": transcript.chapters_json(episode.chapters),
            f"{stem}.html": page.render(episode, draft.segments, language).encode(),
            "episode.json": episode_json(episode),
        }.items():
            (folder / name).write_bytes(data)

    def prepare(self) -> None:
        """Read the jingles now: a broken one is told before hours of speech. Raises `ShowError`."""
        for field in ("intro", "outro"):
            self._jingle(field)

    def _read_jingle(self, field: str) -> AudioSegment | None:
        path = self.show.file(field)
        level = self.show.settings.loudness + encode.LOSS_DB
        try:
            return stitch.jingle(path, self._quality.rate, level) if path else None
        except AudioError as error:
            fix = "use WAV, FLAC, OGG or MP3"
            raise ShowError(self.show.settings_file, f"{field}: {error}", fix) from None

    @cached_property
    def _zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.show.settings.timezone)

    @cached_property
    def _thumbnail(self) -> bytes:
        """The cover as it goes into every MP3."""
        from podcast import cover

        return cover.thumbnail(self.show.cover)


def _summary(segments: tuple[Segment, ...]) -> str:
    """The first sentences of the text, cut at a word where the first is too long already."""
    import textwrap

    body = [segment for segment in segments if segment.kind not in {"title", "heading"}]
    body = body or list(segments)
    sentences = [s.text for segment in body for s in segment.sentences]
    text = ""
    for sentence in sentences:
        if text and len(text) + len(sentence) >= _SUMMARY:
            break
        text = f"{text} {sentence}".strip()
    return textwrap.shorten(text, _SUMMARY, placeholder=" …")
