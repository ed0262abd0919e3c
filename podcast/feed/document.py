"""The files of each feed, hashes of their inputs, and the dates of their last changes.

A feed's own file has the newest episodes; archive pages (RFC 5005) have the older ones. The pages
are filled starting with the oldest episode, so new episodes never change a full page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from podcast import files
from podcast.feed.channel import Channel, FeedEntry, channels
from podcast.models import Episode
from podcast.show.paths import ARCHIVE
from podcast.show.settings import Settings

VERSION = "4"
"""Increment when the same episodes produce a different feed."""

EMPTY = datetime(1970, 1, 1, tzinfo=UTC)
"""Date of a feed without episodes."""

Note = Mapping[str, str]
"""Stored state of a file: `inputs`, and `changed`, the date of its last change (ISO 8601)."""

_FORMATS = ("xml", "json")
_SHOWN = (
    *("title", "subtitle", "author", "owner", "email", "language", "category", "type"),
    *("explicit", "complete", "block", "locked", "funding", "funding_text", "license"),
    *("license_url", "location", "location_geo", "location_osm", "link", "copyright"),
)
"""Settings that appear in a feed, in addition to those of its channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file of a feed."""

    channel: Channel
    stem: str
    """Path relative to `feed/public/`, without suffix."""
    format: str
    entries: Sequence[FeedEntry]
    """Episodes in this file, newest first."""
    older: str
    """Stem of the archive page with the next older episodes, or "" if there is none."""
    inputs: str
    """Hash of all inputs, except the date of the last change."""

    @property
    def name(self) -> str:
        """Path relative to `feed/public/`."""
        return f"{self.stem}.{self.format}"

    @property
    def archived(self) -> bool:
        """Whether this is an archive page."""
        return self.stem != self.channel.stem

    @property
    def newest(self) -> datetime:
        """Publication date of the newest episode in the file, or `EMPTY` without episodes."""
        return self.entries[0].episode.published if self.entries else EMPTY


def documents(
    settings: Settings, guid: str, base: str, episodes: Iterable[Episode]
) -> list[Document]:
    """Return every file of every feed of the show. `base` is the URL of `feed/public/`."""
    common = repr([getattr(settings, name) for name in _SHOWN])
    rows: dict[str, str] = {}
    found = []
    for channel in channels(settings, guid, episodes):
        for stem, entries, older in _pages(channel, settings.feed_episodes):
            inputs = _hash(rows, entries, VERSION, common, _head(channel), base, stem, older)
            found += [
                Document(
                    channel=channel,
                    stem=stem,
                    format=format_,
                    entries=entries,
                    older=older,
                    inputs=inputs,
                )
                for format_ in _FORMATS
            ]
    return found


def noted(found: Iterable[Document], before: Mapping[str, Note], now: datetime) -> dict[str, Note]:
    """Return the notes to store until the next build; `before` has those of the last one."""
    return {
        file.name: {
            "inputs": file.inputs,
            "changed": changed(file, before.get(file.name, {}), now).isoformat(),
        }
        for file in found
    }


def changed(file: Document, before: Note, now: datetime) -> datetime:
    """Return when the content of `file` last changed; `before` is its note from the last build.

    A new feed gets the date of its newest episode, so that the build is reproducible anywhere.
    """
    try:
        last = datetime.fromisoformat(before["changed"])
        same = before["inputs"] == file.inputs
    except (KeyError, TypeError, ValueError):  # new file, or damaged note
        return file.newest
    if same:
        return last
    if file.newest > last:
        return file.newest
    return max(last, now.replace(microsecond=0))


def _pages(channel: Channel, most: int) -> Iterator[tuple[str, Sequence[FeedEntry], str]]:
    """Yield stem, entries and stem of the next older page; the feed's own file comes first."""
    size = max(1, most // 2)
    count = max(0, -(-(len(channel.entries) - most) // size))
    stems = ["", *(f"{ARCHIVE}/{channel.stem}/{number}" for number in range(1, count + 1))]
    yield channel.stem, channel.entries[count * size :][::-1], stems[-1]
    for number in range(count, 0, -1):
        page = channel.entries[(number - 1) * size : number * size]
        yield stems[number], page[::-1], stems[number - 1]


def _hash(rows: dict[str, str], entries: Sequence[FeedEntry], *head: str) -> str:
    for entry in entries:
        if entry.episode.slug not in rows:
            rows[entry.episode.slug] = _row(entry)
    return files.sha256(*head, *(rows[entry.episode.slug] for entry in entries))


def _head(channel: Channel) -> str:
    return repr((channel.stem, channel.title, channel.description, channel.guid))


def _row(entry: FeedEntry) -> str:
    """Return a string with everything that a feed shows of an episode."""
    e = entry.episode
    chapters = [(chapter.title, chapter.start_ms) for chapter in e.chapters]
    place = (e.place.season, e.place.number, e.place.kind, e.place.explicit)
    bites = [(bite.title, bite.start_ms, bite.duration_ms) for bite in e.soundbites]
    about = (entry.title, e.title, e.author, e.published.isoformat(), e.link, e.tags, e.summary)
    media = (e.slug, e.guid, e.media, e.bytes, e.duration_ms, e.voice, e.narrator)
    return repr((*about, *media, chapters, place, bites))
