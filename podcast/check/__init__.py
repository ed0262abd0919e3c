"""Judges the published folder as a stranger would: a directory, an app, a listener.

    check(public) ── rss.read ──▶ Feed ──┬─ channel.RULES        the show
                                         ├─ items.RULES, AMONG   what the feed says of episodes
                                         ├─ media ── frames, tags, sound
                                         ├─ chapters, transcripts
                                         ├─ cover
                                         ├─ pages                what a browser shows
                                         └─ leftovers

Nothing here knows how the folder was written. Each rule names where it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from os.path import realpath
from pathlib import Path

from podcast.check import (
    channel,
    chapters,
    cover,
    items,
    leftovers,
    media,
    pages,
    rss,
    transcripts,
)
from podcast.check.finding import error
from podcast.check.folder import UnreadableError
from podcast.check.rss import FEED, Feed, Item
from podcast.models import Problem

LOUDNESS = -19.0
"""Of one channel: on two speakers it is as loud as two channels at −16. LUFS."""


def check(
    public: Path,
    *,
    loudness: float = LOUDNESS,
    progress: Callable[[str], None] | None = None,
) -> list[Problem]:
    """What is wrong with the published folder `public`; empty where nothing is.

    `loudness` is the one that episodes should have, in LUFS. `progress` is called with the
    title of each episode before its files are judged. Content never raises, whatever it is.
    """
    try:
        feed = rss.read(Path(realpath(public)))
    except UnreadableError as problem:
        return [error(FEED, str(problem), "Run `podcast build`.")]
    found = [problem for rule in channel.RULES for problem in rule(feed)]
    found += cover.judge(feed)
    found += [problem for rule in items.AMONG for problem in rule(feed)]
    for item in feed.items:
        if progress:
            progress(item.title or f"item {item.number}")
        found += [problem for rule in items.RULES for problem in rule(item)]
        found += _files(item, loudness)
    site = pages.read(feed.folder)
    found += site.problems
    found += leftovers.judge(feed, site.names)
    return found


def _files(item: Item, loudness: float) -> Iterator[Problem]:
    heard = media.judge(item, loudness)
    yield from heard.problems
    yield from chapters.judge(item, heard.chapters, heard.name, heard.seconds)
    yield from transcripts.judge(item, heard.seconds)


__all__ = ["LOUDNESS", "Feed", "check"]
