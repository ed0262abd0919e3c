"""Parse RSS feeds without entities, and look up elements by qualified name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import (
    Element,
    ParseError,
    TreeBuilder,
    XMLParser,
)

from podcast.check.feed.dates import seconds
from podcast.check.finding import short
from podcast.check.folder import Folder, UnreadableError, absolute

FEED = "feed.xml"

SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
    "fh": "http://purl.org/syndication/history/1.0",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One `<item>` and its position in the feed."""

    element: Element
    number: int
    """Position in the feed, starting at 1."""
    folder: Folder
    feed: str = FEED
    """Name of the feed that contains the item."""

    @property
    def title(self) -> str:
        """Title of the item; empty if it has none."""
        return text(self.element, "title")

    def where(self, tag: str = "") -> str:
        """Describe the location of the item, or of `tag` in it, for a message."""
        name = f"item {self.number} “{short(self.title)}”" if self.title else f"item {self.number}"
        return f"{self.feed}: {name} <{tag}>" if tag else f"{self.feed}: {name}"

    @property
    def seconds(self) -> int:
        """Declared duration in seconds; 0 if it is missing or invalid."""
        return seconds(text(self.element, "itunes:duration")) or 0

    def enclosure(self) -> str:
        """URL of the media file; empty if there is none."""
        return attribute(self.element, "enclosure", "url")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and the folder that it describes."""

    channel: Element
    items: tuple[Item, ...]
    folder: Folder
    name: str = FEED

    def where(self, tag: str = "") -> str:
        """Describe the location of the channel, or of `tag` in it, for a message."""
        return f"{self.name}: channel <{tag}>" if tag else f"{self.name}: channel"

    @property
    def archived(self) -> bool:
        """Whether the feed is an archive page (RFC 5005)."""
        return self.channel.find("fh:archive", SPACES) is not None


class _Builder(TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:  # noqa: ARG002
        raise UnreadableError("has a DOCTYPE, which a feed does not need")


def read(root: Path, name: str = FEED, base: str | None = None) -> Feed:
    """Read the feed `name` in the folder `root`. Raises `UnreadableError`.

    `base` is the URL of the folder. If it is None, the URL is derived from the feed.
    """
    return parse(Folder(root, "").read(name), root, name, base)


def parse(data: bytes, root: Path, name: str, base: str | None) -> Feed:
    """Parse the feed in `data`. Raises `UnreadableError`."""
    try:
        tree = _parse(data)
    except (ParseError, ValueError, LookupError) as problem:
        raise UnreadableError(f"is not well-formed XML: {problem}") from None
    channels = tree.findall("channel")
    if tree.tag != "rss" or tree.get("version") != "2.0" or len(channels) != 1:
        raise UnreadableError("is not RSS 2.0 with exactly one channel")
    elements = channels[0].findall("item")
    folder = Folder(root, _base(channels[0], elements, name) if base is None else base)
    items = tuple(Item(element, number, folder, name) for number, element in enumerate(elements, 1))
    return Feed(channels[0], items, folder, name)


def text(element: Element, tag: str) -> str:
    """Text of the first `tag` in `element`, stripped; empty if there is none."""
    return (element.findtext(tag, "", SPACES) or "").strip()


def attribute(element: Element, tag: str, name: str) -> str:
    """Attribute `name` of the first `tag` in `element`; empty if there is none."""
    found = element.find(tag, SPACES)
    return "" if found is None else found.get(name, "").strip()


def linked(channel: Element, relation: str) -> str:
    """URL of the first `atom:link` with this `rel`; empty if there is none."""
    links = channel.findall("atom:link", SPACES)
    return next((x.get("href", "").strip() for x in links if x.get("rel") == relation), "")


def self_link(channel: Element) -> str:
    """The feed's own URL, as declared in the feed."""
    return linked(channel, "self")


def addresses(element: Element) -> Iterator[tuple[str, str]]:
    """Yield prefixed tag and URL for every URL below `element`, except in its items."""
    for child in element:
        if child.tag != "item":
            for inner in child.iter():
                yield from _own(inner)


def qualified(tag: str) -> str:
    """Convert `{http://…}image` to its prefixed form, `itunes:image`."""
    space, brace, name = tag.removeprefix("{").partition("}")
    prefix = next((p for p, uri in SPACES.items() if uri == space), "")
    return (f"{prefix}:{name}" if prefix else name) if brace else tag


def _own(element: Element) -> Iterator[tuple[str, str]]:
    values = [element.get(name, "") for name in ("url", "href", "src")]
    if element.tag in ("link", "url"):
        values.append(element.text or "")
    yield from ((qualified(element.tag), value.strip()) for value in values if value.strip())


def _parse(data: bytes) -> Element:
    parser = XMLParser(target=_Builder())  # noqa: S314 - DOCTYPE, hence any entity, is rejected
    parser.feed(data)
    tree: Element = parser.close()
    return tree


def _base(channel: Element, items: list[Element], name: str) -> str:
    """URL of the folder: from the feed's self link, else two levels up from the first media."""
    link = self_link(channel)
    if absolute(link):
        return link[: -len(name)] if link.endswith(f"/{name}") else link.rpartition("/")[0] + "/"
    media = next((attribute(item, "enclosure", "url") for item in items), "")
    return media.rsplit("/", 2)[0] + "/" if absolute(media) else ""
