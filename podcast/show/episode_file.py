"""Read and write `episode.json`, an episode's metadata file."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from podcast import files
from podcast.models import Chapter, Episode, Placement, Soundbite

_KNOWN = {field.name for field in dataclasses.fields(Episode)}


def episode_json(episode: Episode) -> bytes:
    """Encode an episode as the contents of its `episode.json`."""
    fields = dataclasses.asdict(episode) | {"published": episode.published.isoformat()}
    return files.json_bytes(fields)


def episode(fields: Mapping[str, Any]) -> Episode | None:
    """Parse an episode from its JSON object. Returns None if that is damaged.

    Ignores fields added by later versions, because users may downgrade.
    """
    try:
        return Episode(
            **{
                **{name: value for name, value in fields.items() if name in _KNOWN},
                "published": datetime.fromisoformat(fields["published"]),
                "tags": tuple(fields["tags"]),
                "chapters": tuple(Chapter(**chapter) for chapter in fields["chapters"]),
                "place": Placement(**fields.get("place", {})),
                "soundbites": tuple(Soundbite(**bite) for bite in fields.get("soundbites", ())),
            }
        )
    except (KeyError, TypeError, ValueError):
        return None
