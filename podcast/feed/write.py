"""Write a feed document with the writer for its format."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Protocol

from podcast.feed.document import Document, Note
from podcast.show.settings import Settings

WRITERS = {"xml": "podcast.feed.rss", "json": "podcast.feed.json_feed"}
"""Modules by file suffix; each has a `Writer` named `write`.

Imported only when there is something to write: if nothing has changed, feedgen is not loaded.
"""


class Writer(Protocol):
    """Signature of `write` in a writer module."""

    def __call__(
        self, document: Document, settings: Settings, base: str, changed: datetime, /
    ) -> bytes:
        """Return the file. `base` is the URL of `feed/public/`, with a trailing slash.

        `changed` is when the content last changed. The same arguments produce the same bytes.
        """


def write(document: Document, settings: Settings, base: str, note: Note) -> bytes:
    """Return the content of the file that `document` describes; `note` is its stored state."""
    writer: Writer = import_module(WRITERS[document.format]).write
    return writer(document, settings, base, datetime.fromisoformat(note["changed"]))
