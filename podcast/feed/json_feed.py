"""JSON Feed 1.1 (jsonfeed.org): the same episodes for readers that prefer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from podcast import files
from podcast.feed import addresses
from podcast.feed.channel import Entry
from podcast.feed.notes import clean, show_notes
from podcast.show.settings import Settings

if TYPE_CHECKING:
    from podcast.feed.document import Document


def render(page: Document, settings: Settings, base: str) -> bytes:
    """One JSON file; it has no date of its own."""
    top = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(page.channel.title),
        "home_page_url": settings.link or base,
        "feed_url": f"{base}{page.name}",
        "next_url": f"{base}{page.older}.json" if page.older else "",
        "description": clean(page.channel.description),
        "icon": base + addresses.COVER,
        "authors": _authors(settings.author),
        "language": settings.language,
        "expired": settings.complete,
        "items": [_item(entry, settings, base) for entry in page.entries],
    }
    return files.json_bytes({key: value for key, value in top.items() if value or key == "items"})


def _item(entry: Entry, settings: Settings, base: str) -> dict[str, Any]:
    episode = entry.episode
    page = addresses.page(base, episode)
    item = {
        "id": episode.guid,
        "url": page,
        "external_url": addresses.link(episode.link),
        "title": clean(entry.title),
        "summary": clean(episode.summary),
        "content_html": clean(show_notes(episode, page)),
        "image": base + addresses.COVER,
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
