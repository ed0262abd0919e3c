"""Access to the published episodes and their files."""

from __future__ import annotations

import os
from pathlib import Path

from podcast import files
from podcast.episode import passages, transcripts
from podcast.episode.cues import Cue
from podcast.episode.passages import Passage
from podcast.errors import EpisodeError
from podcast.models import Episode
from podcast.show import episode_file
from podcast.show.paths import EPISODE, TEXT, TRANSCRIPTS, Paths, episode_files
from podcast.show.publication import Publication


class Episodes:
    """The episodes in the published folder of a show."""

    def __init__(self, paths: Paths, publication: Publication) -> None:
        self._paths, self._publication = paths, publication

    def by_source(self) -> dict[str, Episode]:
        """Load all episodes by source, skipping those with a broken `episode.json`."""
        found: dict[str, Episode] = {}
        if not self._paths.public.is_dir():
            return found
        with os.scandir(self._paths.public) as entries:  # faster than Path objects
            folders = sorted(entry.path for entry in entries if "." not in entry.name)
        for folder in folders:
            fields = files.read_json_object(f"{folder}/{EPISODE}")
            episode = episode_file.episode(fields) if fields else None
            if episode:
                found[episode.source] = episode
        return found

    def named(self, name: str) -> Episode:
        """Find an episode by its slug, guid or source, or by an unambiguous part of these.

        Raises `EpisodeError`.
        """
        episodes = list(self.by_source().values())
        if not episodes:
            raise EpisodeError(name, "nothing is published yet", "run: podcast build")
        exact = [e for e in episodes if name in {e.slug, e.guid, e.source}]
        part = files.slug(name, limit=200)
        found = exact or [e for e in episodes if part in e.slug or name in e.source]
        if not found:
            raise EpisodeError(name, "matches no episode", "list all episodes with: podcast list")
        if len(found) > 1:
            slugs = ", ".join(e.slug for e in found[:5])
            raise EpisodeError(name, f"matches {len(found)} episodes: {slugs}", "name one of them")
        return found[0]

    def media(self, episode: Episode) -> Path:
        """Return the path of the episode's MP3."""
        return self._paths.episode(episode.slug) / episode.media

    def cues(self, episode: Episode) -> list[Cue]:
        """Read the episode's cues from its published transcript. Raises `EpisodeError`."""
        path = self._paths.episode(episode.slug) / f"{episode.slug}{TRANSCRIPTS[-1]}"
        try:
            return transcripts.from_json(path.read_bytes())
        except (OSError, ValueError):
            fix = f"run: podcast rebuild {episode.slug}"
            raise EpisodeError(path, "cannot be read", fix) from None

    def text(self, episode: Episode) -> list[Passage]:
        """Read the episode's timed text, staged or published; empty if it is damaged."""
        try:
            path = self._publication.current(episode.slug, TEXT)
            return passages.from_json(path.read_bytes())
        except (OSError, ValueError):
            return []

    def is_complete(self, episode: Episode | None) -> bool:
        """Return whether all files of the episode exist and its MP3 has the full size."""
        if episode is None:
            return False
        needed = {episode.media, *episode_files(episode.slug)}
        try:
            with os.scandir(f"{self._paths.public}/{episode.slug}") as entries:
                found = {entry.name: entry for entry in entries if entry.name in needed}
            return (
                len(found) == len(needed) and found[episode.media].stat().st_size == episode.bytes
            )
        except OSError:
            return False

    def update(self, episode: Episode) -> None:
        """Rewrite the metadata of a published episode whose other files do not change."""
        path = self._paths.episode(episode.slug) / EPISODE
        files.write_atomically(path, episode_file.episode_json(episode))
