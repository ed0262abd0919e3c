"""Rules for chapters: the JSON file, the MP3's tag and the feed must agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from podcast.check.feed.items import file_name
from podcast.check.feed.rss import SPACES, Item, attribute
from podcast.check.finding import (
    BUILD,
    CHAPTER_FRAMES,
    NAMESPACE,
    PODLOVE,
    REBUILD,
    FormatError,
    Problem,
    error,
    parsed,
    rule,
    seconds,
    short,
    warning,
)
from podcast.check.folder import UnreadableError

TYPES = ("application/json+chapters", "application/json")


@dataclass(frozen=True, slots=True)
class ParsedChapter:
    """Start and title of a chapter."""

    start: float
    """Seconds."""
    title: str

    def __str__(self) -> str:
        return f"{self.start:g} s “{short(self.title, 40)}”"


@rule(NAMESPACE)
def judge(
    item: Item, tagged: list[ParsedChapter] | None, media: str, duration: float | None
) -> Iterator[Problem]:
    """Check the chapters of one episode.

    `tagged` are the chapters in the tag of the file `media`, or None if it has no readable tag.
    `duration` is that of its audio in seconds.
    """
    url = attribute(item.element, "podcast:chapters", "url")
    name = file_name(item.folder, url)
    yield from _typed(item)
    simple = list(podlove(item))
    yield from simple
    if not name or not item.folder.exists(name):
        if tagged and not url:
            what = f"is missing, but {media} has {len(tagged)} chapters"
            yield warning(item.where("podcast:chapters"), what, REBUILD)
        return
    try:
        listed = read(item.folder.text(name))
    except (FormatError, UnreadableError) as flaw:
        yield error(name, str(flaw), REBUILD)
        return
    yield from _sound(name, listed, duration)
    if not simple:
        yield from _same(item, listed, name)
    if tagged is not None:
        yield from _agree(name, listed, media, tagged)


def read(text: str) -> list[ParsedChapter]:
    """Parse a JSON chapters file (Podcasting 2.0, version 1.2). Raises `FormatError`."""
    data = parsed(text)
    found = data.get("chapters") if isinstance(data, dict) else None
    if not isinstance(found, list) or not isinstance(data.get("version"), str):
        raise FormatError("is not a JSON object with a version and chapters")
    return [_chapter(number, chapter) for number, chapter in enumerate(found, 1)]


def _chapter(number: int, chapter: object) -> ParsedChapter:
    fields = chapter if isinstance(chapter, dict) else {}
    start, title = seconds(fields.get("startTime")), fields.get("title")
    if start is None or not isinstance(title, str) or not title.strip():
        raise FormatError(f"chapter {number} lacks a startTime or a title")
    return ParsedChapter(start, title)


def _typed(item: Item) -> Iterator[Problem]:
    """Podcasting 2.0: the type of a chapters file is `application/json+chapters`."""
    kind = attribute(item.element, "podcast:chapters", "type")
    if item.element.find("podcast:chapters", SPACES) is not None and kind not in TYPES:
        what = f"type is {short(kind)!r}, not {TYPES[0]!r}"
        yield error(item.where("podcast:chapters"), what, BUILD)


def _sound(name: str, listed: list[ParsedChapter], duration: float | None) -> Iterator[Problem]:
    """Podcasting 2.0: ascending order. AntennaPod and gPodder truncate to whole seconds."""
    if not listed:
        yield error(name, "has no chapters", REBUILD)
    elif listed[0].start != 0:
        yield error(name, f"the first chapter starts at {listed[0].start:g} s, not at 0", REBUILD)
    late = next((two for one, two in pairwise(listed) if two.start <= one.start), None)
    if late:
        yield error(
            name, f"has a chapter that does not start after the preceding one: {late}", REBUILD
        )
    odd = next((chapter for chapter in listed if not chapter.start.is_integer()), None)
    if odd:
        yield warning(
            name, f"has a chapter start that apps truncate to whole seconds: {odd}", REBUILD
        )
    beyond = next((c for c in listed if duration is not None and c.start >= duration), None)
    if beyond:
        what = f"has a chapter that starts after the end of the audio ({duration:.1f} s): {beyond}"
        yield error(name, what, REBUILD)


@rule(CHAPTER_FRAMES)
def _agree(
    name: str, listed: list[ParsedChapter], media: str, tagged: list[ParsedChapter]
) -> Iterator[Problem]:
    """Listeners get the same chapters, whichever source their app reads."""
    if len(listed) != len(tagged):
        what = f"has {len(tagged)} chapters (CHAP), but {name} has {len(listed)}"
        yield error(media, what, REBUILD)
        return
    for one, two in zip(sorted(listed, key=_start), sorted(tagged, key=_start), strict=True):
        if abs(one.start - two.start) > 0.001 or one.title != two.title:
            yield error(media, f"has the chapter {two}, but {name} has {one}", REBUILD)
            return


@rule(PODLOVE)
def podlove(item: Item) -> Iterator[Problem]:
    """Simple chapters 1.2: each with a title and a start as `HH:MM:SS.mmm`, ascending."""
    where, build = item.where("psc:chapters"), BUILD
    for element in item.element.findall("psc:chapters", SPACES):
        if element.get("version") not in ("1.0", "1.1", "1.2"):
            yield error(
                where, f"has unsupported version {short(element.get('version', ''))!r}", build
            )
        starts = []
        for number, chapter in enumerate(element.findall("psc:chapter", SPACES), 1):
            start = _play_time(chapter.get("start", ""))
            if start is None or not chapter.get("title", "").strip():
                yield error(where, f"chapter {number} lacks a valid start or a title", build)
            else:
                starts.append(start)
        if not starts:
            yield error(where, "has no chapters", build)
        elif starts != sorted(set(starts)):
            yield error(where, "chapters are not in ascending order", build)
        elif item.seconds and starts[-1] > item.seconds:
            yield error(
                where, f"has a chapter at {starts[-1]:g} s, after the end of the episode", build
            )


@rule(PODLOVE)
def _same(item: Item, listed: list[ParsedChapter], name: str) -> Iterator[Problem]:
    """Listeners get the same chapters, whichever source their app reads."""
    elements = item.element.findall("psc:chapters/psc:chapter", SPACES)
    simple = [(_play_time(e.get("start", "")), e.get("title", "")) for e in elements]
    if simple and simple != [(chapter.start, chapter.title) for chapter in listed]:
        yield error(item.where("psc:chapters"), f"has different chapters from {name}", REBUILD)


def _play_time(text: str) -> float | None:
    """Parse normal play time (RFC 2326): seconds or `HH:MM:SS`, with optional fraction."""
    match = re.fullmatch(r"(?:(?:(\d+):)?([0-5]?\d):)?(\d+(?:\.\d+)?)", text, re.ASCII)
    if not match:
        return None
    return (int(match[1] or 0) * 60 + int(match[2] or 0)) * 60 + float(match[3])


def _start(chapter: ParsedChapter) -> float:
    return chapter.start
