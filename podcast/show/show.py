"""The show: its settings, its articles, its addresses.

A show is any folder with `feed/show.toml`.
"""

from __future__ import annotations

import os
from pathlib import Path

from podcast import article
from podcast.errors import ArticleError, ShowError
from podcast.show import settings
from podcast.show.episodes import Episodes
from podcast.show.paths import Paths
from podcast.show.publication import Publication
from podcast.show.settings import Settings

DEFAULT_BASE = "http://localhost:8000/"
"""Prefix of all addresses in the feed if `base_url` is unset; `podcast serve` listens here."""


class Show:
    """A show on disk."""

    def __init__(self, root: Path) -> None:
        """Raises `ShowError` if `root` is not a show or its show.toml is invalid."""
        self.paths = Paths(root)
        self.publication = Publication(self.paths.public, self.paths.staging)
        self.episodes = Episodes(self.paths, self.publication)
        self.settings: Settings = settings.load(self.paths.settings)

    @classmethod
    def find(cls, start: Path) -> Show:
        """Find the show that contains `start`. Raises `ShowError` if there is none."""
        if paths := Paths.find(start):
            return cls(paths.root)
        if not start.exists():
            raise ShowError(start, "does not exist", "name the folder of a show")
        raise ShowError(start, "is not inside a show", "create one with: podcast init FOLDER")

    @property
    def base(self) -> str:
        """Prefix of all addresses in the feed, with a trailing slash."""
        return (self.settings.base_url or DEFAULT_BASE).rstrip("/") + "/"

    def sources(self) -> list[str]:
        """List all articles as paths below `seeds/`, with forward slashes, sorted by name.

        Raises `ShowError` if a folder is missing or unreadable.
        """
        seeds = self.paths.seeds
        if not seeds.is_dir():
            raise ShowError(seeds, "does not exist", "create it and put articles into it")
        found = []
        for folder, folders, names in os.walk(seeds, onerror=_raise):
            folders[:] = [name for name in folders if not name.startswith(".")]
            paths = [Path(folder) / name for name in names if not name.startswith(".")]
            found += [path for path in paths if article.readable(path) and path.is_file()]
        return sorted(path.relative_to(seeds).as_posix() for path in found)

    def source_of(self, name: str) -> str:
        """Resolve an article given as a path, or as a path below `seeds/`.

        Raises `ArticleError`.
        """
        seeds = self.paths.seeds
        for path in (Path(name), seeds / name):
            if path.is_file():
                if not path.resolve().is_relative_to(seeds.resolve()):
                    raise ArticleError(
                        name, "is outside the show's seeds folder", f"copy it to {seeds}"
                    )
                return path.resolve().relative_to(seeds.resolve()).as_posix()
        raise ArticleError(name, "does not exist", f"name an article in {seeds}")

    def lexicon_files(self) -> list[Path]:
        """Return the show's lexicon, if any; it overrides the built-in names."""
        return [self.paths.lexicon] if self.paths.lexicon.is_file() else []

    def file(self, field: str) -> Path | None:
        """Return the file named by the setting `field` (cover, intro, outro), or None if unset.

        Raises `ShowError` if the file does not exist.
        """
        name: str = getattr(self.settings, field)
        if not name:
            return None
        path = self.paths.feed / name
        if not path.is_file():
            raise ShowError(self.paths.settings, f"{field}: file not found: {path}")
        return path


def _raise(error: OSError) -> None:
    raise ShowError(error.filename, f"cannot be read: {error.strerror}") from None
