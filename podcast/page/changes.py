"""Which files of the pages have to be written, and which are no longer wanted.

An episode's page is written with the episode, and again only when something that all pages show
has changed; then from the text that was published with it. The list and the search index are
compared with what is there, so that a new episode costs no more than the pages that name it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from podcast import files, page
from podcast.models import Episode
from podcast.page import assets, pages, search, words
from podcast.show import last_publication
from podcast.show.cover_art import CoverArt
from podcast.show.paths import ASSETS, OLDER, SEARCH
from podcast.show.show import Show

_SHOWN: tuple[str, ...] = ("title", "subtitle", "description", "author", "language")
_SHOWN += ("copyright", "link", "base_url", "colours")
"""The settings that pages show."""
_MANIFEST = f"{SEARCH}/index.json"


class Website:
    """The pages of one show."""

    def __init__(self, show: Show, artwork: CoverArt) -> None:
        self._show, self._artwork = show, artwork

    def inputs(self) -> str:
        """Hash of everything that all pages may depend on."""
        shown = [getattr(self._show.settings, name) for name in _SHOWN]
        return files.sha256(page.version(), repr(shown), self._artwork.inputs())

    def prepare(self) -> None:
        """Load and make what all pages share: while a voice speaks, there is time for it."""
        self._pages.load()
        for _ in self._missing():
            pass

    def episode(self, episode: Episode) -> bytes:
        """The page of an episode whose text is staged or published."""
        return self._pages.episode(episode, self._show.episodes.text(episode))

    def changes(
        self, episodes: Iterable[Episode], made: Collection[str]
    ) -> Iterator[tuple[str, bytes]]:
        """Names below `feed/public/` of what is to be written, and what it holds.

        The pages of episodes in `made` (slugs) are staged with them.
        """
        oldest_first = _sorted(episodes)
        yield from self._missing()
        style = assets.FEED_STYLE
        yield from self._changed([(style, self._assets.files[style]())])
        if last_publication.read(self._show.paths).get("pages") != self.inputs():
            for episode in oldest_first:
                if episode.slug not in made and self._show.episodes.text(episode):
                    yield f"{episode.slug}/{episode.slug}.html", self.episode(episode)
        yield from self._index(search.parts(oldest_first))
        yield from self._changed(self._pages.lists(oldest_first))

    def obsolete(self, episodes: Iterable[Episode]) -> list[str]:
        """Names of files and folders below `feed/public/` that no page refers to any more."""
        oldest_first = _sorted(episodes)
        wanted = {*self._assets.files, *pages.names(len(oldest_first)), _MANIFEST}
        wanted |= {f"{SEARCH}/{part.key}" for part in search.parts(oldest_first)}
        there = (
            path.relative_to(self._show.paths.public).as_posix()
            for folder in (ASSETS, SEARCH, OLDER)
            for path in (self._show.paths.public / folder).glob("*")
        )
        return sorted(set(there) - wanted)

    def _missing(self) -> Iterator[tuple[str, bytes]]:
        """The shared files that are not there yet."""
        for name, content in self._assets.files.items():
            if not (self._show.paths.public / name).is_file():
                yield name, content()

    def _index(self, parts: Sequence[search.IndexPart]) -> Iterator[tuple[str, bytes]]:
        """The search index, parts that are there left out."""
        there = {row["key"]: row for row in self._manifest()}
        rows = []
        for part in parts:
            row = there.get(part.key)
            if not row:
                shards = list(search.shards(map(self._searched, part.episodes)))
                row = {"key": part.key, "words": [shard.first for shard in shards]}
                folder = f"{SEARCH}/{part.key}"
                yield f"{folder}/folgen.json", _json([_row(e) for e in part.episodes])
                for number, shard in enumerate(shards):
                    yield f"{folder}/{number}.json", shard.data
            rows.append(row)
        yield from self._changed([(_MANIFEST, _json(rows))])

    def _manifest(self) -> list[dict[str, Any]]:
        """The parts of the index that are published."""
        folder = self._show.paths.public / SEARCH
        try:
            rows = json.loads((folder / "index.json").read_bytes())
            return [row for row in rows if (folder / row["key"]).is_dir()]
        except (OSError, ValueError, KeyError, TypeError):
            return []

    def _searched(self, episode: Episode) -> str:
        text = (text for p in self._show.episodes.text(episode) for text, _ in p.sentences)
        return "\n".join([episode.title, episode.author or "", *episode.tags, *text])

    def _changed(self, made: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        for name, data in made:
            path = self._show.paths.public / name
            if not path.is_file() or path.read_bytes() != data:
                yield name, data

    @cached_property
    def _assets(self) -> assets.Assets:
        return assets.Assets(self._show.settings, self._artwork.cover)

    @cached_property
    def _pages(self) -> pages.PageRenderer:
        return pages.PageRenderer(self._show.settings, self._assets.names)


def _sorted(episodes: Iterable[Episode]) -> list[Episode]:
    return sorted(episodes, key=lambda e: (e.published, e.source))


def _row(episode: Episode) -> dict[str, Any]:
    """What the list of results shows of an episode."""
    return {
        "id": episode.guid,
        "slug": episode.slug,
        "title": episode.title,
        "media": episode.media,
        "date": words.day(episode.published),
        "length": episode.duration_ms,
        "lasts": words.length(episode.duration_ms),
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
