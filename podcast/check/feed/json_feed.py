"""Rules for the JSON Feed next to an RSS feed: it is valid and has the same episodes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from podcast.check.feed.channel import missing_file
from podcast.check.feed.rss import Feed, Item, text
from podcast.check.finding import BUILD, JSON_FEED, FormatError, Problem, error, parsed, rule, short
from podcast.check.folder import UnreadableError, absolute

VERSIONS = ("https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1")


@rule(JSON_FEED)
def judge(feed: Feed) -> Iterator[Problem]:
    """Check the `feed.json` next to `feed.xml`, if there is one."""
    name = feed.name.removesuffix(".xml") + ".json"
    if not feed.name.endswith(".xml") or not feed.folder.exists(name):
        return
    try:
        data = parsed(feed.folder.text(name))
    except (FormatError, UnreadableError) as flaw:
        yield error(name, str(flaw), BUILD)
        return
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        yield error(name, "is not a JSON object with an items array", BUILD)
        return
    yield from _top(feed, name, data)
    if [str(item.get("id")) for item in items] != [text(i.element, "guid") for i in feed.items]:
        yield error(name, f"does not list the same items as {feed.name} in the same order", BUILD)
        return
    for one, item in zip(items, feed.items, strict=True):
        yield from _item(feed, f"{name}: item {item.number}", one, item)


def _top(feed: Feed, name: str, data: dict[str, Any]) -> Iterator[Problem]:
    if data.get("version") not in VERSIONS:
        yield error(
            f"{name}: version", f"is not supported: {short(str(data.get('version')))!r}", BUILD
        )
    if data.get("title") != text(feed.channel, "title"):
        yield error(f"{name}: title", f"differs from the title in {feed.name}", BUILD)
    for key in ("feed_url", "home_page_url", "next_url", "icon"):
        value = data.get(key)
        if value is not None and not absolute(str(value)):
            yield error(
                f"{name}: {key}", f"is not an absolute http(s) URL: {short(str(value))!r}", BUILD
            )
        elif value is not None:
            yield from missing_file(feed.folder, f"{name}: {key}", str(value))


def _item(feed: Feed, where: str, one: dict[str, Any], item: Item) -> Iterator[Problem]:
    if one.get("title") != item.title:
        yield error(f"{where}: title", f"differs from the title in {feed.name}", BUILD)
    if not one.get("content_html") and not one.get("content_text"):
        yield error(f"{where}: content_html", "is missing, and so is content_text", BUILD)
    if not _moment(one.get("date_published")):
        what = f"is not an RFC 3339 date: {short(str(one.get('date_published')))!r}"
        yield error(f"{where}: date_published", what, BUILD)
    found = one.get("attachments")
    media = found if isinstance(found, list) else []
    urls = [part.get("url") for part in media if isinstance(part, dict)]
    if item.enclosure() and urls != [item.enclosure()]:
        yield error(f"{where}: attachments", f"do not match the enclosure in {feed.name}", BUILD)


def _moment(value: object) -> datetime | None:
    try:
        date = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return date if date.tzinfo else None
