"""Rules for the show notes: safe HTML, and timestamps that listeners can tap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

from podcast.check.feed.rss import Item, text
from podcast.check.finding import (
    APPLE,
    HTML,
    LISTENING,
    REBUILD,
    Problem,
    error,
    rule,
    short,
    warning,
)

LONGEST = 10_000
"""Apple truncates an episode's notes after this many characters."""

SAFE = frozenset(
    (
        *("a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "del", "div", "dl", "dt"),
        *("em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img"),
        *("ins", "li", "mark", "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub"),
        *("sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"),
    )
)
"""Elements that apps keep. They drop the rest; badly written apps execute it."""

_VOID = frozenset(("br", "hr", "img"))
_LINKS = ("http:", "https:", "mailto:", "#")
_TIME = re.compile(r"^(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)(?![\d:])")


class _Reader(HTMLParser):
    """Collects the text of an HTML fragment and the flaws in its markup."""

    def __init__(self) -> None:
        super().__init__()
        self.flaws: list[str] = []
        self.words: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SAFE:
            self.flaws.append(f"contains <{short(tag)}>, which is not safe")
        if tag not in _VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.flaws.append(f"contains the attribute {short(name)}, which is not safe")
            elif name in ("href", "src") and not (value or "").strip().lower().startswith(_LINKS):
                self.flaws.append(f"links to {short(value or '')!r}, which is not a web address")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        elif tag not in _VOID:
            self.flaws.append(f"closes <{short(tag)}>, which is not open")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@rule(HTML)
def safe(item: Item) -> Iterator[Problem]:
    """Notes contain no scripts, frames or styles, and link only to web pages."""
    reader = _read(item)
    for flaw in dict.fromkeys(reader.flaws):
        yield error(item.where("content:encoded"), flaw, REBUILD)
    left = [tag for tag in reader.open if tag not in ("p", "li", "dt", "dd")]
    if left:
        yield warning(item.where("content:encoded"), f"<{left[0]}> is not closed", REBUILD)


@rule(APPLE)
def short_enough(item: Item) -> Iterator[Problem]:
    """Apple shows the first 10,000 characters."""
    length = len(text(item.element, "content:encoded"))
    if length > LONGEST:
        what = f"has {length:,} characters, more than {LONGEST:,}"
        yield warning(item.where("content:encoded"), what, REBUILD)


@rule(LISTENING)
def times(item: Item) -> Iterator[Problem]:
    """Timestamps ascend from 00:00 within the episode; Spotify turns them into chapters."""
    where = item.where("content:encoded")
    found = [
        (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
        for words in _read(item).words
        for hours, minutes, seconds in _TIME.findall(words.strip())
    ]
    if len(found) < 3 and found[:1] != [0]:
        return  # probably a time of day
    if found[0] != 0:
        yield warning(where, f"the first timestamp is {found[0]} s, not 00:00:00", REBUILD)
    if any(two <= one for one, two in pairwise(found)):
        yield warning(where, "timestamps are not in ascending order", REBUILD)
    if item.seconds and found[-1] > item.seconds:
        what = f"has a timestamp at {found[-1]} s, after the end of the episode ({item.seconds} s)"
        yield warning(where, what, REBUILD)


def _read(item: Item) -> _Reader:
    reader = _Reader()
    reader.feed(text(item.element, "content:encoded"))
    reader.close()
    return reader


ITEM = (safe, short_enough, times)
