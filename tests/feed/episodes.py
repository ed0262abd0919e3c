"""Test episodes for feeds, and helpers that parse a feed as XML."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from podcast import feed
from podcast.feed import Document, documents
from podcast.feed.extension import NAMESPACES
from podcast.models import Chapter, Episode
from podcast.show.settings import Settings

NAMES = {"p": NAMESPACES["podcast"], "content": "http://purl.org/rss/1.0/modules/content/"}
NAMES |= NAMESPACES
GUID = "69618b38-2b00-5e0c-af69-c6449451c00b"
BASE = "https://example.org/pod/"
EPISODE = Episode(
    slug="2025-05-09-die-bruecke",
    guid="31d88fdc-2078-515b-87c5-1b804c5eb38d",
    source="bruecke.txt",
    title="Die „Brücke“ & <so>",
    author="Jana Groß",
    published=datetime(2025, 5, 9, tzinfo=UTC),
    link=None,
    tags=("Bau",),
    summary="Am 9. Mai wurde sie eröffnet.",
    duration_ms=490_266,
    bytes=6_026_423,
    media="2025-05-09-die-bruecke-0a1b2c3d4e.mp3",
    chapters=(
        Chapter(title="Die Brücke", start_ms=0, end_ms=61_000),
        Chapter(title="A < B", start_ms=61_000, end_ms=490_266),
    ),
    voice="pico",
    inputs={},
    fingerprint="",
    narrator="Pico",
)
SETTINGS = Settings(
    title="Größe & Maß",
    author="Redaktion",
    email="podcast@example.org",
    category="News > Politics",
    copyright="© 2025",
)


def some(count: int, **changes: Any) -> list[Episode]:
    """Return `count` episodes, one per day."""
    return [
        replace(
            EPISODE,
            slug=f"folge-{n}",
            guid=f"guid-{n}",
            source=f"{n:04}.txt",
            title=f"Folge {n}",
            published=EPISODE.published + timedelta(n),
            **changes,
        )
        for n in range(count)
    ]


def files(settings: Settings, episodes: list[Episode]) -> dict[str, Document]:
    """Return the files of all feeds by name."""
    return {file.name: file for file in documents(settings, GUID, BASE, episodes)}


def rendered(file: Document, settings: Settings) -> bytes:
    """Return the file as rendered on first publication."""
    return feed.write(file, settings, BASE, {"changed": file.newest.isoformat()})


def main_feed(settings: Settings, episodes: Iterable[Episode]) -> bytes:
    """Return `feed.xml` of a show on first publication."""
    return rendered(documents(settings, GUID, BASE, episodes)[0], settings)


def read(file: Document, settings: Settings) -> ET.Element:
    """Return the channel element of an RSS file."""
    found = ET.fromstring(rendered(file, settings)).find("channel")  # noqa: S314
    assert found is not None
    return found


def texts(element: ET.Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(path, NAMES)]
