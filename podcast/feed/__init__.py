"""Feeds of a show: RSS and JSON Feed, archive pages, feeds with a selection of episodes.

episodes ── channels ──▶ Channel: one feed, its episodes and their titles
              └─ documents ──▶ Document: one file of a feed, with a hash of its inputs
                                └─ write ── rss: feedgen, and extension for Podcasting 2.0, Podlove
                                        └── json_feed
"""

from podcast.feed.channel import Channel, FeedEntry, channels
from podcast.feed.document import Document, documents, noted
from podcast.feed.write import write

__all__ = ["Channel", "Document", "FeedEntry", "channels", "documents", "noted", "write"]
