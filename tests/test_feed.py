from __future__ import annotations

import io
import uuid
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import podcastparser
from hypothesis import given
from hypothesis import strategies as st
from shows import ARTICLE, build, configure, make

from podcast import feed
from podcast.models import Chapter, Episode
from podcast.settings import Settings
from podcast.show import Show

NAMES = {"p": feed.NAMESPACE, "itunes": feed.ITUNES, "atom": "http://www.w3.org/2005/Atom"}
GUID = "69618b38-2b00-5e0c-af69-c6449451c00b"
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
    media="2025-05-09-die-bruecke.mp3",
    chapters=(
        Chapter(title="Die Brücke", start_ms=0, end_ms=61_000),
        Chapter(title="A < B", start_ms=61_000, end_ms=490_266),
    ),
    voice="pico",
    inputs={},
    fingerprint="",
)
SETTINGS = Settings(
    title="Größe & Maß",
    author="Redaktion",
    email="podcast@example.org",
    category="News > Politics",
    copyright="© 2025",
)
BASE = "https://example.org/pod/"


def channel(settings: Settings = SETTINGS, *episodes: Episode) -> ET.Element:
    xml = feed.render(settings, GUID, BASE, episodes or [EPISODE])
    found = ET.fromstring(xml).find("channel")  # noqa: S314
    assert found is not None
    return found


def test_the_channel() -> None:
    made = channel()
    assert made.findtext("title") == "Größe & Maß"
    assert made.findtext("language") == "de"
    assert made.findtext("itunes:explicit", namespaces=NAMES) == "false"
    assert made.findtext("p:guid", namespaces=NAMES) == GUID
    assert made.findtext("p:medium", namespaces=NAMES) == "podcast"
    locked = made.find("p:locked", NAMES)
    assert locked is not None
    assert (locked.text, locked.attrib) == ("yes", {"owner": "podcast@example.org"})
    self_link = made.find("atom:link[@rel='self']", NAMES)
    assert self_link is not None
    assert self_link.attrib["href"] == f"{BASE}feed.xml"
    notice = made.find("p:txt", NAMES)
    assert notice is not None
    assert notice.attrib == {"purpose": "ai-content"}
    assert made.find("itunes:category/itunes:category[@text='Politics']", NAMES) is not None


def test_an_item() -> None:
    item = channel().find("item")
    assert item is not None
    enclosure = item.find("enclosure")
    assert enclosure is not None
    assert enclosure.attrib == {
        "url": f"{BASE}2025-05-09-die-bruecke/2025-05-09-die-bruecke.mp3",
        "length": "6026423",
        "type": "audio/mpeg",
    }
    guid = item.find("guid")
    assert guid is not None
    assert (guid.text, guid.attrib) == (EPISODE.guid, {"isPermaLink": "false"})
    assert item.findtext("itunes:duration", namespaces=NAMES) == "490"
    assert item.findtext("pubDate") == "Fri, 09 May 2025 00:00:00 +0000"
    transcripts = item.findall("p:transcript", NAMES)
    assert [(t.attrib["type"], t.attrib["url"].rpartition(".")[2]) for t in transcripts] == [
        ("text/vtt", "vtt"),
        ("application/x-subrip", "srt"),
        ("application/json", "json"),
    ]
    chapters = item.find("p:chapters", NAMES)
    assert chapters is not None
    assert chapters.attrib["type"] == "application/json+chapters"


def test_show_notes_are_safe_html_with_times() -> None:
    notes = feed.show_notes(EPISODE, "https://example.org/a.html")
    assert "<li>00:01:01 A &lt; B</li>" in notes
    assert '<a href="https://example.org/a.html">' in notes
    linked = replace(EPISODE, link='https://example.org/?a=1&b="2"')
    assert 'href="https://example.org/?a=1&amp;b=&quot;2&quot;"' in feed.show_notes(linked, "")


def test_the_newest_comes_first_and_the_bytes_are_always_the_same() -> None:
    days = [
        replace(EPISODE, source=f"{n}", published=EPISODE.published + timedelta(n % 5))
        for n in range(9)
    ]
    made = feed.render(SETTINGS, GUID, BASE, days)
    assert made == feed.render(SETTINGS, GUID, BASE, reversed(days))
    dates = [entry.published_parsed for entry in feedparser.parse(made).entries]
    assert dates == sorted(dates, reverse=True)


@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_no_title_breaks_the_feed(text: str) -> None:
    xml = feed.render(
        replace(SETTINGS, title=f"x{text}"),
        GUID,
        BASE,
        [replace(EPISODE, title=f"x{text}", summary=f"x{text}", author=text, tags=(f"x{text}",))],
    )
    assert not feedparser.parse(xml).bozo


def test_a_feed_without_episodes_is_one_too() -> None:
    xml = feed.render(Settings(title="Leer"), GUID, BASE, [])
    assert xml == feed.render(Settings(title="Leer"), GUID, BASE, [])
    assert feedparser.parse(xml).feed.title == "Leer"


def test_real_clients_read_a_built_show(tmp_path: Path) -> None:
    show = make(tmp_path, {"a.txt": ARTICLE, "b.txt": ARTICLE.replace("Brücke", "Straße")})
    configure(tmp_path, base_url='"https://example.org/pod/"')
    show = Show(tmp_path)
    build(show)
    xml = (show.public / "feed.xml").read_bytes()

    parsed = podcastparser.parse("https://example.org/pod/feed.xml", io.BytesIO(xml))
    assert parsed["title"] == "Probe"
    assert parsed["language"] == "de"
    assert parsed["cover_url"] == "https://example.org/pod/cover.jpg"
    for episode in parsed["episodes"]:
        (enclosure,) = episode["enclosures"]
        path = show.public / enclosure["url"].removeprefix("https://example.org/pod/")
        assert enclosure["file_size"] == path.stat().st_size
        assert enclosure["mime_type"] == "audio/mpeg"
        assert episode["total_time"] > 5
        assert episode["description_html"]
        assert uuid.UUID(episode["guid"]).version == 5

    other = feedparser.parse(xml)
    assert not other.bozo
    assert [entry.title for entry in other.entries] == ["Die Straße", "Die Brücke"]
    assert [entry.author for entry in other.entries] == ["Jana Groß"] * 2
    assert other.feed.podcast_guid == show.guid
