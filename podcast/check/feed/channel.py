"""Rules for the channel: metadata of the show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from uuid import UUID

from podcast.check.feed.apple import CATEGORIES
from podcast.check.feed.dates import moment
from podcast.check.feed.rss import SPACES, Feed, addresses, attribute, self_link, text
from podcast.check.finding import (
    ADDRESSES,
    APPLE,
    APPLE_CATEGORIES,
    BUILD,
    EDIT_SHOW,
    NAMESPACE,
    PSP_1,
    RSS,
    RSS_PROFILE,
    Problem,
    error,
    rule,
    short,
    warning,
)
from podcast.check.folder import Folder, OutsideFolderError, absolute

REQUIRED = ("title", "link", "description", "language", "itunes:explicit")

MEDIA = frozenset(
    (
        "audiobook",
        "blog",
        "course",
        "film",
        "mixed",
        "music",
        "newsletter",
        "podcast",
        "publisher",
        "video",
    )
)


@rule(APPLE)
def required(feed: Feed) -> Iterator[Problem]:
    """RSS 2.0 requires title, link and description; Apple also language and explicit."""
    for tag in REQUIRED:
        found = feed.channel.findall(tag, SPACES)
        if not text(feed.channel, tag):
            yield error(feed.where(tag), "is empty" if found else "is missing", EDIT_SHOW)
        elif len(found) > 1:
            yield error(feed.where(tag), f"appears {len(found)} times", BUILD)


@rule(APPLE)
def description(feed: Feed) -> Iterator[Problem]:
    """Apple truncates a show's description at 4,000 characters."""
    length = len(text(feed.channel, "description"))
    if length > 4000:
        yield warning(
            feed.where("description"), f"has {length:,} characters, more than 4,000", EDIT_SHOW
        )


@rule(RSS_PROFILE)
def link(feed: Feed) -> Iterator[Problem]:
    """RSS Advisory Board: a link is a URL on the web."""
    value = text(feed.channel, "link")
    if value and not absolute(value):
        yield error(
            feed.where("link"), f"is not an absolute http(s) URL: {short(value)!r}", EDIT_SHOW
        )


@rule(RSS)
def language(feed: Feed) -> Iterator[Problem]:
    """RSS 2.0 and Apple: a language code such as `de` or `de-AT` (ISO 639, RFC 5646)."""
    value = text(feed.channel, "language")
    if value and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        yield error(feed.where("language"), f"is not a language code: {short(value)!r}", EDIT_SHOW)


@rule(APPLE)
def explicit(feed: Feed) -> Iterator[Problem]:
    """Apple: exactly `true` or `false`; `yes`, `no` and `clean` are obsolete."""
    value = text(feed.channel, "itunes:explicit")
    if value and value not in ("true", "false"):
        yield error(
            feed.where("itunes:explicit"), f"is {short(value)!r}, not true or false", EDIT_SHOW
        )


@rule(APPLE_CATEGORIES)
def category(feed: Feed) -> Iterator[Problem]:
    """Apple: at least one category, spelled as in Apple's list."""
    found = feed.channel.findall("itunes:category", SPACES)
    if not found:
        yield error(feed.where("itunes:category"), "is missing", EDIT_SHOW)
    for element in found:
        name = element.get("text", "")
        if name not in CATEGORIES:
            yield _unknown(feed, name, CATEGORIES)
            continue
        inner = [part.get("text", "") for part in element.findall("itunes:category", SPACES)]
        yield from (_unknown(feed, p, CATEGORIES[name]) for p in inner if p not in CATEGORIES[name])


def _unknown(feed: Feed, name: str, known: object) -> Problem:
    near = get_close_matches(name[:80], list(known), n=1)  # type: ignore[call-overload]
    hint = f"Did you mean {near[0]!r}? " if near else ""
    what = f"{short(name)!r} is not in Apple's list of categories"
    return error(feed.where("itunes:category"), what, hint + EDIT_SHOW)


