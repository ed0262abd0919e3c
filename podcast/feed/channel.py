"""The feeds of a show, the episodes in each feed, and the titles of those episodes."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fnmatch import fnmatchcase

from podcast import files
from podcast.models import Episode
from podcast.show.paths import FEED
from podcast.show.settings import FeedSettings, Settings

MAIN = FEED.removesuffix(".xml")

_FOLDERS = {"author": "by-author", "tag": "by-tag", "source": "by-source"}
_REPLACED = str.maketrans({"„": '"', "“": '"', "”": '"', "—": "-"})
"""Replacements that AntennaPod makes in titles before comparing them."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An episode in a feed."""

    episode: Episode
    title: str
    """Title, unique among episodes of the same day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One feed of the show, with all of its episodes."""

    stem: str
    """Path of its files relative to `feed/public/`, without suffix."""
    title: str
    description: str
    guid: str
    entries: Sequence[FeedEntry]
    """Episodes, oldest first."""


def channels(settings: Settings, guid: str, episodes: Iterable[Episode]) -> list[Channel]:
    """Return the main feed of the show, followed by the feeds from `[[feeds]]`."""
    entries = with_unique_titles(episodes)
    text = settings.description or settings.subtitle or settings.title
    main = Channel(stem=MAIN, title=settings.title, description=text, guid=guid, entries=entries)
    found = {MAIN: main}
    for part in _parts(settings, entries):
        name = stem = _stem(part)
        number = 2
        while stem in found:  # "Groß" and "Gross" have the same slug
            stem, number = f"{name}-{number}", number + 1
        found[stem] = _channel(part, stem, main)
    return list(found.values())


def with_unique_titles(episodes: Iterable[Episode]) -> list[FeedEntry]:
    """Return all episodes, oldest first, with titles that are unique within a day.

    AntennaPod treats episodes with the same title and day as duplicates. The first one published
    keeps its title permanently. A later one gets its author's name as a suffix if no other one has
    that author, otherwise a number.
    """
    ordered = sorted(episodes, key=lambda e: (e.published, e.source))
    alike: dict[str, list[Episode]] = {}
    for episode in ordered:
        alike.setdefault(episode.title.strip().translate(_REPLACED), []).append(episode)
    titles: dict[str, str] = {}
    for group in alike.values():
        for near in _within_a_day(group) if len(group) > 1 else ():
            titles.update(_suffixed(near))
    return [FeedEntry(episode=e, title=titles.get(e.slug, e.title)) for e in ordered]


def _within_a_day(group: Sequence[Episode]) -> Iterator[list[Episode]]:
    """Yield runs of episodes less than 24 hours apart: the same day in some time zone."""
    run = [group[0]]
    for episode in group[1:]:
        if episode.published - run[-1].published >= _DAY:
            yield run
            run = []
        run.append(episode)
    yield run


def _suffixed(near: Sequence[Episode]) -> Iterator[tuple[str, str]]:
    """Yield slugs and titles, with a suffix on all titles but the first published.

    Slugs end with a number in order of publication.
    """
    authors = Counter(episode.author for episode in near)
    first, *others = sorted(near, key=lambda e: (len(e.slug), e.slug))
    for number, episode in enumerate(others, 2):
        alone = episode.author and authors[episode.author] == 1
        mark = episode.author if alone else str(number)
        yield episode.slug, f"{episode.title} ({mark})"
    yield first.slug, first.title


def _parts(settings: Settings, entries: Sequence[FeedEntry]) -> list[FeedSettings]:
    """Expand `*` in `[[feeds]]` to each author or tag, unless a feed of its own is configured."""
    found = {_criteria(part): part for part in settings.feeds if "*" not in _criteria(part)[:2]}
    for part in settings.feeds:
        for one in _each(part, entries):
            found.setdefault(_criteria(one), one)
    return list(found.values())


def _each(part: FeedSettings, entries: Sequence[FeedEntry]) -> list[FeedSettings]:
    alike = replace(part, title="", guid="")  # several feeds cannot share these
    if part.author == "*":
        names = {e.episode.author for e in entries if e.episode.author}
        return [replace(alike, author=name) for name in sorted(names)]
    if part.tag == "*":
        tags = {tag for e in entries for tag in e.episode.tags}
        return [replace(alike, tag=tag) for tag in sorted(tags)]
    return [part]


def _criteria(part: FeedSettings) -> tuple[str, ...]:
    return part.author, part.tag.casefold(), part.source


def _stem(part: FeedSettings) -> str:
    kinds = [kind for kind in _FOLDERS if getattr(part, kind)]
    return f"{_FOLDERS[kinds[0]]}/{'-'.join(files.slug(getattr(part, kind)) for kind in kinds)}"


def _channel(part: FeedSettings, stem: str, main: Channel) -> Channel:
    words = ", ".join(value for kind in _FOLDERS if (value := getattr(part, kind)))
    return Channel(
        stem=stem,
        title=part.title or f"{main.title}: {words}",
        description=part.description or f"{main.description} (Auswahl: {words})",
        guid=part.guid or str(uuid.uuid5(uuid.UUID(main.guid), stem)),
        entries=[entry for entry in main.entries if _fits(part, entry.episode)],
    )


def _fits(part: FeedSettings, episode: Episode) -> bool:
    return (
        (not part.author or part.author == episode.author)
        and (not part.tag or part.tag.casefold() in map(str.casefold, episode.tags))
        and (not part.source or fnmatchcase(episode.source, part.source))
    )
