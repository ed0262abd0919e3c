"""Where the files of a show lie. No other module has their names.

Loads nothing heavy: `podcast list` asks here before anything else is imported.
"""

from __future__ import annotations

from pathlib import Path

from podcast.voices.folders import LEXICON, MODELS

FEED = "feed.xml"
"""The show's own feed, below `feed/public/`, as are all names that follow."""
COVER = "cover.jpg"
INDEX = "index.html"
"""The first page of the list of episodes."""
PUBLICATION = "show.json"
"""What the last publication noted of itself."""
ARCHIVE = "archive"
"""Folder of the feeds' archive pages."""
ASSETS = "assets"
"""Folder of what all pages share."""
OLDER = "folgen"
"""Folder of the older pages of the list."""
SEARCH = "suche"
"""Folder of the search index."""

EPISODE = "episode.json"
"""What is published of an episode; in the episode's folder, as is the text."""
TEXT = "text.json"
"""The episode's text with its times, from which its page is made."""
TRANSCRIPTS = (".vtt", ".srt", ".json")
"""Endings of the transcripts; the last one is read back."""
CHAPTERS = ".chapters.json"
PAGE = ".html"

SETTINGS = "show.toml"
"""The settings, below `feed/`."""
JOURNAL = "journal.json"
"""What a publication still has to move, below `feed/.staging/`."""


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
        """The moves of a publication that is not complete."""
        self.lock = self.feed / ".lock"
        self.lock_owner = self.feed / ".lock.owner"
        self.cache = root / ".cache"
        self.clips = self.cache / "clips"
        self.measures = self.cache / "voices"
        """What was measured of voices whose profiles do not say it."""
        self.list_cache = self.cache / "list.json"
        self.gitignore = root / ".gitignore"

    @classmethod
    def find(cls, start: Path) -> Paths | None:
        """Those of the show that `start` lies in; None where it lies in none."""
        start = start.resolve()
        for folder in (start, *start.parents):
            paths = cls(folder)
            if paths.settings.is_file():
                return paths
        return None

    @property
    def generated(self) -> tuple[Path, ...]:
        """What builds and installations write, and version control leaves out."""
        locks = self.lock.with_name(f"{self.lock.name}*")
        return self.public, self.staging, locks, self.cache, self.voices / MODELS

    def episode(self, slug: str) -> Path:
        """The episode's folder."""
        return self.public / slug


def episode_files(slug: str) -> list[str]:
    """Names of all files in an episode's folder, but for its media and `episode.json`."""
    return [f"{slug}{suffix}" for suffix in (*TRANSCRIPTS, CHAPTERS, PAGE)] + [TEXT]
