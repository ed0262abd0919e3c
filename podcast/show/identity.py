"""Stable identifiers of shows and episodes: guids, and the slugs in addresses."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from podcast import files
from podcast.show.paths import FEED
from podcast.show.show import Show

_PODCAST = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Namespace UUID of `podcast:guid`, fixed by its specification."""
_EPISODES = uuid.UUID("6f9b3c1e-52c1-5d0b-9a3f-0f6f0a5c7a52")


def feed_guid(base: str) -> str:
    """Derive the `podcast:guid` from `base`, the address of `feed/public/`.

    Ignores its scheme, as the specification wants it.
    """
    address = base.partition("://")[2] or base
    return str(uuid.uuid5(_PODCAST, f"{address.rstrip('/')}/{FEED}"))


def show_guid(show: Show, last: Mapping[str, Any]) -> str:
    """Return the show's `podcast:guid`: configured, as in the `last` publication, or derived."""
    own = show.settings
    known = own.guid or str(last.get("guid", ""))
    return known or feed_guid(own.base_url or files.slug(own.title))


def episode_identity(
    source: str, title: str, published: datetime, taken: Iterable[str]
) -> tuple[str, str]:
    """Return slug and guid for a new episode; the slug differs from those `taken`."""
    stem = f"{published:%Y-%m-%d}-{files.slug(title)}"
    used, slug, number = set(taken), stem, 2
    while slug in used:
        slug, number = f"{stem}-{number}", number + 1
    return slug, str(uuid.uuid5(_EPISODES, source))
