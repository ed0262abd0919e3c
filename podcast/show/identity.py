"""Stable identifiers of shows and episodes: guids, and the slugs in addresses."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from podcast import files
from podcast.show import last_publication
from podcast.show.show import Show

_PODCAST = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Namespace UUID of `podcast:guid`, fixed by its specification."""
_EPISODES = uuid.UUID("6f9b3c1e-52c1-5d0b-9a3f-0f6f0a5c7a52")


def feed_guid(address: str) -> str:
    """Derive the `podcast:guid` from a feed's `address`, given without its scheme."""
    return str(uuid.uuid5(_PODCAST, address))


def show_guid(show: Show) -> str:
    """Return the show's `podcast:guid`: configured, first published, or from its address."""
    own = show.settings
    first = own.base_url.rstrip("/") + "/feed.xml" if own.base_url else ""
    address = first.partition("://")[2] or f"{files.slug(own.title)}/feed.xml"
    return own.guid or str(last_publication.read(show.paths).get("guid", feed_guid(address)))


def episode_identity(
    source: str, title: str, published: datetime, taken: Iterable[str]
) -> tuple[str, str]:
    """Return slug and guid for a new episode; the slug differs from those `taken`."""
    stem = f"{published:%Y-%m-%d}-{files.slug(title)}"
    used, slug, number = set(taken), stem, 2
    while slug in used:
        slug, number = f"{stem}-{number}", number + 1
    return slug, str(uuid.uuid5(_EPISODES, source))
