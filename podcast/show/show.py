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
"""Start of every address in the feed while `base_url` is unset: where `podcast serve` listens."""


class Show:
    """A show on disk."""

    def __init__(self, root: Path) -> None:
        """Raises `ShowError` where `root` is no show or its show.toml is wrong."""
        self.paths = Paths(root)
        self.publication = Publication(self.paths.public, self.paths.staging)
        self.episodes = Episodes(self.paths, self.publication)
        self.settings: Settings = settings.load(self.paths.settings)

    @classmethod
    def find(cls, start: Path) -> Show:
        """The show that `start` lies in. Raises `ShowError` where there is none."""
        if paths := Paths.find(start):
            return cls(paths.root)
        raise ShowError(start, "is not part of a show", "make one with: podcast init DIR")

    @property
    def base(self) -> str:
        """Start of every address in the feed, with a slash at the end."""
        return (self.settings.base_url or DEFAULT_BASE).rstrip("/") + "/"

    def sources(self) -> list[str]:
        """All articles: paths below `seeds/`, with forward slashes, in order of name.

        Raises `ShowError` where a folder is missing or cannot be read.
        """
        seeds = self.paths.seeds
        if not seeds.is_dir():
            raise ShowError(seeds, "there is no such folder", "put articles into it")
        found = []
        for folder, folders, names in os.walk(seeds, onerror=_raise):
            folders[:] = [name for name in folders if not name.startswith(".")]
            paths = [Path(folder) / name for name in names if not name.startswith(".")]
            found += [path for path in paths if article.readable(path) and path.is_file()]
        return sorted(path.relative_to(seeds).as_posix() for path in found)

    def source_of(self, name: str) -> str:
        """The article that a user means: a path, or a path below `seeds/`.

        Raises `ArticleError`.
        """
        seeds = self.paths.seeds
        for path in (Path(name), seeds / name):
            if path.is_file():
                if not path.resolve().is_relative_to(seeds.resolve()):
                    raise ArticleError(name, "is not in the show's seeds", f"copy it to {seeds}")
                return path.resolve().relative_to(seeds.resolve()).as_posix()
        raise ArticleError(name, "there is no such file", f"articles are read from {seeds}")

    def lexicon_files(self) -> list[Path]:
        """The show's own lexicon, if it has one: what goes over the built-in names."""
        return [self.paths.lexicon] if self.paths.lexicon.is_file() else []

    def file(self, field: str) -> Path | None:
        """The file that the setting `field` (cover, intro, outro) names, or nothing if unset.

        Raises `ShowError` where it does not exist.
        """
        name: str = getattr(self.settings, field)
        if not name:
            return None
        path = self.paths.feed / name
        if not path.is_file():
            raise ShowError(self.paths.settings, f"{field}: there is no file {path}")
        return path


def _raise(error: OSError) -> None:
    raise ShowError(error.filename, f"cannot be read: {error.strerror}") from None
