"""The feed as elements: read without entities, asked by qualified name."""

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
    """One `<item>`, with its place in the feed."""

    element: Element
    number: int
    """From 1, as they stand in the feed."""
    folder: Folder
    feed: str = FEED
    """Name of the feed that it is in."""

    @property
    def title(self) -> str:
        """What the item is called; empty where it has no title."""
        return text(self.element, "title")

    def where(self, tag: str = "") -> str:
        """The item, or `tag` in it, in words."""
        name = f"item {self.number} “{short(self.title)}”" if self.title else f"item {self.number}"
        return f"{self.feed}: {name} <{tag}>" if tag else f"{self.feed}: {name}"

    @property
    def seconds(self) -> int:
        """How long the episode says it is; 0 where it does not."""
        return seconds(text(self.element, "itunes:duration")) or 0

    def enclosure(self) -> str:
        """Address of the media file; empty where there is none."""
        return attribute(self.element, "enclosure", "url")


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed and the folder that it describes."""

    channel: Element
    items: tuple[Item, ...]
    folder: Folder
    name: str = FEED

    def where(self, tag: str = "") -> str:
        """The channel, or `tag` in it, in words."""
        return f"{self.name}: channel <{tag}>" if tag else f"{self.name}: channel"

    @property
    def archived(self) -> bool:
        """Whether it is an archive page of RFC 5005."""
        return self.channel.find("fh:archive", SPACES) is not None


class _Builder(TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:  # noqa: ARG002
        raise UnreadableError("has a DOCTYPE, which feeds have no use for")


def read(root: Path, name: str = FEED, base: str | None = None) -> Feed:
    """The feed `name` of the folder `root`. Raises `UnreadableError`.

    `base` is the address of the folder; where it is None, the feed itself tells.
    """
    return parse(Folder(root, "").read(name), root, name, base)


def parse(data: bytes, root: Path, name: str, base: str | None) -> Feed:
    """The feed in `data`. Raises `UnreadableError`."""
    try:
        tree = _parse(data)
    except (ParseError, ValueError, LookupError) as problem:
        raise UnreadableError(f"is not well-formed XML: {problem}") from None
    channels = tree.findall("channel")
    if tree.tag != "rss" or tree.get("version") != "2.0" or len(channels) != 1:
        raise UnreadableError("is not RSS 2.0 with one channel")
    elements = channels[0].findall("item")
    folder = Folder(root, _base(channels[0], elements, name) if base is None else base)
    items = tuple(Item(element, number, folder, name) for number, element in enumerate(elements, 1))
    return Feed(channels[0], items, folder, name)


def text(element: Element, tag: str) -> str:
    """What the first `tag` in `element` holds, without space around it."""
    return (element.findtext(tag, "", SPACES) or "").strip()


def attribute(element: Element, tag: str, name: str) -> str:
    """Attribute `name` of the first `tag` in `element`; empty where there is none."""
    found = element.find(tag, SPACES)
    return "" if found is None else found.get(name, "").strip()


def linked(channel: Element, relation: str) -> str:
    """Address of the first `atom:link` with this `rel`; empty where there is none."""
    links = channel.findall("atom:link", SPACES)
    return next((x.get("href", "").strip() for x in links if x.get("rel") == relation), "")


def self_link(channel: Element) -> str:
    """The feed's own address, as it says itself."""
    return linked(channel, "self")


def addresses(element: Element) -> Iterator[tuple[str, str]]:
    """Every address in `element` and below, without its items: tag as written and address."""
    for child in element:
        if child.tag != "item":
            for inner in child.iter():
                yield from _own(inner)


def qualified(tag: str) -> str:
    """`{http://…}image` as people write it: `itunes:image`."""
    space, brace, name = tag.removeprefix("{").partition("}")
    prefix = next((p for p, uri in SPACES.items() if uri == space), "")
    return (f"{prefix}:{name}" if prefix else name) if brace else tag


def _own(element: Element) -> Iterator[tuple[str, str]]:
    values = [element.get(name, "") for name in ("url", "href", "src")]
    if element.tag in ("link", "url"):
        values.append(element.text or "")
    yield from ((qualified(element.tag), value.strip()) for value in values if value.strip())


def _parse(data: bytes) -> Element:
    parser = XMLParser(target=_Builder())  # noqa: S314 - a DOCTYPE, and so any entity, is refused
    parser.feed(data)
    tree: Element = parser.close()
    return tree


def _base(channel: Element, items: list[Element], name: str) -> str:
    """The address of the folder: where the feed says it lies, or else above its first media."""
    link = self_link(channel)
    if absolute(link):
        return link[: -len(name)] if link.endswith(f"/{name}") else link.rpartition("/")[0] + "/"
    media = next((attribute(item, "enclosure", "url") for item in items), "")
    return media.rsplit("/", 2)[0] + "/" if absolute(media) else ""
