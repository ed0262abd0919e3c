"""What the last publication noted of itself (`show.json`), so that the next one knows what changed.

Keys: `guid` of the show, `cover` and `pages` (hashes of what they are made from), and `feeds` (what
is remembered of each file of the feeds, see `podcast.feed.document.Note`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from podcast import files
from podcast.show.paths import COVER, FEED, INDEX, PUBLICATION, Paths


def read(paths: Paths) -> dict[str, Any]:
    """All that was noted; empty before the first publication."""
    return files.read_json_object(paths.public / PUBLICATION) or {}


def feeds(paths: Paths) -> dict[str, Any]:
    """What was noted of each file of the feeds; empty before the first publication."""
    found = read(paths).get("feeds")
    return found if isinstance(found, dict) else {}


def is_current(paths: Paths, state: Mapping[str, Any]) -> bool:
    """Whether the last publication had this `state`, and the files that it names are there."""
    names = [FEED, COVER, INDEX, *state["feeds"]]
    return state == read(paths) and all((paths.public / name).is_file() for name in names)
