"""Rules for the media file of an episode, in the order in which it is understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from podcast.check.feed.dates import seconds
from podcast.check.feed.items import file_name
from podcast.check.feed.rss import Item, text
from podcast.check.finding import APPLE, MPEG, error, rule
from podcast.check.folder import UnreadableError
from podcast.check.media import frames, id3, sound, tags
from podcast.check.media.chapters import ParsedChapter
from podcast.models import Problem

_REBUILD = "Run `podcast rebuild` for this episode."


@dataclass(slots=True)
class Media:
    """What other rules need to know of the file."""

    name: str = ""
    seconds: float | None = None
    """Length as decoded; None where it cannot be."""
    chapters: list[ParsedChapter] | None = None
    """Those in its tag; None where it has no tag that can be read."""
    problems: list[Problem] = field(default_factory=list)


def judge(item: Item, loudness: float) -> Media:
    """The enclosure of an item, if it is an MP3 in the folder; `loudness` wanted in LUFS."""
    name = file_name(item.folder, item.enclosure())
    if not name or not name.lower().endswith(".mp3") or not item.folder.exists(name):
        return Media()
    media = Media(name)
    try:
        media.problems = list(_judged(media, item, item.folder.path(name), loudness))
    except (OSError, UnreadableError) as problem:
        media.problems = [error(name, f"cannot be read: {problem}", _REBUILD)]
    return media


@rule(MPEG)
def _judged(media: Media, item: Item, path: Path, loudness: float) -> Iterator[Problem]:
    found = frames.walk(path)
    if not found.samples:
        what = found.broken or "it holds no frame"
        yield error(media.name, f"is no MP3: {what}", _REBUILD)
        return
    yield from sound.stream(media.name, found)
    tag = id3.read(path)
    yield from tags.judge(media.name, tag)
    media.chapters = None if tag is None else tags.chapters(tag)
    heard = sound.hear(path, found)
    if heard is None:
        yield error(media.name, "cannot be decoded", _REBUILD)
        return
    media.seconds = heard.seconds
    yield from sound.judge(media.name, found, heard, loudness)
    yield from _duration(item, heard.seconds)


@rule(APPLE)
def _duration(item: Item, heard: float) -> Iterator[Problem]:
    """Apple: `itunes:duration` is the length of the media (± 1 s)."""
    said = seconds(text(item.element, "itunes:duration"))
    if said is not None and abs(said - heard) > 1:
        what = f"says {said} s, but the media lasts {heard:.1f} s"
        yield error(item.where("itunes:duration"), what, _REBUILD)
