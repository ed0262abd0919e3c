"""An episode's facts as the JSON file that lies in its folder."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from podcast import files
from podcast.models import Chapter, Episode, Placement, Soundbite

_KNOWN = {field.name for field in dataclasses.fields(Episode)}


def episode_json(episode: Episode) -> bytes:
    """The contents of an episode.json."""
    fields = dataclasses.asdict(episode) | {"published": episode.published.isoformat()}
    return files.json_bytes(fields)


def episode(fields: Mapping[str, Any]) -> Episode | None:
    """An episode from its JSON object; nothing where that is damaged.

    What a later version has added is left out: an older one may follow it.
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
