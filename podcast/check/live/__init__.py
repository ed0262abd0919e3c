"""Check a podcast on the server that delivers it, given only the URL of the feed.

    check_url(url) ── web.Web ──▶ feed ──┬─ documents: the feed, its cover, transcripts, chapters
                                         ├─ media: ranges, lengths, types of the newest episodes
                                         └─ judge_text: metadata in the feed

Works for feeds from any generator. Each rule names its source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from podcast.check import judge_text
from podcast.check.feed import rss
from podcast.check.feed.rss import FEED, Feed, Item, attribute
from podcast.check.finding import HTTP, RSS, Problem, error
from podcast.check.folder import UnreadableError, absolute
from podcast.check.live import documents, media
from podcast.check.live.web import HttpClient, UnreachableError, plain

EPISODES = 5
"""Number of newest episodes to request; the same server delivers the others."""


def check_url(
    url: str,
    *,
    episodes: int = EPISODES,
    timeout: float = 20,
    progress: Callable[[str], None] | None = None,
) -> list[Problem]:
    """Return the problems of the podcast whose feed is at `url`; an empty list if there are none.

    `url` may contain a user name and a password. `episodes` is the number of newest episodes to
    request, `timeout` the limit for each response in seconds. `progress` is called with the title
    or URL to be checked next. Never raises, whatever the server does.
    """
    where = plain(url)
    with HttpClient(url, timeout=timeout) as web:
        try:
            answer = web.get(url)
            if answer.status != 200:
                what = f"returns {answer.status}"
                return [replace(error(where, what, _advice(answer.status)), source=HTTP)]
            found = list(documents.feed(web, answer, where))
            feed = rss.parse(answer.body, Path(), FEED, base="")
        except UnreachableError as problem:
            return [
                _unreachable(
                    where, problem, "Check that the server is running and the URL is correct."
                )
            ]
        except UnreadableError as problem:
            flaw = error(where, str(problem), "Check that this is the feed's URL.")
            return [*found, replace(flaw, source=RSS)]
        found += documents.own_address(feed, answer, where)
        found += _tried(where, lambda: documents.missing_page(web, answer))
        found += [
            replace(p, fix="Fix it in the tool that generates the feed.") for p in judge_text(feed)
        ]
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
        yield from _tried(item.where(), lambda item=item: documents.companions(web, item))  # type: ignore[misc]
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
    """Collect findings of `judge`. If the server becomes unreachable, report that and stop."""
    found: list[Problem] = []
    try:
        found.extend(judge())
    except UnreachableError as problem:
        found.append(
            _unreachable(
                where, problem, "Check that the file is uploaded and the server is running."
            )
        )
    return found


def _unreachable(where: str, problem: UnreachableError, fix: str) -> Problem:
    return replace(error(where, str(problem), fix), source=HTTP)


def _advice(status: int) -> str:
    if status in (401, 403):
        return "Put name and password into the URL: https://name:password@host/feed.xml"
    return "Check that this is the feed's URL."


def is_address(url: str) -> bool:
    """Whether `check_url` can request `url`."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and absolute(plain(url))


__all__ = ["EPISODES", "check_url", "is_address"]
