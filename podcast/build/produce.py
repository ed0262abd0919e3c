"""Produce and stage the files of one episode: audio, transcripts, chapters, page."""

from __future__ import annotations

import tempfile
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache, cached_property
from pathlib import Path
from typing import IO

from podcast.audio import id3, loudness, mp3
from podcast.audio.clips import ClipEncoding, jingle
from podcast.audio.id3 import Tags
from podcast.audio.mp3 import QUALITIES
from podcast.build.plan import Script
from podcast.episode import chapters, passages, soundbites, transcripts
from podcast.episode.recording import Recording
from podcast.errors import ArticleError, MediaError, ShowError
from podcast.models import Chapter, EncodedClip, Episode, Segment
from podcast.page.changes import Website
from podcast.show import replaced_media
from podcast.show.cover_art import CoverArt
from podcast.show.episode_file import episode_json
from podcast.show.paths import CHAPTERS, EPISODE, PAGE, TEXT, TRANSCRIPTS
from podcast.show.show import Show
from podcast.voices.spec import VoiceSpec

STEP_LU = 0.5
"""Step size for adjusting an episode's loudness, which is therefore at most half a step off.

Because of the steps, editing a paragraph rarely changes the episode's gain, which would require
encoding every clip again.
"""

_DIGITS = 10  # number of digits of the media file's SHA-256 in its name
_SUMMARY = 250  # maximum characters


