"""State of the last publication (`show.json`), from which the next one detects changes.

Keys: `guid` of the show, `cover` and `pages` (hashes of their inputs), and `feeds` (the state of
each feed file, see `podcast.feed.document.Note`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from podcast import files
from podcast.show.paths import COVER, FEED, INDEX, PUBLICATION, Paths


def read(paths: Paths) -> dict[str, Any]:
    """Read the whole state; empty before the first publication."""
    return files.read_json_object(paths.public / PUBLICATION) or {}


def feeds(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the state of each feed file; empty before the first publication."""
    found = state.get("feeds")
    return found if isinstance(found, dict) else {}


def are_present(paths: Paths, state: Mapping[str, Any]) -> bool:
    """Return whether the files exist that a publication with this `state` has for the show."""
    names = [FEED, COVER, INDEX, *feeds(state)]
    return all((paths.public / name).is_file() for name in names)