@rule(APPLE)
def image(feed: Feed) -> Iterator[Problem]:
    """Apple: a show has artwork. `site.cover` checks the file itself."""
    if not attribute(feed.channel, "itunes:image", "href"):
        yield error(feed.where("itunes:image"), "is missing", BUILD)


@rule(PSP_1)
def own_address(feed: Feed) -> Iterator[Problem]:
    """RSS Advisory Board, PSP-1: `atom:link rel="self"` with the feed's absolute URL."""
    value = self_link(feed.channel)
    if not value:
        yield error(feed.where('atom:link rel="self"'), "is missing", BUILD)
    elif not absolute(value):
        what = f"is not an absolute http(s) URL: {short(value)!r}"
        yield error(feed.where('atom:link rel="self"'), what, "Correct base_url in feed/show.toml.")


@rule(NAMESPACE)
def identity(feed: Feed) -> Iterator[Problem]:
    """Podcasting 2.0: `podcast:guid` is a version 5 UUID."""
    value = text(feed.channel, "podcast:guid")
    if not value:
        yield warning(feed.where("podcast:guid"), "is missing", BUILD)
    elif _version(value) != 5:
        yield error(feed.where("podcast:guid"), f"is not a version 5 UUID: {short(value)!r}", BUILD)


def _version(value: str) -> int | None:
    try:
        return UUID(value).version if len(value) == 36 else None
    except ValueError:
        return None


@rule(NAMESPACE)
def locked(feed: Feed) -> Iterator[Problem]:
    """Podcasting 2.0: `podcast:locked` is `yes` or `no`."""
    yield from _choice(feed, "podcast:locked", frozenset({"yes", "no"}))


@rule(NAMESPACE)
def medium(feed: Feed) -> Iterator[Problem]:
    """Podcasting 2.0: `podcast:medium` is one of the values that the namespace lists."""
    yield from _choice(feed, "podcast:medium", MEDIA)


def _choice(feed: Feed, tag: str, allowed: frozenset[str]) -> Iterator[Problem]:
    value = text(feed.channel, tag)
    if not value:
        yield warning(feed.where(tag), "is missing", BUILD)
    elif value not in allowed:
        what = f"is {short(value)!r}, not one of: {', '.join(sorted(allowed))}"
        yield error(feed.where(tag), what, BUILD)


@rule(RSS)
def dates(feed: Feed) -> Iterator[Problem]:
    """RSS 2.0: dates use the format of RFC 822 (2822)."""
    for tag in ("pubDate", "lastBuildDate"):
        value = text(feed.channel, tag)
        if value and not moment(value):
            yield error(feed.where(tag), f"is not an RFC 2822 date: {short(value)!r}", BUILD)


@rule(APPLE)
def episodes(feed: Feed) -> Iterator[Problem]:
    """Apple: a show has at least one episode."""
    if not feed.items:
        yield warning(
            feed.name, "has no episodes", "Add an article to seeds/ and run `podcast build`."
        )


@rule(ADDRESSES)
def addressed(feed: Feed) -> Iterator[Problem]:
    """Every URL in the channel below the feed's base refers to an existing file."""
    for tag, url in addresses(feed.channel):
        yield from missing_file(feed.folder, feed.where(tag), url)


def missing_file(folder: Folder, where: str, url: str) -> Iterator[Problem]:
    """Report `url` if it is below the base of `folder` but is not a file in it."""
    try:
        name = folder.name(url)
    except OutsideFolderError:
        yield error(where, f"points outside the published folder: {short(url)!r}", BUILD)
        return
    if name and not folder.exists(name):
        yield error(where, f"refers to a file that does not exist: {short(name)!r}", BUILD)


RULES: tuple[Callable[[Feed], Iterator[Problem]], ...] = (
    required,
    description,
    link,
    language,
    explicit,
    category,
    image,
    own_address,
    identity,
    locked,
    medium,
    dates,
    episodes,
    addressed,
)
