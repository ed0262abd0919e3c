"""All feeds of a folder: main feed, archive pages (RFC 5005), feeds for parts of the show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from podcast.check.feed.dates import moment
from podcast.check.feed.items import file_name
from podcast.check.feed.rss import FEED, Feed, linked, read, self_link, text
from podcast.check.finding import (
    ARCHIVES,
    BUILD,
    NAMESPACE,
    PSP_1,
    Problem,
    error,
    rule,
    short,
    warning,
)
from podcast.check.folder import UnreadableError


@dataclass(slots=True)
class Feeds:
    """The feeds that a folder publishes."""

    chains: list[list[Feed]] = field(default_factory=list)
    """One list per feed, main feed first: the feed, then its archive pages, newest first."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def main(self) -> Feed:
        """The feed of the whole show."""
        return self.chains[0][0]

    def __iter__(self) -> Iterator[Feed]:
        return (feed for chain in self.chains for feed in chain)


def collect(root: Path) -> Feeds:
    """Read every feed below `root`. Raises `UnreadableError` if the main feed is unreadable."""
    main = read(root)
    pages, first = {FEED: main}, Feeds()
    for path in sorted(root.rglob("*.xml")):
        name = path.relative_to(root).as_posix()
        if name != FEED and not any(part.startswith(".") for part in name.split("/")):
            try:
                pages[name] = read(root, name, main.folder.base)
            except UnreadableError as problem:
                first.problems.append(error(name, str(problem), BUILD))
    heads = [feed for feed in pages.values() if not feed.archived]
    first.chains = [_chain(feed, pages) for feed in heads]
    return first


def judge(feeds: Feeds) -> Iterator[Problem]:
    """Check everything that involves more than one feed of a folder."""
    yield from feeds.problems
    for chain in feeds.chains:
        yield from _linked(chain)
        yield from _disjoint(chain)
    for feed in feeds:
        yield from _named(feed)
    reached = {feed.name for feed in feeds}
    yield from _apart([chain[0] for chain in feeds.chains])
    yield from _unreached(feeds, reached)


def older(feed: Feed) -> str:
    """Name of the next older archive page; empty if the folder does not contain one."""
    return file_name(feed.folder, linked(feed.channel, "prev-archive")) or ""


def _chain(head: Feed, pages: dict[str, Feed]) -> list[Feed]:
    chain = [head]
    while (page := pages.get(older(chain[-1]))) and page not in chain:
        chain.append(page)
    return chain


@rule(ARCHIVES)
def _linked(chain: Sequence[Feed]) -> Iterator[Problem]:
    """Every page except the oldest links to the next older one; each is marked as an archive."""
    last, target = chain[-1], linked(chain[-1].channel, "prev-archive")
    where = last.where('atom:link rel="prev-archive"')
    if older(last) in {feed.name for feed in chain}:
        yield error(where, "points back to a page that is already in the chain", BUILD)
    elif target:
        yield error(where, f"does not point to a feed: {short(target)!r}", BUILD)
    for page in chain[1:]:
        current = linked(page.channel, "current")
        if not page.archived:
            yield error(page.where("fh:archive"), "is missing on an archive page", BUILD)
        if file_name(page.folder, current) != chain[0].name:
            what = f"is {short(current)!r}, not the feed {chain[0].name}"
            yield error(page.where('atom:link rel="current"'), what, BUILD)


@rule(ARCHIVES)
def _disjoint(chain: Sequence[Feed]) -> Iterator[Problem]:
    """Each episode is on one page only, and older pages contain no newer episodes."""
    seen: dict[str, str] = {}
    oldest = None
    for number, feed in enumerate(chain):
        dates = [moment(text(item.element, "pubDate")) for item in feed.items]
        known = [date for date in dates if date]
        if oldest and known and max(known) > oldest:
            what = "contains an episode newer than one on a more recent page"
            yield warning(feed.name, what, BUILD)
        oldest = min(known, default=oldest)
        for item in feed.items if number else ():
            guid = text(item.element, "guid")
            if seen.get(guid, feed.name) != feed.name:
                yield error(item.where("guid"), f"also appears in {seen[guid]}", BUILD)
        seen |= {text(item.element, "guid"): feed.name for item in feed.items}


@rule(PSP_1)
def _named(feed: Feed) -> Iterator[Problem]:
    """`atom:link rel="self"` is the URL of the file that contains it."""
    own = file_name(feed.folder, self_link(feed.channel))
    if own is not None and own != feed.name:
        what = f"is the URL of {short(own)!r}, not of this file"
        yield error(feed.where('atom:link rel="self"'), what, BUILD)


@rule(NAMESPACE)
def _apart(heads: Sequence[Feed]) -> Iterator[Problem]:
    """Apps treat each feed as a podcast, so `podcast:guid` and title must be unique."""
    for tag, level in (("podcast:guid", error), ("title", warning)):
        seen: dict[str, str] = {}
        for feed in heads:
            value = text(feed.channel, tag)
            if value and value in seen:
                yield level(feed.where(tag), f"is the same as in {seen[value]}", BUILD)
            seen.setdefault(value, feed.name)


@rule(ARCHIVES)
def _unreached(feeds: Feeds, reached: set[str]) -> Iterator[Problem]:
    """Apps cannot find an archive page that no feed links to."""
    root = feeds.main.folder.root
    for path in sorted(root.glob("archive/**/*.xml")):
        name = path.relative_to(root).as_posix()
        if name not in reached and not any(p.where == name for p in feeds.problems):
            yield error(name, "is an archive page that no feed links to", BUILD)