class Producer:
    """Produces the episodes of one show."""

    def __init__(self, show: Show, site: Website, cover: CoverArt) -> None:
        self.show, self._site, self._cover = show, site, cover
        self._quality = QUALITIES[show.settings.quality]
        self._jingle = cache(self._read_jingle)

    def produce(
        self,
        script: Script,
        slug: str,
        guid: str,
        clips: Callable[[int], Iterator[EncodedClip]],
    ) -> Episode:
        """Stage the episode of `script`.

        `clips(steps)` yields the encoded clips of all its segments, `steps` loudness steps above
        the default. It is called with 0, and again if the measured loudness calls for a
        correction. Raises `ArticleError`, `MediaError`, and whatever `clips` raises.
        """
        folder = self.show.publication.stage(slug)
        cover = self._thumbnail  # drawn while the workers synthesise the first clips
        self._site.prepare()
        _preload()
        with tempfile.TemporaryFile(dir=folder) as frames:
            recording = self._recorded(script, clips, frames)
            if not any(recording.cues()):
                raise ArticleError(script.article.source, "has no text that the voice can speak")
            duration_ms = recording.duration_ms
            timed = chapters.timed(script.titles, recording.starts_ms, duration_ms)
            tagged = folder / "new.mp3"
            tags = self._tags(script)
            size, digest = id3.write_tagged(tagged, frames, tags, timed, cover)
        media = f"{slug}-{digest[:_DIGITS]}.mp3"
        tagged.replace(folder / media)
        episode = self._described(script, slug, guid, timed, duration_ms, size, media)
        earlier = replaced_media.link_replaced(self.show, script.decision.episode, media, folder)
        episode = replace(
            episode,
            replaced=earlier,
            soundbites=tuple(soundbites.soundbites(script.article.soundbites, recording.cues())),
        )
        self._write_texts(folder, episode, script, recording)
        return episode

    def encoding(self, voice: VoiceSpec, steps: int = 0) -> ClipEncoding:
        """Return the encoding for a calibrated voice, `steps` × `STEP_LU` above the default."""
        expected = voice.mastered_lufs or 0.0
        return ClipEncoding(
            quality=self._quality,
            gain_db=round(self._level - expected + steps * STEP_LU, 3),
            pause_ms=voice.pauses.sentence,
            ceiling_db=voice.mastering.limiter_db,
        )

    def _recorded(
        self, script: Script, clips: Callable[[int], Iterator[EncodedClip]], frames: IO[bytes]
    ) -> Recording:
        """Encode during synthesis at the expected loudness; measure, and re-encode if it is off."""
        recording = self._written(script, clips(0), frames)
        measured = recording.meter.integrated()
        steps = round((self._level - measured) / STEP_LU)
        if not steps or measured <= loudness.SILENCE_LUFS:
            return recording
        frames.seek(0)
        frames.truncate()
        return self._written(script, clips(steps), frames)

    def _written(
        self, script: Script, clips: Iterator[EncodedClip], frames: IO[bytes]
    ) -> Recording:
        recording = Recording(
            zip(script.segments, clips, strict=False),
            quality=self._quality,
            chapters=script.titles,
            intro=self._jingle("intro"),
            outro=self._jingle("outro"),
        )
        frames.writelines(recording)
        return recording

    @property
    def _level(self) -> float:
        """Target loudness of the input to LAME. LUFS."""
        return self.show.settings.loudness + mp3.LOSS_DB

    def _tags(self, script: Script) -> Tags:
        article, own = script.article, self.show.settings
        return Tags(
            title=article.title,
            artist=article.author or own.author or own.title,
            album=own.title,
            year=self._published(script).year,
            language="deu" if own.language.startswith("de") else "und",
            comment=article.link or article.source,
        )

    def _described(
        self,
        script: Script,
        slug: str,
        guid: str,
        timed: list[Chapter],
        duration_ms: int,
        size: int,
        media: str,
    ) -> Episode:
        article = script.article
        return Episode(
            slug=slug,
            guid=guid,
            source=article.source,
            title=article.title,
            author=article.author,
            published=self._published(script),
            link=article.link,
            tags=article.tags,
            summary=_summary(script.segments),
            duration_ms=duration_ms,
            bytes=size,
            media=media,
            chapters=tuple(timed),
            voice=script.voice.name,
            inputs=dict(script.decision.inputs),
            fingerprint=script.fingerprint,
            narrator=" und ".join(
                dict.fromkeys(script.cast[s.kind].title for s in script.segments)
            ),
            place=article.place,
        )

    def _published(self, script: Script) -> datetime:
        """Return the article's date; without one, the date of its first publication."""
        old = script.decision.episode
        if old and not script.article.dated:
            return old.published
        read = script.article.published
        if not script.article.dated:  # the file's modification time, in UTC
            return read.replace(tzinfo=UTC).astimezone(self._zone)
        aware = read if read.tzinfo else read.replace(tzinfo=self._zone)
        offset = aware.utcoffset() or timedelta()
        if offset.seconds % 60:  # local mean time, before 1893: RSS offsets have no seconds
            return aware.replace(tzinfo=timezone(timedelta(minutes=offset.seconds // 60)))
        return aware

    def _write_texts(
        self, folder: Path, episode: Episode, script: Script, recording: Recording
    ) -> None:
        stem, cues = episode.slug, recording.cues
        vtt, srt, as_json = TRANSCRIPTS
        for name, parts in {
            f"{stem}{vtt}": transcripts.vtt(cues()),
            f"{stem}{srt}": transcripts.srt(cues()),
            f"{stem}{as_json}": transcripts.transcript_json(cues()),
            TEXT: passages.text_json(passages.passages(script.segments, cues())),
        }.items():
            with (folder / name).open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(parts)
        (folder / f"{stem}{CHAPTERS}").write_bytes(chapters.chapters_json(episode.chapters))
        (folder / EPISODE).write_bytes(episode_json(episode))
        (folder / f"{stem}{PAGE}").write_bytes(self._site.episode(episode))

    def prepare(self) -> None:
        """Read the jingles, so that a broken one fails before synthesis. Raises `ShowError`."""
        for field in ("intro", "outro"):
            self._jingle(field)

    def _read_jingle(self, field: str) -> EncodedClip | None:
        path = self.show.file(field)
        try:
            return jingle(path, self._quality, self._level) if path else None
        except MediaError as error:
            fix = "use a WAV, FLAC, OGG or MP3 file"
            raise ShowError(self.show.paths.settings, f"{field}: {error}", fix) from None

    @cached_property
    def _zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.show.settings.timezone)

    @cached_property
    def _thumbnail(self) -> bytes:
        """The cover embedded in every MP3."""
        from podcast.cover import picture

        return picture.thumbnail(self._cover.jpeg)


def _preload() -> None:
    """Preload modules needed at the end of an episode while its beginning is synthesised."""
    from podcast.feed import rss  # noqa: F401


def _summary(segments: tuple[Segment, ...]) -> str:
    """Return the first sentences of the text; if the first is too long, cut it between words."""
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
