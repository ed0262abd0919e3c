"""Judges a podcast where it is served: the feed's address is all that is known.

    check_url(url) ── web.Web ──▶ feed ──┬─ documents: the feed, its cover, transcripts, chapters
                                         ├─ media: ranges, lengths, types of the newest episodes
                                         └─ said: what the feed says

Works for feeds of anybody's making. Each rule names where it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from podcast.check import said
from podcast.check.feed import rss
from podcast.check.feed.rss import FEED, Feed, Item, attribute
from podcast.check.finding import HTTP, RSS, error
from podcast.check.folder import UnreadableError, absolute
from podcast.check.live import documents, media
from podcast.check.live.web import HttpClient, UnreachableError, plain
from podcast.models import Problem

EPISODES = 5
"""The newest are asked for; the others are served by the same server."""


def check_url(
    url: str,
    *,
    episodes: int = EPISODES,
    timeout: float = 20,
    progress: Callable[[str], None] | None = None,
) -> list[Problem]:
    """What is wrong with the podcast whose feed is at `url`; empty where nothing is.

    `url` may have a name and a password. `episodes` is how many of the newest are asked for,
    `timeout` in seconds for each answer. `progress` is called with what is looked at next.
    Whatever a server does never raises.
    """
    where = plain(url)
    with HttpClient(url, timeout=timeout) as web:
        try:
            answer = web.get(url)
            if answer.status != 200:
                what = f"answers {answer.status}"
                return [replace(error(where, what, _advice(answer.status)), source=HTTP)]
            found = list(documents.feed(web, answer, where))
            feed = rss.parse(answer.body, Path(), FEED, base="")
        except UnreachableError as problem:
            return [_unreachable(where, problem, "Is the server running, the address right?")]
        except UnreadableError as problem:
            flaw = error(where, str(problem), "Is this the feed's address?")
            return [*found, replace(flaw, source=RSS)]
        found += documents.own_address(feed, answer, where)
        found += _tried(where, lambda: documents.nothing(web, answer))
        found += [replace(p, fix="Correct it where the feed is made.") for p in said(feed)]
        found += _served(web, feed, episodes, progress or (lambda _: None))
    return found


def _served(
    web: HttpClient, feed: Feed, episodes: int, progress: Callable[[str], None]
) -> Iterator[Problem]:
    art = attribute(feed.channel, "itunes:image", "href")
    if absolute(art):
        progress(plain(art))
        yield from _tried(plain(art), lambda: documents.picture(web, art))
    for item in feed.items[:episodes]:
        progress(item.title)
        yield from _tried(item.where(), lambda item=item: documents.beside(web, item))  # type: ignore[misc]
        if absolute(item.enclosure()):
            where = plain(item.enclosure())
            yield from _tried(where, lambda item=item: _media(web, item))  # type: ignore[misc]


def _media(web: HttpClient, item: Item) -> Iterator[Problem]:
    url = item.enclosure()
    asked = media.Enclosure(
        web,
        url,
        attribute(item.element, "enclosure", "length"),
        attribute(item.element, "enclosure", "type"),
        web.get(url, range="bytes=0-1", most=3),
        plain(url),
    )
    if gone := list(media.reachable(asked)):
        yield from gone
        return
    for rule in media.RULES:
        yield from rule(asked)


def _tried(where: str, judge: Callable[[], Iterator[Problem]]) -> list[Problem]:
    """What `judge` finds until the server gives no more answers, which is a finding too."""
    found: list[Problem] = []
    try:
        found.extend(judge())
    except UnreachableError as problem:
        found.append(_unreachable(where, problem, "Is it uploaded, and the server running?"))
    return found


def _unreachable(where: str, problem: UnreachableError, fix: str) -> Problem:
    return replace(error(where, str(problem), fix), source=HTTP)


def _advice(status: int) -> str:
    if status in (401, 403):
        return "Write name and password into the address: https://name:password@host/feed.xml"
    return "Is this the feed's address?"


def is_address(url: str) -> bool:
    """Whether `url` is one that can be asked."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and absolute(plain(url))


__all__ = ["EPISODES", "check_url", "is_address"]
