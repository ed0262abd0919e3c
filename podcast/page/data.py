"""Structured data for search engines: the show and its episodes in schema.org vocabulary."""

from __future__ import annotations

from typing import Any

from podcast.models import Episode
from podcast.page import words
from podcast.show.paths import COVER, FEED, INDEX
from podcast.show.settings import Settings


def show_data(settings: Settings, base: str) -> dict[str, Any]:
    """Describe the show as a `PodcastSeries`.

    Without `base`, its addresses are relative to `index.html`.
    """
    own = {
        "@context": "https://schema.org",
        "@type": "PodcastSeries",
        "name": settings.title,
        "description": settings.description or settings.subtitle,
        "url": base or INDEX,
        "webFeed": base + FEED,
        "image": base + COVER,
        "inLanguage": settings.language,
        "author": _person(settings.author),
    }
    return _without_empty(own)


def episode_data(settings: Settings, base: str, episode: Episode) -> dict[str, Any]:
    """Describe an episode as a `PodcastEpisode`.

    Without `base`, its addresses are relative to the episode's page.
    """
    above, here = (base, f"{base}{episode.slug}/") if base else ("../", "")
    own = {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "name": episode.title,
        "description": episode.summary,
        "url": f"{here}{episode.slug}.html",
        "image": above + COVER,
        "datePublished": episode.published.isoformat(),
        "duration": words.iso_length(episode.duration_ms),
        "inLanguage": settings.language,
        "keywords": list(episode.tags),
        "isBasedOn": episode.link,
        "author": _person(episode.author or settings.author),
        "associatedMedia": {
            "@type": "AudioObject",
            "contentUrl": here + episode.media,
            "encodingFormat": "audio/mpeg",
            "contentSize": str(episode.bytes),
            "duration": words.iso_length(episode.duration_ms),
            "caption": f"{here}{episode.slug}.vtt",
        },
        "partOfSeries": {
            "@type": "PodcastSeries",
            "name": settings.title,
            "url": base or f"../{INDEX}",
            "webFeed": above + FEED,
        },
    }
    return _without_empty(own)


def _person(name: str) -> dict[str, str] | None:
    return {"@type": "Person", "name": name} if name else None


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}
