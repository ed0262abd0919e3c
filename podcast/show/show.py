"""The show: its settings, its folders, its episodes. Only this module knows where files lie.

A show is any folder with `feed/show.toml`.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from podcast import article, files
from podcast.errors import (
    ArticleError,
    AudioError,
    EpisodeError,
    LockedError,
    PublishError,
    ShowError,
)
from podcast.models import Cue, Episode, Passage
from podcast.show import episode_file, settings
from podcast.show.publication import Publication
from podcast.show.settings import Settings

DEFAULT_BASE = "http://localhost:8000/"
"""Start of every address in the feed while `base_url` is unset: where `podcast serve` listens."""

PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")  # podcast:guid's own
_EPISODE_NAMESPACE = uuid.UUID("6f9b3c1e-52c1-5d0b-9a3f-0f6f0a5c7a52")

_SUFFIXES = (".vtt", ".srt", ".json", ".chapters.json", ".html")


class Show:
    """A show on disk."""

    def __init__(self, root: Path) -> None:
        """Raises `ShowError` where `root` is no show or its show.toml is wrong."""
        self.root = root
        self.seeds = root / "seeds"
        self.voices = root / "voices"
        self.public = root / "feed" / "public"
        self.clips = root / ".cache" / "clips"
        self.measures = root / ".cache" / "voices"
        self.settings_file = root / "feed" / "show.toml"
        self.lexicon_file = self.voices / "lexicon.toml"
        self.publication = Publication(self.public, root / "feed" / ".staging")
        self.settings: Settings = settings.load(self.settings_file)

    @classmethod
    def find(cls, start: Path) -> Show:
        """The show that `start` lies in. Raises `ShowError` where there is none."""
        for folder in (start.resolve(), *start.resolve().parents):
            if (folder / "feed" / "show.toml").is_file():
                show = cls(folder)
                show.heal()
                return show
        raise ShowError(start, "is not part of a show", "make one with: podcast init DIR")

    # ── what goes in ──────────────────────────────────────────────────────────────────────────

    def sources(self) -> list[str]:
        """All articles: paths below `seeds/`, with forward slashes, in order of name.

        Raises `ShowError` where a folder is missing or cannot be read.
        """
        if not self.seeds.is_dir():
            raise ShowError(self.seeds, "there is no such folder", "put articles into it")
        found = []
        for folder, folders, names in os.walk(self.seeds, onerror=_raise):
            folders[:] = [name for name in folders if not name.startswith(".")]
            paths = [Path(folder) / name for name in names if not name.startswith(".")]
            found += [path for path in paths if article.readable(path) and path.is_file()]
        return sorted(path.relative_to(self.seeds).as_posix() for path in found)

    def source_of(self, name: str) -> str:
        """The article that a user means: a path, or a path below `seeds/`.

        Raises `ArticleError`.
        """
        for path in (Path(name), self.seeds / name):
            if path.is_file():
                if not path.resolve().is_relative_to(self.seeds.resolve()):
                    raise ArticleError(
                        name, "is not in the show's seeds", f"copy it to {self.seeds}"
                    )
                return path.resolve().relative_to(self.seeds.resolve()).as_posix()
        raise ArticleError(name, "there is no such file", f"articles are read from {self.seeds}")

    def lexicon_files(self) -> list[Path]:
        """The show's own lexicon, if it has one: what goes over the built-in names."""
        return [self.lexicon_file] if self.lexicon_file.is_file() else []

    def file(self, field: str) -> Path | None:
        """The file that the setting `field` (cover, intro, outro) names, or nothing if unset.

        Raises `ShowError` where it does not exist.
        """
        name: str = getattr(self.settings, field)
        if not name:
            return None
        path = self.settings_file.parent / name
        if not path.is_file():
            raise ShowError(self.settings_file, f"{field}: there is no file {path}")
        return path

    # ── what is published ─────────────────────────────────────────────────────────────────────

    @property
    def base(self) -> str:
        """Start of every address in the feed, with a slash at the end."""
        return (self.settings.base_url or DEFAULT_BASE).rstrip("/") + "/"

    @functools.cached_property
    def guid(self) -> str:
        """The show's `podcast:guid`: as set, as first published, or made of the feed's address."""
        first = self.settings.base_url.rstrip("/") + "/feed.xml" if self.settings.base_url else ""
        seed = first.partition("://")[2] or f"{files.slug(self.settings.title)}/feed.xml"
        made = str(uuid.uuid5(PODCAST_NAMESPACE, seed))
        return self.settings.guid or str(self.state().get("guid", made))

    def state(self) -> dict[str, Any]:
        """What the last publication noted of itself; empty before the first."""
        return episode_file.read(self.public / "show.json") or {}

    def episodes(self) -> dict[str, Episode]:
        """All published episodes by source; those whose episode.json is broken are left out."""
        found: dict[str, Episode] = {}
        if not self.public.is_dir():
            return found
        with os.scandir(self.public) as entries:  # a path object takes longer than a look
            folders = sorted(entry.path for entry in entries if "." not in entry.name)
        for folder in folders:
            fields = episode_file.read(f"{folder}/episode.json")
            episode = episode_file.episode(fields) if fields else None
            if episode:
                found[episode.source] = episode
        return found

    def episode(self, name: str) -> Episode:
        """The episode that a user means: slug, guid, source, or a part of one that fits only it.

        Raises `EpisodeError`.
        """
        episodes = list(self.episodes().values())
        if not episodes:
            raise EpisodeError(name, "nothing is published yet", "run: podcast build")
        exact = [e for e in episodes if name in {e.slug, e.guid, e.source}]
        part = files.slug(name, limit=200)
        found = exact or [e for e in episodes if part in e.slug or name in e.source]
        if not found:
            raise EpisodeError(name, "there is no such episode", "podcast list shows them all")
        if len(found) > 1:
            slugs = ", ".join(e.slug for e in found[:5])
            raise EpisodeError(name, f"fits {len(found)} episodes: {slugs}", "name one of them")
        return found[0]

    def media(self, episode: Episode) -> Path:
        """The episode's MP3."""
        return self.public / episode.slug / episode.media

    def cues(self, episode: Episode) -> list[Cue]:
        """The episode's cues, from its published transcript. Raises `EpisodeError`."""
        path = self.public / episode.slug / f"{episode.slug}.json"
        fields = episode_file.read(path)
        if fields is None:
            raise EpisodeError(path, "cannot be read", f"run: podcast rebuild {episode.slug}")
        return [
            Cue(
                text=row["body"],
                start_ms=round(row["startTime"] * 1000),
                end_ms=round(row["endTime"] * 1000),
                segment=0,
            )
            for row in fields["segments"]
        ]

    def text(self, episode: Episode) -> list[Passage]:
        """The episode's text with its times, as staged or published; empty where it is damaged."""
        path = self.publication.current(episode.slug, "text.json")
        try:
            rows = json.loads(path.read_bytes())
            return [
                Passage(kind=r["kind"], sentences=tuple(map(_timed, r["sentences"]))) for r in rows
            ]
        except (OSError, ValueError, KeyError, TypeError):
            return []

    def is_published(self, state: Mapping[str, Any]) -> bool:
        """Whether the last publication had this `state`, and the files that it names are there."""
        names = ["feed.xml", "cover.jpg", "index.html", *state["feeds"]]
        return state == self.state() and all(map(self.has, names))

    def feeds(self) -> dict[str, Any]:
        """What the last publication noted of each file of the feeds; empty before the first."""
        found = self.state().get("feeds")
        return found if isinstance(found, dict) else {}

    def has(self, name: str) -> bool:
        """Whether there is a file of this name in the published folder."""
        return (self.public / name).is_file()

    def complete(self, episode: Episode | None) -> bool:
        """Whether all files of the episode are there, the MP3 with its full length."""
        if episode is None:
            return False
        names = [f"{episode.slug}{suffix}" for suffix in _SUFFIXES]
        needed = {episode.media, "text.json", *names}
        try:
            with os.scandir(f"{self.public}/{episode.slug}") as entries:
                found = {entry.name: entry for entry in entries if entry.name in needed}
            return (
                len(found) == len(needed) and found[episode.media].stat().st_size == episode.bytes
            )
        except OSError:
            return False

    def identity(
        self, source: str, title: str, published: datetime, taken: Iterable[str]
    ) -> tuple[str, str]:
        """Slug and guid of an article's first episode, the slug unlike those `taken`."""
        stem = f"{published:%Y-%m-%d}-{files.slug(title)}"
        used, slug, number = set(taken), stem, 2
        while slug in used:
            slug, number = f"{stem}-{number}", number + 1
        return slug, str(uuid.uuid5(_EPISODE_NAMESPACE, source))

    # ── cover ─────────────────────────────────────────────────────────────────────────────────

    def cover_inputs(self) -> str:
        """Hash of what the cover is made from."""
        own, path = self.settings, self.file("cover")
        if path:
            return files.hash_files([path])
        from podcast.cover import draw

        return files.sha256(own.title, own.author, *own.colours, draw.VERSION)

    @functools.cached_property
    def cover(self) -> bytes:
        """The show's cover as a JPEG: as published, its own, or drawn.

        Raises `ShowError` for colours that are none, `AudioError` for a file that is no picture.
        """
        from podcast.cover import draw, picture

        path, own, published = self.file("cover"), self.settings, self.public / "cover.jpg"
        if self.state().get("cover") == self.cover_inputs() and published.is_file():
            return published.read_bytes()
        if path:
            return picture.prepare(path)
        try:
            return draw.draw(own.title, own.author, colours=own.colours or None)
        except AudioError as error:
            raise ShowError(self.settings_file, f"colours: {error}") from None

    # ── publishing ────────────────────────────────────────────────────────────────────────────

    @contextlib.contextmanager
    def lock(self, waiting: Any = None) -> Iterator[None]:
        """Hold the show against other builds; `waiting(who)` is called once if one is at work.

        Without `waiting`, raises `LockedError` instead. A publication that a dead process left
        half done is completed first.
        """
        import filelock

        path = self.root / "feed" / ".lock"
        owner = self.root / "feed" / ".lock.owner"
        lock = filelock.FileLock(path)
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            who = _text(owner) or "another process"
            if waiting is None:
                raise LockedError(
                    self.root, f"{who} is building this show", "try again later"
                ) from None
            waiting(who)
            lock.acquire()
        except OSError as error:
            raise PublishError.of(error, path) from None
        try:
            owner.write_text(f"process {os.getpid()}", "utf-8")
            self.publication.recover()
            yield
        finally:
            self.publication.clear()
            owner.unlink(missing_ok=True)
            lock.release()

    def update(self, episode: Episode) -> None:
        """Note new facts about a published episode whose files stay as they are."""
        path = self.public / episode.slug / "episode.json"
        files.write_atomically(path, episode_file.episode_json(episode))

    def heal(self) -> None:
        """Complete a publication that a dead process left half done, unless a build is at work."""
        if self.publication.half_done:
            with contextlib.suppress(LockedError, PublishError, OSError), self.lock():
                pass


def _timed(sentence: list[Any]) -> tuple[str, int]:
    text, start_ms = sentence
    return str(text), int(start_ms)


def _raise(error: OSError) -> None:
    raise ShowError(error.filename, f"cannot be read: {error.strerror}") from None


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except OSError:
        return ""
