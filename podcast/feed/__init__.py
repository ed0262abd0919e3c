"""The feeds of a show: RSS and JSON Feed, archive pages, feeds of a part.

episodes ── channels ──▶ Channel: which of them, under which title
              └─ documents ──▶ Document: one file each, with a hash of all it is made from
                                └─ write ── rss: feedgen, and extension for Podcasting 2.0, Podlove
                                        └── json_feed
"""

from podcast.feed.channel import Channel, FeedEntry, channels
from podcast.feed.document import Document, documents, noted
from podcast.feed.write import write

__all__ = ["Channel", "Document", "FeedEntry", "channels", "documents", "noted", "write"]
