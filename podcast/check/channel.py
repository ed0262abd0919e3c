"""Rules for the channel: what the show says of itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from uuid import UUID

from podcast.check.apple import CATEGORIES
from podcast.check.dates import moment
from podcast.check.finding import error, short, warning
from podcast.check.folder import AstrayError, Folder, absolute
from podcast.check.rss import FEED, SPACES, Feed, addresses, attribute, self_link, text
from podcast.models import Problem

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

_BUILD = "Run `podcast build`."
_SHOW = "Correct it in feed/show.toml and run `podcast build`."


def _where(tag: str) -> str:
    return f"{FEED}: channel <{tag}>"


def required(feed: Feed) -> Iterator[Problem]:
    """RSS 2.0 demands title, link and description; Apple language and explicit as well."""
    for tag in REQUIRED:
        found = feed.channel.findall(tag, SPACES)
        if not text(feed.channel, tag):
            yield error(_where(tag), "is empty" if found else "is missing", _SHOW)
        elif len(found) > 1:
            yield error(_where(tag), f"stands there {len(found)} times", _BUILD)


def description(feed: Feed) -> Iterator[Problem]:
    """Apple cuts a show's description at 4,000 characters."""
    length = len(text(feed.channel, "description"))
    if length > 4000:
        yield warning(_where("description"), f"has {length:,} characters, over 4,000", _SHOW)


def link(feed: Feed) -> Iterator[Problem]:
    """RSS Advisory Board: a link is an address on the web."""
    value = text(feed.channel, "link")
    if value and not absolute(value):
        yield error(_where("link"), f"is no web address: {short(value)!r}", _SHOW)


def language(feed: Feed) -> Iterator[Problem]:
    """RSS 2.0 and Apple: a language code such as `de` or `de-AT` (ISO 639, RFC 5646)."""
    value = text(feed.channel, "language")
    if value and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        yield error(_where("language"), f"is no language code: {short(value)!r}", _SHOW)


def explicit(feed: Feed) -> Iterator[Problem]:
    """Apple: exactly `true` or `false`; `yes`, `no` and `clean` are of the past."""
    value = text(feed.channel, "itunes:explicit")
    if value and value not in ("true", "false"):
        yield error(_where("itunes:explicit"), f"is {short(value)!r}, not true or false", _SHOW)


def category(feed: Feed) -> Iterator[Problem]:
    """Apple: at least one category, spelled as in its list."""
    found = feed.channel.findall("itunes:category", SPACES)
    if not found:
        yield error(_where("itunes:category"), "is missing", _SHOW)
    for element in found:
        name = element.get("text", "")
        if name not in CATEGORIES:
            yield _unknown(name, CATEGORIES)
            continue
        inner = [part.get("text", "") for part in element.findall("itunes:category", SPACES)]
        yield from (_unknown(p, CATEGORIES[name]) for p in inner if p not in CATEGORIES[name])


def _unknown(name: str, known: object) -> Problem:
    near = get_close_matches(name[:80], list(known), n=1)  # type: ignore[call-overload]
    hint = f"Did you mean {near[0]!r}? " if near else ""
    what = f"{short(name)!r} is not in Apple's list"
    return error(_where("itunes:category"), what, hint + _SHOW)


def image(feed: Feed) -> Iterator[Problem]:
    """Apple: a show has a picture. The file itself is judged as a cover."""
    if not attribute(feed.channel, "itunes:image", "href"):
        yield error(_where("itunes:image"), "is missing", _BUILD)


def own_address(feed: Feed) -> Iterator[Problem]:
    """RSS Advisory Board, PSP-1: `atom:link rel="self"` with the feed's absolute address."""
    value = self_link(feed.channel)
    if not value:
        yield error(_where('atom:link rel="self"'), "is missing", _BUILD)
    elif not absolute(value):
        what = f"is no web address: {short(value)!r}"
        yield error(_where('atom:link rel="self"'), what, "Correct base_url in feed/show.toml.")


def identity(feed: Feed) -> Iterator[Problem]:
    """Podcasting 2.0: `podcast:guid` is a UUID version 5."""
    value = text(feed.channel, "podcast:guid")
    if not value:
        yield warning(_where("podcast:guid"), "is missing", _BUILD)
    elif _version(value) != 5:
        yield error(_where("podcast:guid"), f"is no UUID version 5: {short(value)!r}", _BUILD)


def _version(value: str) -> int | None:
    try:
        return UUID(value).version if len(value) == 36 else None
    except ValueError:
        return None


def locked(feed: Feed) -> Iterator[Problem]:
    """Podcasting 2.0: `podcast:locked` says `yes` or `no`."""
    yield from _choice(feed, "podcast:locked", frozenset({"yes", "no"}))


def medium(feed: Feed) -> Iterator[Problem]:
    """Podcasting 2.0: `podcast:medium` is one of the namespace's list."""
    yield from _choice(feed, "podcast:medium", MEDIA)


def _choice(feed: Feed, tag: str, allowed: frozenset[str]) -> Iterator[Problem]:
    value = text(feed.channel, tag)
    if not value:
        yield warning(_where(tag), "is missing", _BUILD)
    elif value not in allowed:
        what = f"is {short(value)!r}, not one of: {', '.join(sorted(allowed))}"
        yield error(_where(tag), what, _BUILD)


def dates(feed: Feed) -> Iterator[Problem]:
    """RSS 2.0: dates are written as RFC 822 (2822) has them."""
    for tag in ("pubDate", "lastBuildDate"):
        value = text(feed.channel, tag)
        if value and not moment(value):
            yield error(_where(tag), f"is no RFC 2822 date: {short(value)!r}", _BUILD)


def episodes(feed: Feed) -> Iterator[Problem]:
    """Apple: a show has at least one episode."""
    if not feed.items:
        yield warning(FEED, "has no episode", "Put an article into seeds/ and run `podcast build`.")


def addressed(feed: Feed) -> Iterator[Problem]:
    """A feed's addresses lead somewhere: every one that is below its base is a file."""
    for tag, url in addresses(feed.channel):
        yield from nowhere(feed.folder, _where(tag), url)


def nowhere(folder: Folder, where: str, url: str) -> Iterator[Problem]:
    """A problem where `url` should be a file of the folder and is not."""
    try:
        name = folder.name(url)
    except AstrayError:
        yield error(where, f"leads out of the published folder: {short(url)!r}", _BUILD)
        return
    if name and not folder.exists(name):
        yield error(where, f"there is no file {short(name)!r}", _BUILD)


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
