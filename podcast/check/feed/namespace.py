"""Rules for the podcast namespace: optional elements that must be valid if present."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import isfinite
from xml.etree.ElementTree import Element

from podcast.check.feed.rss import SPACES, Feed, Item
from podcast.check.feed.taxonomy import GROUPS, ROLES
from podcast.check.finding import (
    BUILD,
    EDIT_SHOW,
    NAMESPACE,
    TAXONOMY,
    Problem,
    error,
    rule,
    short,
    warning,
)
from podcast.check.folder import absolute

LONGEST = 128
"""Limit for names and titles, in characters. Aggregators truncate longer ones."""

_ARTICLE = "Correct the article and run `podcast build`."
_GEO = re.compile(r"geo:-?\d+(\.\d+)?,-?\d+(\.\d+)?(,-?\d+(\.\d+)?)?(;\S*)?", re.ASCII)
_OSM = re.compile(r"[NWR]\d+(#\d+)?", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

_Place = Callable[[str], str]


@rule(NAMESPACE)
def funding(feed: Feed) -> Iterator[Problem]:
    """`podcast:funding` has the URL of a page and a link text."""
    for element in feed.channel.findall("podcast:funding", SPACES):
        yield from _address(element, "url", feed.where("podcast:funding"), EDIT_SHOW)
        yield from _words(element, feed.where("podcast:funding"), EDIT_SHOW)


@rule(NAMESPACE)
def license_(feed: Feed) -> Iterator[Problem]:
    """`podcast:license` is a lower-case identifier from the list, or has a URL."""
    for element in feed.channel.findall("podcast:license", SPACES):
        where = feed.where("podcast:license")
        yield from _words(element, where, EDIT_SHOW)
        name = (element.text or "").strip()
        if element.get("url") is not None:
            yield from _address(element, "url", where, EDIT_SHOW)
        elif name != name.lower() or not re.fullmatch(r"[a-z0-9.+-]+", name):
            what = f"is {short(name)!r}; without a url it must be a lower-case identifier"
            yield error(where, what, "Set license_url in feed/show.toml and run `podcast build`.")


@rule(NAMESPACE)
def location(feed: Feed) -> Iterator[Problem]:
    """`podcast:location` names a place; `geo` and `osm` have the syntax of their systems."""
    where = feed.where("podcast:location")
    for element in feed.channel.findall("podcast:location", SPACES):
        yield from _words(element, where, EDIT_SHOW)
        for name, form in (("geo", _GEO), ("osm", _OSM)):
            value = element.get(name)
            if value is not None and not form.fullmatch(value):
                yield error(where, f"{name} is malformed: {short(value)!r}", EDIT_SHOW)
        if element.get("rel", "subject") not in ("subject", "creator"):
            what = f"rel is {short(element.get('rel', ''))!r}, not subject or creator"
            yield error(where, what, EDIT_SHOW)


@rule(NAMESPACE)
def owner(feed: Feed) -> Iterator[Problem]:
    """The `owner` of `podcast:locked` is an e-mail address."""
    element = feed.channel.find("podcast:locked", SPACES)
    value = None if element is None else element.get("owner")
    if value is not None and not _EMAIL.fullmatch(value):
        what = f"owner is not an e-mail address: {short(value)!r}"
        yield error(feed.where("podcast:locked"), what, EDIT_SHOW)


@rule(NAMESPACE)
def text(feed: Feed) -> Iterator[Problem]:
    """`podcast:txt` has at most 4,000 characters, and its purpose at most 128."""
    where = feed.where("podcast:txt")
    for element in feed.channel.iterfind(".//podcast:txt", SPACES):
        value, purpose = (element.text or "").strip(), element.get("purpose", "")
        if not value or len(value) > 4000:
            yield error(where, f"has {len(value):,} characters, not 1 to 4,000", EDIT_SHOW)
        if len(purpose) > LONGEST:
            yield error(
                where, f"purpose has {len(purpose):,} characters, more than {LONGEST}", EDIT_SHOW
            )


@rule(NAMESPACE)
def channel_people(feed: Feed) -> Iterator[Problem]:
    """Check `podcast:person` elements of the show."""
    yield from _people(feed.channel, feed.where, EDIT_SHOW)


@rule(NAMESPACE)
def people(item: Item) -> Iterator[Problem]:
    """Check `podcast:person` elements of an episode."""
    yield from _people(item.element, item.where, _ARTICLE)


@rule(NAMESPACE)
def soundbite(item: Item) -> Iterator[Problem]:
    """`podcast:soundbite` is within the episode and lasts 15 to 120 seconds."""
    where = item.where("podcast:soundbite")
    for element in item.element.findall("podcast:soundbite", SPACES):
        start, length = (_seconds(element.get(name, "")) for name in ("startTime", "duration"))
        if start is None or not length:
            yield error(where, "needs a startTime and a duration in seconds", _ARTICLE)
        elif item.seconds and start + length > item.seconds + 1:
            what = (
                f"ends at {start + length:.1f} s, after the end of the episode ({item.seconds} s)"
            )
            yield error(where, what, _ARTICLE)
        elif not 15 <= length <= 120:
            fix = "Choose a longer or shorter passage in the article."
            yield warning(where, f"lasts {length:.1f} s, not 15 to 120 s", fix)
        if len(element.text or "") > LONGEST:
            yield error(where, f"has a title of more than {LONGEST} characters", _ARTICLE)


@rule(NAMESPACE)
def captions(item: Item) -> Iterator[Problem]:
    """The `rel` of a transcript is `captions` or absent; captions are timed."""
    for element in item.element.findall("podcast:transcript", SPACES):
        relation, kind = element.get("rel"), element.get("type", "")
        where = item.where("podcast:transcript")
        if relation not in (None, "captions"):
            yield error(where, f"rel is {short(relation)!r}, not captions", BUILD)
        elif relation and kind in ("text/html", "text/plain"):
            yield error(
                where,
                f"is {kind}, which has no timing and so cannot be captions",
                BUILD,
            )


@rule(NAMESPACE)
def numbers(item: Item) -> Iterator[Problem]:
    """`podcast:season` is an integer, `podcast:episode` a number; both match the iTunes tags."""
    for name, form in (("season", r"\d+"), ("episode", r"\d+(\.\d+)?")):
        value = (item.element.findtext(f"podcast:{name}", None, SPACES) or "").strip()
        other = (item.element.findtext(f"itunes:{name}", None, SPACES) or "").strip()
        if item.element.find(f"podcast:{name}", SPACES) is None:
            continue
        where = item.where(f"podcast:{name}")
        if not re.fullmatch(form, value, re.ASCII):
            yield error(where, f"is not a number: {short(value)!r}", _ARTICLE)
        elif other and other != value:
            what = f"is {short(value)}, but itunes:{name} is {short(other)}"
            yield error(where, what, BUILD)


def _people(parent: Element, place: _Place, fix: str) -> Iterator[Problem]:
    where = place("podcast:person")
    for element in parent.findall("podcast:person", SPACES):
        yield from _words(element, where, fix)
        yield from _known(element, where)
        for name in ("href", "img"):
            if element.get(name) is not None:
                yield from _address(element, name, where, fix)


@rule(TAXONOMY)
def _known(element: Element, where: str) -> Iterator[Problem]:
    for name, known in (("role", ROLES), ("group", GROUPS)):
        value = element.get(name)
        if value is not None and value.strip().lower() not in known:
            yield warning(
                where,
                f"{name} {short(value)!r} is not in the Podcast Taxonomy",
                BUILD,
            )


def _words(element: Element, where: str, fix: str) -> Iterator[Problem]:
    length = len((element.text or "").strip())
    if not length:
        yield error(where, "is empty", fix)
    elif length > LONGEST:
        yield warning(where, f"has {length:,} characters, more than {LONGEST}", fix)


def _address(element: Element, name: str, where: str, fix: str) -> Iterator[Problem]:
    value = element.get(name, "").strip()
    if not absolute(value):
        what = (
            f"{name} is not an absolute http(s) URL: {short(value)!r}"
            if value
            else f"{name} is missing"
        )
        yield error(where, what, fix)


def _seconds(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if isfinite(number) and number >= 0 else None


CHANNEL = (funding, license_, location, owner, text, channel_people)
ITEM = (people, soundbite, captions, numbers)
