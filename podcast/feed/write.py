"""A feed document's bytes, from the writer of its format."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Protocol

from podcast.feed.document import Document, Note
from podcast.show.settings import Settings

WRITERS = {"xml": "podcast.feed.rss", "json": "podcast.feed.json_feed"}
"""The module that writes a format, by the format's file suffix: a `Writer` called `write`.

Imported when there is something to write: where nothing has changed, feedgen is not loaded.
"""


class Writer(Protocol):
    """What a writer's module offers as `write`."""

    def __call__(
        self, document: Document, settings: Settings, base: str, changed: datetime, /
    ) -> bytes:
        """The file. `base` is the address of `feed/public/`, with a slash at the end.

        `changed` is when the content last changed. The same arguments give the same bytes.
        """


def write(document: Document, settings: Settings, base: str, note: Note) -> bytes:
    """The file that `document` describes; `note` is what is remembered of it."""
    writer: Writer = import_module(WRITERS[document.format]).write
    return writer(document, settings, base, datetime.fromisoformat(note["changed"]))
