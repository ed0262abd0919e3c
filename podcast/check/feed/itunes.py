"""Rules for Apple's namespace: optional elements that must be valid if present."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from podcast.check.feed.dates import moment
from podcast.check.feed.rss import SPACES, Feed, Item, attribute, text
from podcast.check.finding import (
    APPLE,
    BUILD,
    EDIT_SHOW,
    LISTENING,
    RSS,
    Problem,
    error,
    rule,
    short,
    warning,
)
from podcast.check.folder import absolute, last_part

_ARTICLE = "Correct the article's front matter and run `podcast build`."


@rule(APPLE)
def kind(feed: Feed) -> Iterator[Problem]:
    """`itunes:type` is `episodic` or `serial`."""
    value = text(feed.channel, "itunes:type")
    if value and value not in ("episodic", "serial"):
        what = f"is {short(value)!r}, not episodic or serial"
        yield error(feed.where("itunes:type"), what, EDIT_SHOW)


@rule(APPLE)
def flags(feed: Feed) -> Iterator[Problem]:
    """`itunes:block` and `itunes:complete` are `Yes`; anything else has no effect."""
    yield from _flags(feed.channel, feed.where, ("itunes:block", "itunes:complete"), EDIT_SHOW)


@rule(APPLE)
def contact(feed: Feed) -> Iterator[Problem]:
    """`itunes:owner` has a name and an e-mail address."""
    owner = feed.channel.find("itunes:owner", SPACES)
    if owner is None:
        return
    email = text(owner, "itunes:email")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        what = f"is not an e-mail address: {short(email)!r}" if email else "is missing"
        yield error(feed.where("itunes:email"), what, EDIT_SHOW)
    if not text(owner, "itunes:name"):
        yield warning(feed.where("itunes:name"), "is missing", EDIT_SHOW)


@rule(APPLE)
def picture(feed: Feed) -> Iterator[Problem]:
    """The URL of the show's artwork ends with `.jpg` or `.png`."""
    url = attribute(feed.channel, "itunes:image", "href")
    if absolute(url) and not last_part(url).lower().endswith((".jpg", ".jpeg", ".png")):
        what = f"does not end with .jpg or .png: {short(url)!r}"
        yield error(feed.where("itunes:image"), what, EDIT_SHOW)


@rule(RSS)
def up_to_date(feed: Feed) -> Iterator[Problem]:
    """`lastBuildDate` is the last content change, so not before the newest episode."""
    built = moment(text(feed.channel, "lastBuildDate"))
    dates = [moment(text(item.element, "pubDate")) for item in feed.items]
    now = datetime.now(UTC)
    newest = max((date for date in dates if date and date <= now), default=None)
    if built and newest and built < newest:
        what = f"is earlier than the newest episode's date ({newest:%Y-%m-%d %H:%M})"
        yield warning(feed.where("lastBuildDate"), what, BUILD)


@rule(LISTENING)
def newest_first(feed: Feed) -> Iterator[Problem]:
    """Apps without their own sorting use feed order, which must be newest first."""
    before = None
    for item in feed.items:
        date = moment(text(item.element, "pubDate"))
        if before and date and date > before:
            yield warning(item.where("pubDate"), "is later than in the preceding item", BUILD)
            return
        before = date or before


@rule(APPLE)
def numbers(item: Item) -> Iterator[Problem]:
    """`itunes:season` and `itunes:episode` are positive integers."""
    for tag in ("itunes:season", "itunes:episode"):
        value = text(item.element, tag)
        found = item.element.find(tag, SPACES) is not None
        if found and not re.fullmatch(r"[1-9]\d{0,8}", value, re.ASCII):
            yield error(item.where(tag), f"is not a positive integer: {short(value)!r}", _ARTICLE)


@rule(APPLE)
def episode_kind(item: Item) -> Iterator[Problem]:
    """`itunes:episodeType` is `full`, `trailer` or `bonus`."""
    value = text(item.element, "itunes:episodeType")
    if value and value not in ("full", "trailer", "bonus"):
        what = f"is {short(value)!r}, not full, trailer or bonus"
        yield error(item.where("itunes:episodeType"), what, _ARTICLE)


@rule(APPLE)
def hidden(item: Item) -> Iterator[Problem]:
    """`itunes:block` of an episode is `Yes`."""
    yield from _flags(item.element, item.where, ("itunes:block",), _ARTICLE)


@rule(APPLE)
def own_title(item: Item) -> Iterator[Problem]:
    """`itunes:title` is not empty if it is present."""
    found = item.element.find("itunes:title", SPACES)
    if found is not None and not (found.text or "").strip():
        yield error(item.where("itunes:title"), "is empty", _ARTICLE)


@rule(APPLE)
def serial(feed: Feed) -> Iterator[Problem]:
    """In a serial show, every full episode has a number."""
    if text(feed.channel, "itunes:type") != "serial":
        return
    for item in feed.items:
        full = text(item.element, "itunes:episodeType") in ("", "full")
        if full and not text(item.element, "itunes:episode"):
            fix = "Add `episode:` to the article's front matter and run `podcast build`."
            yield error(
                item.where("itunes:episode"), "is missing, but a serial show requires it", fix
            )


@rule(APPLE)
def unique_numbers(feed: Feed) -> Iterator[Problem]:
    """No two full episodes share a season and number."""
    seen: dict[tuple[str, str], Item] = {}
    for item in feed.items:
        number = text(item.element, "itunes:episode")
        place = text(item.element, "itunes:season"), number
        if not number or text(item.element, "itunes:episodeType") not in ("", "full"):
            continue
        if place in seen:
            what = f"is {short(number)}, the same as for item {seen[place].number}"
            yield warning(item.where("itunes:episode"), what, _ARTICLE)
        seen.setdefault(place, item)


def _flags(
    parent: Element, place: Callable[[str], str], tags: tuple[str, ...], fix: str
) -> Iterator[Problem]:
    for tag in tags:
        value = text(parent, tag)
        if value and value != "Yes":
            yield warning(place(tag), f"is {short(value)!r}; only Yes has an effect", fix)


CHANNEL = (kind, flags, contact, picture, up_to_date, newest_first, serial, unique_numbers)
ITEM = (numbers, episode_kind, hidden, own_title)
