"""JSON Feed 1.1 (jsonfeed.org): the same episodes, for readers that prefer this format."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from podcast import files
from podcast.feed import addresses
from podcast.feed.channel import FeedEntry
from podcast.feed.document import Document
from podcast.feed.notes import clean, show_notes
from podcast.show.paths import COVER
from podcast.show.settings import Settings


def write(document: Document, settings: Settings, base: str, _changed: datetime) -> bytes:
    """Return one JSON Feed file; the format has no date for the whole feed."""
    top = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(document.channel.title),
        "home_page_url": settings.link or base,
        "feed_url": f"{base}{document.name}",
        "next_url": f"{base}{document.older}.json" if document.older else "",
        "description": clean(document.channel.description),
        "icon": base + COVER,
        "authors": _authors(settings.author),
        "language": settings.language,
        "expired": settings.complete,
        "items": [_item(entry, settings, base) for entry in document.entries],
    }
    return files.json_bytes({key: value for key, value in top.items() if value or key == "items"})


def _item(entry: FeedEntry, settings: Settings, base: str) -> dict[str, Any]:
    episode = entry.episode
    page = addresses.page(base, episode)
    item = {
        "id": episode.guid,
        "url": page,
        "external_url": addresses.link(episode.link),
        "title": clean(entry.title),
        "summary": clean(episode.summary),
        "content_html": clean(show_notes(episode, page)),
        "image": base + COVER,
        "date_published": episode.published.isoformat(),
        "authors": _authors(episode.author or settings.author),
        "tags": list(map(clean, episode.tags)),
        "attachments": [
            {
                "url": addresses.media(base, episode),
                "mime_type": "audio/mpeg",
                "size_in_bytes": episode.bytes,
                "duration_in_seconds": round(episode.duration_ms / 1000),
            }
        ],
    }
    return {key: value for key, value in item.items() if value}


def _authors(name: str | None) -> list[dict[str, str]]:
    return [{"name": clean(name)}] if name else []
