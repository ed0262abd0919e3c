"""Judges the published folder as a stranger would: a directory, an app, a listener.

    check(public) ── archive.collect ──▶ feeds ──┬─ channel, itunes, namespace   what they say of
                                                 ├─ items, notes                 show and episodes
                                                 ├─ archive, json_feed           between them
                                                 ├─ media ── frames, tags, sound
                                                 ├─ chapters, transcripts
                                                 ├─ cover
                                                 ├─ pages                         for a browser
                                                 └─ leftovers
    check_feed(name) ── fetch ──▶ one feed of whoever's making, by its text alone
    live.check_url(url) ──▶ the same, and the server that it comes from

Nothing here knows how the folder was written. Each finding names the source of its rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from os.path import realpath
from pathlib import Path

from podcast.check import fetch
from podcast.check.feed import archive, channel, items, itunes, json_feed, namespace, notes, rss
from podcast.check.feed.rss import FEED, Feed, Item
from podcast.check.finding import error
from podcast.check.folder import UnreadableError
from podcast.check.media import chapters, media, transcripts
from podcast.check.site import cover, leftovers, pages
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
        feeds = archive.collect(Path(realpath(public)))
    except UnreadableError as problem:
        return [error(FEED, str(problem), "Run `podcast build`.")]
    found, heard, covers = list(archive.judge(feeds)), set[str](), set[str]()
    for feed in feeds:
        found += said(feed)
        found += cover.judge(feed, covers)
        found += json_feed.judge(feed)
        for item in feed.items:
            if item.enclosure() in heard:
                continue  # heard in another feed
            heard |= {item.enclosure()} - {""}
            if progress:
                progress(item.title or f"item {item.number}")
            found += _files(item, loudness)
    site = pages.read(feeds.main.folder)
    found += site.problems
    found += leftovers.judge(list(feeds), site.names)
    return found


def check_feed(name: str) -> list[Problem]:
    """What is wrong with a feed by its text alone, whoever made it: a file, or an address."""
    try:
        feed = rss.parse(fetch.fetch(name), Path(), name, base="")
    except UnreadableError as problem:
        return [error(name, str(problem), "Compare the name with that of the feed.")]
    found = list(said(feed))
    for item in feed.items:
        found += chapters.podlove(item)
        found += transcripts.typed(item)
    return [replace(p, fix="Correct it where the feed is made.") for p in found]


def said(feed: Feed) -> Iterator[Problem]:
    """What a feed says of its show and its episodes, before any other file is opened."""
    for rule in (*channel.RULES, *itunes.CHANNEL, *namespace.CHANNEL, *items.AMONG):
        if not (feed.archived and rule is channel.episodes):
            yield from rule(feed)
    for item in feed.items:
        for judge in (*items.RULES, *itunes.ITEM, *namespace.ITEM, *notes.ITEM):
            yield from judge(item)


def _files(item: Item, loudness: float) -> Iterator[Problem]:
    heard = media.judge(item, loudness)
    yield from heard.problems
    yield from chapters.judge(item, heard.chapters, heard.name, heard.seconds)
    yield from transcripts.judge(item, heard.seconds)


__all__ = ["LOUDNESS", "Feed", "check", "check_feed"]
