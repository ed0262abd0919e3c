"""Elements that feedgen does not support: podcast and podlove namespaces, a few corrections.

feedgen requests elements from an extension one by one for each item, which takes longer than the
rest of the feed. Therefore `filled` inserts the additional elements as text.
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
_ITEM = b"</item>"  # unambiguous: in text, feedgen and our show notes write "&lt;"


class Extension(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Declares the namespaces and marks where to insert additional channel elements."""

    def extend_ns(self) -> dict[str, str]:
        """Return the namespaces to declare on the root element."""
        return NAMESPACES

    def extend_rss(self, rss: _Element) -> _Element:
        """Insert the mark; feedgen calls this with the whole feed before adding items."""
        rss[0].append(etree.Comment(_MARK))
        return rss


def filled(xml: bytes, channel: str, items: list[str]) -> bytes:
    """Insert elements made by `tag` into `xml`: those of the channel, and of each item in order."""
    head, _, rest = xml.partition(_CHANNEL)
    pieces = rest.split(_ITEM)
    encoded = [text.encode() + _ITEM for text in items] + [b""]
    inner = (part for pair in zip(pieces, encoded, strict=True) for part in pair)
    return b"".join([head, channel.encode(), *inner])


def tag(name: str, text: str = "", attributes: dict[str, str] | None = None) -> str:
    """Return the element `name`, e.g. `podcast:person`, with plain `text` as its content.

    Removes characters that XML forbids.
    """
    opening = name
    if attributes:
        for key, value in attributes.items():
            opening += f' {key}="{escaped(value)}"'
    return f"<{opening}>{escaped(text)}</{name}>" if text else f"<{opening}/>"


def escaped(text: str) -> str:
    """Escape `text` for an element or attribute, and remove characters that XML forbids."""
    if _SPECIAL.search(text):
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = text.replace('"', "&quot;")
    return clean(text)


_SPECIAL = re.compile(r"[&<>\"]")
