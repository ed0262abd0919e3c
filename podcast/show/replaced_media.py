"""Replaced media files, kept for a while for apps that still use the old address.

An app that fetched the feed yesterday may start or resume its download today.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from podcast.models import Episode
from podcast.show.show import Show


def link_replaced(show: Show, old: Episode | None, media: str, folder: Path) -> dict[str, str]:
    """Link the files replaced by `media` into its new `folder`; return their names and times."""
    if old is None:
        return {}
    times = {**old.replaced, old.media: datetime.now(UTC).isoformat(timespec="seconds")}
    times.pop(media, None)
    kept = {name: time for name, time in times.items() if not _expired(show, time)}
    return {name: time for name, time in kept.items() if _linked(show, old, name, folder)}


def delete_expired(show: Show, episodes: Iterable[Episode]) -> None:
    """Delete the replaced files that have exceeded `keep_days`."""
    for episode in episodes:
        over = [name for name, time in episode.replaced.items() if _expired(show, time)]
        if not over:
            continue
        left = {name: time for name, time in episode.replaced.items() if name not in over}
        show.episodes.update(replace(episode, replaced=left))
        for name in over:
            (show.paths.public / episode.slug / Path(name).name).unlink(missing_ok=True)


def _expired(show: Show, time: str) -> bool:
    age = datetime.now(UTC) - datetime.fromisoformat(time)
    return age >= timedelta(days=show.settings.keep_days)


def _linked(show: Show, old: Episode, name: str, folder: Path) -> bool:
    source = show.paths.public / old.slug / name
    if not source.is_file():
        return False
    try:
        os.link(source, folder / name)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, folder / name)
    return True
