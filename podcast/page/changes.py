"""Determine which page files to write and which are obsolete.

An episode's page is written with the episode. It is rewritten, from the text published with the
episode, only when something that all pages show has changed. The list and the search index are
compared with the published files, so a new episode costs only the pages that mention it.
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
from podcast.show.paths import ASSETS, OLDER, PAGE, SEARCH
from podcast.show.show import Show

_SHOWN: tuple[str, ...] = ("title", "subtitle", "description", "author", "language")
_SHOWN += ("copyright", "link", "base_url", "colours")
"""Settings that the pages show."""
_MANIFEST = f"{SEARCH}/index.json"


class Website:
    """The pages of one show."""

    def __init__(self, show: Show, cover: CoverArt) -> None:
        self._show, self._cover = show, cover

    def inputs(self) -> str:
        """Return a hash of everything that all pages may depend on."""
        shown = [getattr(self._show.settings, name) for name in _SHOWN]
        return files.sha256(page.version(), repr(shown), self._cover.inputs)

    def prepare(self) -> None:
        """Load the templates and build the shared files early, in parallel with synthesis."""
        self._pages.load()
        for _ in self._missing():
            pass

    def episode(self, episode: Episode) -> bytes:
        """Render the page of an episode whose text is staged or published."""
        return self._pages.episode(episode, self._show.episodes.text(episode))

    def changes(
        self, episodes: Iterable[Episode], made: Collection[str]
    ) -> Iterator[tuple[str, bytes]]:
        """Yield the path below `feed/public/` and the contents of each file to write.

        Skips the pages of episodes in `made` (slugs), which are staged with the episodes.
        """
        oldest_first = _sorted(episodes)
        yield from self._missing()
        style = assets.FEED_STYLE
        yield from self._changed([(style, self._assets.files[style]())])
        if last_publication.read(self._show.paths).get("pages") != self.inputs():
            for episode in oldest_first:
                if episode.slug not in made and self._show.episodes.text(episode):
                    yield f"{episode.slug}/{episode.slug}{PAGE}", self.episode(episode)
        yield from self._index(search.parts(oldest_first))
        yield from self._changed(self._pages.lists(oldest_first))

    def obsolete(self, episodes: Iterable[Episode]) -> list[str]:
        """List files and folders below `feed/public/` that no page refers to any more."""
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
        """Yield the shared files that do not exist yet."""
        for name, content in self._assets.files.items():
            if not (self._show.paths.public / name).is_file():
                yield name, content()

    def _index(self, parts: Sequence[search.IndexPart]) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the search index, except for parts that exist already."""
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
        """Read the list of published index parts."""
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
        return assets.Assets(self._show.settings, self._cover.jpeg)

    @cached_property
    def _pages(self) -> pages.PageRenderer:
        return pages.PageRenderer(self._show.settings, self._assets.names)


def _sorted(episodes: Iterable[Episode]) -> list[Episode]:
    return sorted(episodes, key=lambda e: (e.published, e.source))


def _row(episode: Episode) -> dict[str, Any]:
    """Return what the search results show of an episode."""
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
