"""Rules for the items: metadata of each episode, checked without opening other files."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from podcast.check.feed.channel import missing_file
from podcast.check.feed.dates import moment, seconds
from podcast.check.feed.rss import SPACES, Feed, Item, addresses, attribute, text
from podcast.check.finding import (
    ADDRESSES,
    ANTENNAPOD,
    APPLE,
    BUILD,
    PODBOAT,
    PSP_1,
    REBUILD,
    RSS,
    Problem,
    error,
    rule,
    short,
    warning,
)
from podcast.check.folder import Folder, OutsideFolderError, absolute, last_part

TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/x-m4a",
    ".mp4": "video/mp4",
    ".m4v": "video/x-m4v",
    ".mov": "video/quicktime",
    ".pdf": "application/pdf",
}
"""File types that Apple accepts in an enclosure."""

MERGED_WITHIN = 600
"""AntennaPod merges two items whose durations differ by less. Seconds."""


@rule(APPLE)
def title(item: Item) -> Iterator[Problem]:
    """Apple: an episode has a title."""
    if not item.title:
        yield error(item.where("title"), "is missing", REBUILD)


@rule(RSS)
def guid(item: Item) -> Iterator[Problem]:
    """RSS 2.0: a guid is a URL unless `isPermaLink` is false. Apple: every item has a guid."""
    value = text(item.element, "guid")
    if not value:
        yield error(item.where("guid"), "is missing", REBUILD)
    elif attribute(item.element, "guid", "isPermaLink") != "false" and not absolute(value):
        what = f"is not an absolute http(s) URL ({short(value)!r}), but isPermaLink is not false"
        yield error(item.where("guid"), what, BUILD)


@rule(RSS)
def published(item: Item) -> Iterator[Problem]:
    """RSS 2.0: an RFC 2822 date. AntennaPod drops items dated in the future."""
    value = text(item.element, "pubDate")
    when = moment(value)
    if not when:
        what = f"is not an RFC 2822 date: {short(value)!r}" if value else "is missing"
        yield error(item.where("pubDate"), what, "Correct the article's date, then rebuild it.")
    elif when > datetime.now(UTC):
        what = f"is in the future ({value}): some apps hide the episode until then"
        yield warning(item.where("pubDate"), what, "Correct the article's date, or wait.")


@rule(RSS)
def enclosure(item: Item) -> Iterator[Problem]:
    """RSS 2.0 and Apple: exactly one enclosure, with an absolute URL."""
    found = item.element.findall("enclosure")
    where = item.where("enclosure")
    if len(found) != 1:
        what = f"appears {len(found)} times, not once" if found else "is missing"
        yield error(where, what, REBUILD)
    if found and not absolute(item.enclosure()):
        yield error(
            where, f"url is not an absolute http(s) URL: {short(item.enclosure())!r}", BUILD
        )


@rule(APPLE)
def media_type(item: Item) -> Iterator[Problem]:
    """Apple: the URL has a known file extension that matches the media type."""
    url = item.enclosure()
    if not absolute(url):
        return
    kind = attribute(item.element, "enclosure", "type")
    extension = re.sub(r"^.*(?=\.)", "", last_part(url)).lower()
    if extension not in TYPES:
        yield error(item.where("enclosure"), f"url has an unknown extension: {short(url)!r}", BUILD)
    elif kind != TYPES[extension]:
        what = f"type is {short(kind)!r}, not {TYPES[extension]!r}"
        yield error(item.where("enclosure"), what, BUILD)


@rule(RSS)
def length(item: Item) -> Iterator[Problem]:
    """RSS 2.0: the enclosure's length is the size of the file in bytes."""
    value = attribute(item.element, "enclosure", "length")
    if item.element.find("enclosure") is None:
        return
    if not re.fullmatch(r"[1-9]\d{0,17}", value, re.ASCII):
        yield error(item.where("enclosure"), f"length is not a byte count: {short(value)!r}", BUILD)
        return
    name = file_name(item.folder, item.enclosure())
    size = item.folder.size(name) if name and item.folder.exists(name) else int(value)
    if size not in (0, int(value)):  # `media` reports an empty file
        what = f"length is {int(value):,}, but {name} has {size:,} bytes"
        yield error(item.where("enclosure"), what, REBUILD)


