"""Rules for the items: what the feed says of each episode, before any file is opened."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from podcast.check.feed.channel import nowhere
from podcast.check.feed.dates import moment, seconds
from podcast.check.feed.rss import SPACES, Feed, Item, addresses, attribute, text
from podcast.check.finding import (
    ADDRESSES,
    ANTENNAPOD,
    APPLE,
    PODBOAT,
    PSP_1,
    RSS,
    error,
    rule,
    short,
    warning,
)
from podcast.check.folder import Folder, OutsideFolderError, absolute, last_part
from podcast.models import Problem

TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/x-m4a",
    ".mp4": "video/mp4",
    ".m4v": "video/x-m4v",
    ".mov": "video/quicktime",
    ".pdf": "application/pdf",
}
"""The kinds of file that Apple takes in an enclosure."""

MERGED_WITHIN = 600
"""AntennaPod takes two items for one whose durations are nearer. Seconds."""

_BUILD = "Run `podcast build`."
_REBUILD = "Run `podcast rebuild` for this episode."


@rule(APPLE)
def title(item: Item) -> Iterator[Problem]:
    """Apple: an episode has a title."""
    if not item.title:
        yield error(item.where("title"), "is missing", _REBUILD)


@rule(RSS)
def guid(item: Item) -> Iterator[Problem]:
    """RSS 2.0: a guid is an address unless `isPermaLink` is false. Apple: never without one."""
    value = text(item.element, "guid")
    if not value:
        yield error(item.where("guid"), "is missing", _REBUILD)
    elif attribute(item.element, "guid", "isPermaLink") != "false" and not absolute(value):
        what = f"is no web address ({short(value)!r}), but isPermaLink is not false"
        yield error(item.where("guid"), what, _BUILD)


@rule(RSS)
def published(item: Item) -> Iterator[Problem]:
    """RSS 2.0: an RFC 2822 date. AntennaPod drops items of the future."""
    value = text(item.element, "pubDate")
    when = moment(value)
    if not when:
        what = f"is no RFC 2822 date: {short(value)!r}" if value else "is missing"
        yield error(item.where("pubDate"), what, "Correct the article's date and rebuild it.")
    elif when > datetime.now(UTC):
        what = f"lies in the future ({value}): some apps hide the episode until then"
        yield warning(item.where("pubDate"), what, "Correct the article's date, or wait.")


@rule(RSS)
def enclosure(item: Item) -> Iterator[Problem]:
    """RSS 2.0 and Apple: one enclosure with an absolute address of the published folder."""
    found = item.element.findall("enclosure")
    where = item.where("enclosure")
    if len(found) != 1:
        what = f"stands there {len(found)} times, not once" if found else "is missing"
        yield error(where, what, _REBUILD)
    if found and not absolute(item.enclosure()):
        yield error(where, f"url is no web address: {short(item.enclosure())!r}", _BUILD)


@rule(APPLE)
def media_type(item: Item) -> Iterator[Problem]:
    """Apple: the address has a known extension, and the type belongs to it."""
    url = item.enclosure()
    if not absolute(url):
        return
    kind = attribute(item.element, "enclosure", "type")
    extension = re.sub(r"^.*(?=\.)", "", last_part(url)).lower()
    if extension not in TYPES:
        yield error(item.where("enclosure"), f"url has no known extension: {short(url)!r}", _BUILD)
    elif kind != TYPES[extension]:
        what = f"type is {short(kind)!r}, not {TYPES[extension]!r}"
        yield error(item.where("enclosure"), what, _BUILD)


@rule(RSS)
def length(item: Item) -> Iterator[Problem]:
    """RSS 2.0: the enclosure's length is that of the file. Bytes."""
    value = attribute(item.element, "enclosure", "length")
    if item.element.find("enclosure") is None:
        return
    if not re.fullmatch(r"[1-9]\d{0,17}", value, re.ASCII):
        yield error(item.where("enclosure"), f"length is no size: {short(value)!r}", _BUILD)
        return
    name = file_name(item.folder, item.enclosure())
    size = item.folder.size(name) if name and item.folder.exists(name) else int(value)
    if size not in (0, int(value)):  # an empty file is no media: said there
        what = f"length is {int(value):,}, but {name} has {size:,} bytes"
        yield error(item.where("enclosure"), what, _REBUILD)


@rule(APPLE)
def duration(item: Item) -> Iterator[Problem]:
    """Apple: `itunes:duration` in seconds, or as `HH:MM:SS`. Recommended."""
    value = text(item.element, "itunes:duration")
    if not value:
        yield warning(item.where("itunes:duration"), "is missing", _REBUILD)
    elif seconds(value) is None:
        yield error(item.where("itunes:duration"), f"is no time: {short(value)!r}", _REBUILD)


