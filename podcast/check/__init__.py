"""Check the published folder from the outside, as a directory, an app or a listener does.

    check(public) ── archive.collect ──▶ feeds ──┬─ channel, itunes, namespace   metadata of the
                                                 ├─ items, notes                 show and episodes
                                                 ├─ archive, json_feed           across feeds
                                                 ├─ media ── frames, tags, sound
                                                 ├─ chapters, transcripts
                                                 ├─ cover
                                                 ├─ pages                         for browsers
                                                 └─ leftovers
    check_feed(name) ── fetch ──▶ one feed from any generator, its text only
    live.check_url(url) ──▶ the same, plus the server that delivers it

This package shares no code with the writers. Each finding names the source of its rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from os.path import realpath
from pathlib import Path

from podcast.check import fetch
from podcast.check.feed import archive, channel, items, itunes, json_feed, namespace, notes, rss
from podcast.check.feed.rss import FEED, Feed, Item
from podcast.check.finding import BUILD, Problem, error
from podcast.check.folder import UnreadableError
from podcast.check.media import chapters, media, transcripts
from podcast.check.site import cover, leftovers, pages

LOUDNESS = -19.0
"""Target for mono, in LUFS. On two speakers it is as loud as stereo at −16 LUFS."""


def check(
    public: Path,
    *,
    loudness: float = LOUDNESS,
    progress: Callable[[str], None] | None = None,
) -> list[Problem]:
    """Return the problems of the published folder `public`; an empty list if there are none.

    `loudness` is the target for episodes in LUFS. `progress` is called with the title of each
    episode before its files are checked. Never raises, whatever the folder contains.
    """
    try:
        feeds = archive.collect(Path(realpath(public)))
    except UnreadableError as problem:
        return [error(FEED, str(problem), BUILD)]
    found, heard, covers = list(archive.judge(feeds)), set[str](), set[str]()
    for feed in feeds:
        found += judge_text(feed)
        found += cover.judge(feed, covers)
        found += json_feed.judge(feed)
        for item in feed.items:
            if item.enclosure() in heard:
                continue  # already checked in another feed
            heard |= {item.enclosure()} - {""}
            if progress:
                progress(item.title or f"item {item.number}")
            found += _files(item, loudness)
    site = pages.read(feeds.main.folder)
    found += site.problems
    found += leftovers.judge(list(feeds), site.names)
    return found


def check_feed(name: str) -> list[Problem]:
    """Return the problems in the text of one feed from any generator: a file or a URL."""
    try:
        feed = rss.parse(fetch.fetch(name), Path(), name, base="")
    except UnreadableError as problem:
        return [error(name, str(problem), "Check the file name or the URL of the feed.")]
    found = list(judge_text(feed))
    for item in feed.items:
        found += chapters.podlove(item)
        found += transcripts.typed(item)
    return [replace(p, fix="Fix it in the tool that generates the feed.") for p in found]


def judge_text(feed: Feed) -> Iterator[Problem]:
    """Check the metadata of the show and its episodes without opening any other file."""
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