@rule(APPLE)
def duration(item: Item) -> Iterator[Problem]:
    """Apple recommends `itunes:duration`, in seconds or as `HH:MM:SS`."""
    value = text(item.element, "itunes:duration")
    if not value:
        yield warning(item.where("itunes:duration"), "is missing", REBUILD)
    elif seconds(value) is None:
        yield error(item.where("itunes:duration"), f"is not a duration: {short(value)!r}", REBUILD)


@rule(RSS)
def link(item: Item) -> Iterator[Problem]:
    """RSS 2.0: the link of an item is the URL of a page."""
    value = text(item.element, "link")
    if value and not absolute(value):
        yield error(item.where("link"), f"is not an absolute http(s) URL: {short(value)!r}", BUILD)


@rule(PSP_1)
def notes(item: Item) -> Iterator[Problem]:
    """PSP-1 and Apple: an episode has a description."""
    if not text(item.element, "description") and not text(item.element, "content:encoded"):
        yield warning(item.where("description"), "is missing", REBUILD)


@rule(APPLE)
def explicit(item: Item) -> Iterator[Problem]:
    """Apple: exactly `true` or `false`; a missing value is only a warning."""
    value = text(item.element, "itunes:explicit")
    if not value:
        yield warning(item.where("itunes:explicit"), "is missing", BUILD)
    elif value not in ("true", "false"):
        what = f"is {short(value)!r}, not true or false"
        yield error(item.where("itunes:explicit"), what, BUILD)


@rule(ADDRESSES)
def existing_files(item: Item) -> Iterator[Problem]:
    """Every URL in an item below the feed's base refers to an existing file."""
    for tag, url in addresses(item.element):
        yield from missing_file(item.folder, item.where(tag), url)


@rule(ADDRESSES)
def files_in_folder(item: Item) -> Iterator[Problem]:
    """Media, transcripts and chapters are in the published folder, so they can be checked."""
    for tag in ("enclosure", "podcast:transcript", "podcast:chapters"):
        for element in item.element.findall(tag, SPACES):
            url = element.get("url", "").strip()
            if absolute(url) and item.folder.base and not url.startswith(item.folder.base):
                what = f"is outside {item.folder.base}: {short(url)!r}"
                yield error(item.where(tag), what, BUILD)


def file_name(folder: Folder, url: str) -> str | None:
    """Name of the file in `folder` that `url` refers to, or None if it refers to none."""
    try:
        return folder.name(url) or None
    except OutsideFolderError:
        return None


@rule(RSS)
def unique_guids(feed: Feed) -> Iterator[Problem]:
    """RSS 2.0: a guid identifies one item. Apps merge two items with the same guid."""
    for item, first in _again(feed, lambda item: text(item.element, "guid")):
        yield error(item.where("guid"), f"is also used by {_name(first)}", BUILD)


@rule(ANTENNAPOD)
def unique_addresses(feed: Feed) -> Iterator[Problem]:
    """AntennaPod merges two items with the same media URL."""
    for item, first in _again(feed, Item.enclosure):
        yield error(item.where("enclosure"), f"url is also used by {_name(first)}", BUILD)


@rule(PODBOAT)
def unique_downloads(feed: Feed) -> Iterator[Problem]:
    """podboat and others name a download after the last part of its URL."""
    urls = {item.number: item.enclosure() for item in feed.items}
    for item, first in _again(feed, lambda item: last_part(item.enclosure())):
        if urls[item.number] != urls[first.number]:
            what = (
                f"url has the same file name as that of {_name(first)}:"
                f" {short(last_part(urls[item.number]))!r}"
            )
            yield warning(item.where("enclosure"), what, "Rename one of the articles.")


@rule(ANTENNAPOD)
def merged(feed: Feed) -> Iterator[Problem]:
    """AntennaPod merges items with equal title and day whose durations differ by under 10 min.

    The day depends on the listener's time zone: two times less than 24 hours apart can fall on
    the same day somewhere. AntennaPod treats all kinds of quotation marks and dashes as equal.
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
                what = f"has the title and day of item {first.number}, and about the same duration"
                yield warning(item.where(), what, "Give one of the articles a different title.")


def _name(item: Item) -> str:
    return item.where().partition(": ")[2]


def _again(feed: Feed, key: Callable[[Item], str]) -> Iterable[tuple[Item, Item]]:
    """Yield each item whose non-empty key an earlier item has, paired with that item."""
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
    existing_files,
    files_in_folder,
)

AMONG: tuple[Callable[[Feed], Iterator[Problem]], ...] = (
    unique_guids,
    unique_addresses,
    unique_downloads,
    merged,
)
