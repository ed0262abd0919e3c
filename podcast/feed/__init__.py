"""The feeds of a show: RSS and JSON Feed, archive pages, feeds of a part.

episodes ── channels ──▶ Channel: which of them, under which title
              └─ documents ──▶ Document: one file each, with a hash of all it is made from
                    ├─ rss    feedgen, and extension for Podcasting 2.0 and Podlove
                    └─ json
"""

from podcast.feed.channel import Channel, Entry, channels
from podcast.feed.document import Document, documents, noted

__all__ = ["Channel", "Document", "Entry", "channels", "documents", "noted", "render"]


def __getattr__(name: str) -> object:
    """Load feedgen where something is to be written, not where nothing has changed."""
    if name == "render":
        from podcast.feed.rss import render

        return render
    raise AttributeError(name)
