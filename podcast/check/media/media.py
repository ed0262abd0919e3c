"""Rules for the media file of an episode: frames, tag, then decoded audio."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from podcast.check.feed.dates import seconds
from podcast.check.feed.items import file_name
from podcast.check.feed.rss import Item, text
from podcast.check.finding import APPLE, MPEG, REBUILD, Problem, error, rule
from podcast.check.folder import UnreadableError
from podcast.check.media import frames, id3, sound, tags
from podcast.check.media.chapters import ParsedChapter


@dataclass(slots=True)
class Media:
    """Properties of the file that other rules need."""

    name: str = ""
    seconds: float | None = None
    """Decoded duration; None if decoding fails."""
    chapters: list[ParsedChapter] | None = None
    """Chapters in its tag; None if it has no readable tag."""
    problems: list[Problem] = field(default_factory=list)


def judge(item: Item, loudness: float) -> Media:
    """Check the enclosure if it is an MP3 in the folder; `loudness` is the target in LUFS."""
    name = file_name(item.folder, item.enclosure())
    if not name or not name.lower().endswith(".mp3") or not item.folder.exists(name):
        return Media()
    media = Media(name)
    try:
        media.problems = list(_judged(media, item, item.folder.path(name), loudness))
    except (OSError, UnreadableError) as problem:
        media.problems = [error(name, f"cannot be read: {problem}", REBUILD)]
    return media


@rule(MPEG)
def _judged(media: Media, item: Item, path: Path, loudness: float) -> Iterator[Problem]:
    found = frames.walk(path)
    if not found.samples:
        what = found.broken or "it contains no frames"
        yield error(media.name, f"is not an MP3: {what}", REBUILD)
        return
    yield from sound.stream(media.name, found)
    tag = id3.read(path)
    yield from tags.judge(media.name, tag)
    media.chapters = None if tag is None else tags.chapters(tag)
    heard = sound.measure(path, found)
    if heard is None:
        yield error(media.name, "cannot be decoded", REBUILD)
        return
    media.seconds = heard.seconds
    yield from sound.judge(media.name, found, heard, loudness)
    yield from _duration(item, heard.seconds)


@rule(APPLE)
def _duration(item: Item, heard: float) -> Iterator[Problem]:
    """Apple: `itunes:duration` is the duration of the media (± 1 s)."""
    said = seconds(text(item.element, "itunes:duration"))
    if said is not None and abs(said - heard) > 1:
        what = f"is {said} s, but the media file lasts {heard:.1f} s"
        yield error(item.where("itunes:duration"), what, REBUILD)
