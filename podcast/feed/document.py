"""The files that feeds consist of, what each is made from, and when that last changed.

A feed's newest episodes are in its own file, the older ones on archive pages (RFC 5005) that are
filled from the oldest on: a page that is full never changes when new episodes come.
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
"""Raise it when the same episodes give another feed."""

EMPTY = datetime(1970, 1, 1, tzinfo=UTC)
"""The date of a feed without episodes."""

Note = Mapping[str, str]
"""What is remembered of a file: `inputs`, and `changed`, the date of its content (ISO 8601)."""

_FORMATS = ("xml", "json")
_SHOWN = (
    *("title", "subtitle", "author", "owner", "email", "language", "category", "type"),
    *("explicit", "complete", "block", "locked", "funding", "funding_text", "license"),
    *("license_url", "location", "location_geo", "location_osm", "link", "copyright"),
)
"""The settings that stand in a feed, beside those of its channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file of a feed."""

    channel: Channel
    stem: str
    """Path below `feed/public/`, without its ending."""
    format: str
    entries: Sequence[FeedEntry]
    """Those in this file, the newest first."""
    older: str
    """Stem of the archive page with the episodes before these; empty where there are none."""
    inputs: str
    """Hash of everything it is made from, but for the date of the change."""

    @property
    def name(self) -> str:
        """Path below `feed/public/`."""
        return f"{self.stem}.{self.format}"

    @property
    def archived(self) -> bool:
        """Whether this is an archive page."""
        return self.stem != self.channel.stem

    @property
    def newest(self) -> datetime:
        """When the newest episode in it was published."""
        return self.entries[0].episode.published if self.entries else EMPTY


def documents(
    settings: Settings, guid: str, base: str, episodes: Iterable[Episode]
) -> list[Document]:
    """Every file of every feed of the show. `base` is the address of `feed/public/`."""
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
    """What is to be remembered of each file until the next time; `before` is that of the last."""
    return {
        file.name: {
            "inputs": file.inputs,
            "changed": changed(file, before.get(file.name, {}), now).isoformat(),
        }
        for file in found
    }


def changed(file: Document, before: Note, now: datetime) -> datetime:
    """When the content of `file` last changed; `before` is what was noted when it was written.

    A new feed has the date of its newest episode, so that it is the same wherever it is built.
    """
    try:
        last = datetime.fromisoformat(before["changed"])
        same = before["inputs"] == file.inputs
    except (KeyError, TypeError, ValueError):  # new, or damaged
        return file.newest
    if same:
        return last
    if file.newest > last:
        return file.newest
    return max(last, now.replace(microsecond=0))


def _pages(channel: Channel, most: int) -> Iterator[tuple[str, Sequence[FeedEntry], str]]:
    """The files of a feed, its own first: stem, entries, stem of the page before."""
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
    """Everything of an episode that a feed shows."""
    e = entry.episode
    chapters = [(chapter.title, chapter.start_ms) for chapter in e.chapters]
    place = (e.place.season, e.place.number, e.place.kind, e.place.explicit)
    bites = [(bite.title, bite.start_ms, bite.duration_ms) for bite in e.soundbites]
    about = (entry.title, e.title, e.author, e.published.isoformat(), e.link, e.tags, e.summary)
    media = (e.slug, e.guid, e.media, e.bytes, e.duration_ms, e.voice, e.narrator)
    return repr((*about, *media, chapters, place, bites))
