"""All feeds of a folder: the main one, its archive pages (RFC 5005), and those of a part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from podcast.check.feed.dates import moment
from podcast.check.feed.items import file_name
from podcast.check.feed.rss import FEED, Feed, linked, read, self_link, text
from podcast.check.finding import ARCHIVES, NAMESPACE, PSP_1, error, rule, short, warning
from podcast.check.folder import UnreadableError
from podcast.models import Problem

_BUILD = "Run `podcast build`."


@dataclass(slots=True)
class Feeds:
    """What a folder publishes."""

    chains: list[list[Feed]] = field(default_factory=list)
    """For each feed, the main one first: itself, then its archive pages from new to old."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def main(self) -> Feed:
        """The feed of the whole show."""
        return self.chains[0][0]

    def __iter__(self) -> Iterator[Feed]:
        return (feed for chain in self.chains for feed in chain)


def collect(root: Path) -> Feeds:
    """Every feed below `root`. Raises `UnreadableError` where the main one cannot be read."""
    main = read(root)
    pages, first = {FEED: main}, Feeds()
    for path in sorted(root.rglob("*.xml")):
        name = path.relative_to(root).as_posix()
        if name != FEED and not any(part.startswith(".") for part in name.split("/")):
            try:
                pages[name] = read(root, name, main.folder.base)
            except UnreadableError as problem:
                first.problems.append(error(name, str(problem), _BUILD))
    heads = [feed for feed in pages.values() if not feed.archived]
    first.chains = [_chain(feed, pages) for feed in heads]
    return first


def judge(feeds: Feeds) -> Iterator[Problem]:
    """Everything about the feeds of a folder that one of them alone cannot tell."""
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
    """Name of the archive page before this one; empty where there is none in the folder."""
    return file_name(feed.folder, linked(feed.channel, "prev-archive")) or ""


def _chain(head: Feed, pages: dict[str, Feed]) -> list[Feed]:
    chain = [head]
    while (page := pages.get(older(chain[-1]))) and page not in chain:
        chain.append(page)
    return chain


@rule(ARCHIVES)
def _linked(chain: Sequence[Feed]) -> Iterator[Problem]:
    """Each page but the oldest links to one before it, and each is marked as an archive."""
    last, target = chain[-1], linked(chain[-1].channel, "prev-archive")
    where = last.where('atom:link rel="prev-archive"')
    if older(last) in {feed.name for feed in chain}:
        yield error(where, "leads back to a page that was there before", _BUILD)
    elif target:
        yield error(where, f"leads to no feed: {short(target)!r}", _BUILD)
    for page in chain[1:]:
        current = linked(page.channel, "current")
        if not page.archived:
            yield error(page.where("fh:archive"), "is missing on an archive page", _BUILD)
        if file_name(page.folder, current) != chain[0].name:
            what = f"is {short(current)!r}, not the feed {chain[0].name}"
            yield error(page.where('atom:link rel="current"'), what, _BUILD)


@rule(ARCHIVES)
def _disjoint(chain: Sequence[Feed]) -> Iterator[Problem]:
    """An episode is on one page, and none on an older page is newer."""
    seen: dict[str, str] = {}
    oldest = None
    for number, feed in enumerate(chain):
        dates = [moment(text(item.element, "pubDate")) for item in feed.items]
        known = [date for date in dates if date]
        if oldest and known and max(known) > oldest:
            what = "has an episode that is newer than some on the page after it"
            yield warning(feed.name, what, _BUILD)
        oldest = min(known, default=oldest)
        for item in feed.items if number else ():
            guid = text(item.element, "guid")
            if seen.get(guid, feed.name) != feed.name:
                yield error(item.where("guid"), f"stands in {seen[guid]}, too", _BUILD)
        seen |= {text(item.element, "guid"): feed.name for item in feed.items}


@rule(PSP_1)
def _named(feed: Feed) -> Iterator[Problem]:
    """`atom:link rel="self"` is the address of the file that it stands in."""
    own = file_name(feed.folder, self_link(feed.channel))
    if own is not None and own != feed.name:
        what = f"is the address of {short(own)!r}"
        yield error(feed.where('atom:link rel="self"'), what, _BUILD)


@rule(NAMESPACE)
def _apart(heads: Sequence[Feed]) -> Iterator[Problem]:
    """Two feeds are two podcasts: each has a `podcast:guid` of its own, and a title."""
    for tag, level in (("podcast:guid", error), ("title", warning)):
        seen: dict[str, str] = {}
        for feed in heads:
            value = text(feed.channel, tag)
            if value and value in seen:
                yield level(feed.where(tag), f"is that of {seen[value]}, too", _BUILD)
            seen.setdefault(value, feed.name)


@rule(ARCHIVES)
def _unreached(feeds: Feeds, reached: set[str]) -> Iterator[Problem]:
    """An archive page that no feed leads to is lost."""
    root = feeds.main.folder.root
    for path in sorted(root.glob("archive/**/*.xml")):
        name = path.relative_to(root).as_posix()
        if name not in reached and not any(p.where == name for p in feeds.problems):
            yield error(name, "is an archive page that no feed leads to", _BUILD)
