"""File layout of a show. No other module defines file names.

Avoids slow imports: `podcast list` uses this module before importing anything else.
"""

from __future__ import annotations

from pathlib import Path

from podcast.voices.folders import LEXICON, MODELS

FEED = "feed.xml"
"""The show's main feed. This and the following names are relative to `feed/public/`."""
COVER = "cover.jpg"
INDEX = "index.html"
"""The first page of the episode list."""
PUBLICATION = "show.json"
"""State of the last publication."""
ARCHIVE = "archive"
"""Folder for the feeds' archive pages."""
ASSETS = "assets"
"""Folder for the assets shared by all pages."""
OLDER = "folgen"
"""Folder for the older pages of the episode list."""
SEARCH = "suche"
"""Folder for the search index."""

EPISODE = "episode.json"
"""Metadata of an episode. This and `TEXT` are in the episode's folder."""
TEXT = "text.json"
"""The episode's text with its times; the source of its page."""
TRANSCRIPTS = (".vtt", ".srt", ".json")
"""Suffixes of the transcripts; the last format is read back."""
CHAPTERS = ".chapters.json"
PAGE = ".html"

SETTINGS = "show.toml"
"""The settings file in `feed/`."""
JOURNAL = "journal.json"
"""Pending moves of a publication, in `feed/.staging/`."""


class Paths:
    """The folders and files of the show at `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.seeds = root / "seeds"
        self.voices = root / "voices"
        self.lexicon = self.voices / LEXICON
        self.feed = root / "feed"
        self.settings = self.feed / SETTINGS
        self.public = self.feed / "public"
        self.staging = self.feed / ".staging"
        self.journal = self.staging / JOURNAL
        """Pending moves of an incomplete publication."""
        self.lock = self.feed / ".lock"
        self.lock_owner = self.feed / ".lock.owner"
        self.cache = root / ".cache"
        self.clips = self.cache / "clips"
        self.measures = self.cache / "voices"
        """Measurements of voices whose profiles lack them."""
        self.list_cache = self.cache / "list.json"
        self.gitignore = root / ".gitignore"

    @classmethod
    def find(cls, start: Path) -> Paths | None:
        """Find the show that contains `start`. Returns None if there is none."""
        start = start.resolve()
        for folder in (start, *start.parents):
            paths = cls(folder)
            if paths.settings.is_file():
                return paths
        return None

    @property
    def generated(self) -> tuple[Path, ...]:
        """Files written by builds and installations; excluded from version control."""
        locks = self.lock.with_name(f"{self.lock.name}*")
        return self.public, self.staging, locks, self.cache, self.voices / MODELS

    def episode(self, slug: str) -> Path:
        """Return the episode's folder."""
        return self.public / slug


def episode_files(slug: str) -> list[str]:
    """Name all files in an episode's folder except its media and `episode.json`."""
    return [f"{slug}{suffix}" for suffix in (*TRANSCRIPTS, CHAPTERS, PAGE)] + [TEXT]