@rule(RSS)
def link(item: Item) -> Iterator[Problem]:
    """RSS 2.0: the link of an item is the address of a page."""
    value = text(item.element, "link")
    if value and not absolute(value):
        yield error(item.where("link"), f"is no web address: {short(value)!r}", _BUILD)


@rule(PSP_1)
def notes(item: Item) -> Iterator[Problem]:
    """PSP-1 and Apple: an episode is described."""
    if not text(item.element, "description") and not text(item.element, "content:encoded"):
        yield warning(item.where("description"), "is missing", _REBUILD)


@rule(APPLE)
def explicit(item: Item) -> Iterator[Problem]:
    """Apple: exactly `true` or `false`, where an episode says it at all."""
    value = text(item.element, "itunes:explicit")
    if not value:
        yield warning(item.where("itunes:explicit"), "is missing", _BUILD)
    elif value not in ("true", "false"):
        what = f"is {short(value)!r}, not true or false"
        yield error(item.where("itunes:explicit"), what, _BUILD)


@rule(ADDRESSES)
def addressed(item: Item) -> Iterator[Problem]:
    """A feed's addresses lead somewhere: every one that is below its base is a file."""
    for tag, url in addresses(item.element):
        yield from nowhere(item.folder, item.where(tag), url)


@rule(ADDRESSES)
def at_home(item: Item) -> Iterator[Problem]:
    """What an episode is made of lies in the published folder, where it can be judged."""
    for tag in ("enclosure", "podcast:transcript", "podcast:chapters"):
        for element in item.element.findall(tag, SPACES):
            url = element.get("url", "").strip()
            if absolute(url) and item.folder.base and not url.startswith(item.folder.base):
                what = f"lies outside of {item.folder.base}: {short(url)!r}"
                yield error(item.where(tag), what, _BUILD)


def file_name(folder: Folder, url: str) -> str | None:
    """The file in the folder that `url` stands for, if it stands for one."""
    try:
        return folder.name(url) or None
    except OutsideFolderError:
        return None


@rule(RSS)
def unique_guids(feed: Feed) -> Iterator[Problem]:
    """RSS 2.0: a guid belongs to one item. Apps merge two items that share it."""
    for item, first in _again(feed, lambda item: text(item.element, "guid")):
        yield error(item.where("guid"), f"is that of {_name(first)}, too", _BUILD)


@rule(ANTENNAPOD)
def unique_addresses(feed: Feed) -> Iterator[Problem]:
    """AntennaPod merges two items with one media address."""
    for item, first in _again(feed, Item.enclosure):
        yield error(item.where("enclosure"), f"url is that of {_name(first)}, too", _BUILD)


@rule(PODBOAT)
def unique_downloads(feed: Feed) -> Iterator[Problem]:
    """podboat and others name a download by the last part of its address."""
    urls = {item.number: item.enclosure() for item in feed.items}
    for item, first in _again(feed, lambda item: last_part(item.enclosure())):
        if urls[item.number] != urls[first.number]:
            what = f"url ends like that of {_name(first)}: {short(last_part(urls[item.number]))!r}"
            yield warning(item.where("enclosure"), what, "Rename one of the articles.")


@rule(ANTENNAPOD)
def merged(feed: Feed) -> Iterator[Problem]:
    """AntennaPod merges items of one title and day whose durations are within ten minutes.

    The day is that of the listener: less than 24 hours can be one day somewhere. Quotation marks
    and dashes of all kinds are one to it.
    """
    groups: dict[str, list[tuple[datetime, Item]]] = defaultdict(list)
    for item in feed.items:
        when = moment(text(item.element, "pubDate"))
        if item.title and when:
            groups[re.sub("[„“”]", '"', item.title.replace("—", "-"))].append((when, item))
    for group in groups.values():
        ordered = sorted(group, key=lambda pair: (pair[0], -pair[1].number), reverse=True)
        for (later, first), (earlier, item) in pairwise(ordered):
            near = abs(first.seconds - item.seconds) < MERGED_WITHIN
            if near and later - earlier < timedelta(days=1):
                what = f"has the title, day and about the length of item {first.number}"
                yield warning(item.where(), what, "Give one of the articles another title.")


def _name(item: Item) -> str:
    return item.where().partition(": ")[2]


def _again(feed: Feed, key: Callable[[Item], str]) -> Iterable[tuple[Item, Item]]:
    """Items whose key (not empty) an earlier item has, each with that item."""
    seen: dict[str, Item] = {}
    for item in feed.items:
        value = key(item)
        if value and value in seen:
            yield item, seen[value]
        elif value:
            seen[value] = item


RULES: tuple[Callable[[Item], Iterator[Problem]], ...] = (
    title,
    guid,
    published,
    enclosure,
    media_type,
    length,
    duration,
    link,
    notes,
    explicit,
    addressed,
    at_home,
)

AMONG: tuple[Callable[[Feed], Iterator[Problem]], ...] = (
    unique_guids,
    unique_addresses,
    unique_downloads,
    merged,
)
