"""What feedgen cannot say: the podcast and podlove namespaces, and a few corrections.

feedgen asks an extension for elements, one by one, which takes longer than all the rest of a feed.
So the extension leaves a mark in their place, and `filled` puts their text where the marks are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedgen.ext.base import BaseEntryExtension
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
_MARKS = re.compile(rb"<\?" + _MARK.encode() + rb" ?\?>")


class Extension(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """Marks where the text of further elements belongs, in the channel or in an item."""

    def extend_ns(self) -> dict[str, str]:
        """The namespaces to be declared at the root."""
        return NAMESPACES

    def extend_rss(self, element: _Element) -> _Element:
        """Called by feedgen with the whole feed, or with one item."""
        parent = element[0] if element.tag == "rss" else element
        parent.append(etree.PI(_MARK))
        return element


def filled(xml: bytes, texts: list[str]) -> bytes:
    """`xml` with `texts`, elements made by `tag`, in the place of the marks, in their order."""
    pieces = _MARKS.split(xml)
    encoded = [text.encode() for text in texts] + [b""]
    return b"".join(part for pair in zip(pieces, encoded, strict=True) for part in pair)


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
