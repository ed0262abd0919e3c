"""What feedgen cannot say: the podcast and podlove namespaces, and a few corrections.

feedgen asks an extension for elements, one by one and item by item, which takes longer than all the
rest of a feed. So `filled` puts the text of further elements where they belong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedgen.ext.base import BaseExtension
from lxml import etree

from podcast.feed.notes import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACES = {
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
    "fh": "http://purl.org/syndication/history/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "atom": "http://www.w3.org/2005/Atom",
}

_MARK = "podcast-extension"
_CHANNEL = f"<!--{_MARK}-->".encode()
_ITEM = b"</item>"  # in a text, feedgen and our show notes write "&lt;"


class Extension(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Declares namespaces, and marks where the text of further elements of the channel belongs."""

    def extend_ns(self) -> dict[str, str]:
        """The namespaces to be declared at the root."""
        return NAMESPACES

    def extend_rss(self, rss: _Element) -> _Element:
        """Called by feedgen with the whole feed, before there are items in it."""
        rss[0].append(etree.Comment(_MARK))
        return rss


def filled(xml: bytes, channel: str, items: list[str]) -> bytes:
    """`xml` with elements made by `tag`: those of the channel, and of each item in order."""
    head, _, rest = xml.partition(_CHANNEL)
    pieces = rest.split(_ITEM)
    encoded = [text.encode() + _ITEM for text in items] + [b""]
    inner = (part for pair in zip(pieces, encoded, strict=True) for part in pair)
    return b"".join([head, channel.encode(), *inner])


def tag(name: str, text: str = "", attributes: dict[str, str] | None = None) -> str:
    """The element `name`, e.g. `podcast:person`, around plain `text`. Cleans what XML forbids."""
    opening = name
    if attributes:
        for key, value in attributes.items():
            opening += f' {key}="{escaped(value)}"'
    return f"<{opening}>{escaped(text)}</{name}>" if text else f"<{opening}/>"


def escaped(text: str) -> str:
    """`text` as it stands in an element or an attribute, without what XML cannot carry."""
    if _SPECIAL.search(text):
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = text.replace('"', "&quot;")
    return clean(text)


_SPECIAL = re.compile(r"[&<>\"]")
