from __future__ import annotations

import io
import uuid
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import feedparser
import podcastparser
from episodes import BASE, EPISODE, GUID, NAMES, SETTINGS, main_feed, texts
from hypothesis import example, given
from hypothesis import strategies as st
from shows import ARTICLE, build, configure, make, show_guid

from podcast.feed.extension import escaped, tag
from podcast.feed.notes import clean, show_notes
from podcast.models import Episode, Placement, Soundbite
from podcast.show.settings import Settings
from podcast.show.show import Show


def channel(settings: Settings = SETTINGS, *episodes: Episode) -> ET.Element:
    xml = main_feed(settings, episodes or [EPISODE])
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
        "url": f"{BASE}2025-05-09-die-bruecke/2025-05-09-die-bruecke-0a1b2c3d4e.mp3",
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
    notes = show_notes(EPISODE, "https://example.org/a.html")
    assert "<li>00:01:01 A &lt; B</li>" in notes
    assert '<a href="https://example.org/a.html">' in notes
    linked = replace(EPISODE, link='https://example.org/?a=1&b="2"')
    assert 'href="https://example.org/?a=1&amp;b=%222%22"' in show_notes(linked, "")


def test_the_newest_comes_first_and_the_bytes_are_always_the_same() -> None:
    days = [
        replace(EPISODE, source=f"{n}", published=EPISODE.published + timedelta(n % 5))
        for n in range(9)
    ]
    made = main_feed(SETTINGS, days)
    assert made == main_feed(SETTINGS, reversed(days))
    dates = [entry.published_parsed for entry in feedparser.parse(made).entries]
    assert dates == sorted(dates, reverse=True)


@given(st.text(st.characters(exclude_categories=()), min_size=1))
@example("</item>]]></channel><!--podcast-extension-->")
def test_no_title_breaks_the_feed(text: str) -> None:
    xml = main_feed(
        replace(SETTINGS, title=f"x{text}"),
        [replace(EPISODE, title=f"x{text}", summary=f"x{text}", author=text, tags=(f"x{text}",))],
    )
    assert not feedparser.parse(xml).bozo


def test_a_feed_without_episodes_is_one_too() -> None:
    xml = main_feed(Settings(title="Leer"), [])
    assert xml == main_feed(Settings(title="Leer"), [])
    assert feedparser.parse(xml).feed.title == "Leer"


def test_real_clients_read_a_built_show(tmp_path: Path) -> None:
    show = make(tmp_path, {"a.txt": ARTICLE, "b.txt": ARTICLE.replace("Brücke", "Straße")})
    configure(tmp_path, base_url='"https://example.org/pod/"')
    show = Show(tmp_path)
    build(show)
    xml = (show.paths.public / "feed.xml").read_bytes()

    parsed = podcastparser.parse("https://example.org/pod/feed.xml", io.BytesIO(xml))
    assert parsed["title"] == "Probe"
    assert parsed["language"] == "de"
    assert parsed["cover_url"] == "https://example.org/pod/cover.jpg"
    for episode in parsed["episodes"]:
        (enclosure,) = episode["enclosures"]
        path = show.paths.public / enclosure["url"].removeprefix("https://example.org/pod/")
        assert enclosure["file_size"] == path.stat().st_size
        assert enclosure["mime_type"] == "audio/mpeg"
        assert episode["total_time"] > 5
        assert episode["description_html"]
        assert uuid.UUID(episode["guid"]).version == 5

    other = feedparser.parse(xml)
    assert not other.bozo
    assert [entry.title for entry in other.entries] == ["Die Straße", "Die Brücke"]
    assert [entry.author for entry in other.entries] == ["Jana Groß"] * 2
    assert other.feed.podcast_guid == show_guid(show)


def test_everything_that_a_show_may_say() -> None:
    made = channel(
        replace(
            SETTINGS,
            category=("News > Politics", "Society & Culture"),
            type="serial",
            complete=True,
            block=True,
            explicit=True,
            funding="https://example.org/geld",
            license="CC-BY-4.0",
            location="Köln",
            location_geo="geo:50.94,6.96",
            location_osm="R62578",
        )
    )
    places = {
        "itunes:type": "serial",
        "itunes:complete": "Yes",
        "itunes:block": "Yes",
        "itunes:explicit": "true",
        "p:funding": "Unterstützen",
        "p:license": "cc-by-4.0",
        "p:location": "Köln",
        "p:person": "Redaktion",
        "p:block": "yes",
    }
    assert {name: texts(made, name) for name in places} == {k: [v] for k, v in places.items()}
    assert [c.attrib["text"] for c in made.findall("itunes:category", NAMES)] == [
        "News", "Society & Culture"
    ]  # fmt: skip
    assert attributes(made, "p:location") == {
        "rel": "subject", "geo": "geo:50.94,6.96", "osm": "R62578"
    }  # fmt: skip
    own = replace(SETTINGS, license="Haus-Lizenz", license_url="https://example.org/l")
    assert texts(channel(own), "p:license") == ["Haus-Lizenz"]
    assert attributes(channel(own), "p:license") == {"url": "https://example.org/l"}
    for name in places.keys() - {"itunes:explicit", "p:person", "itunes:type"}:
        assert channel().find(name, NAMES) is None, name


def test_a_show_is_locked_for_its_owner_unless_it_is_to_move() -> None:
    unlocked = channel(replace(SETTINGS, locked=False))
    assert texts(unlocked, "p:locked") == ["no"]
    assert texts(channel(replace(SETTINGS, email="")), "p:locked") == ["no"]


def test_everything_that_an_episode_may_say() -> None:
    episode = replace(
        EPISODE,
        place=Placement(season=2, number=7, kind="bonus", explicit=True),
        soundbites=(Soundbite(title="Das & jenes", start_ms=73_500, duration_ms=20_250),),
        link="https://example.org/artikel",
    )
    item = channel(SETTINGS, episode).find("item")
    assert item is not None
    assert texts(item, "itunes:season") == texts(item, "p:season") == ["2"]
    assert texts(item, "itunes:episode") == texts(item, "p:episode") == ["7"]
    assert texts(item, "itunes:episodeType") == ["bonus"]
    assert texts(item, "itunes:explicit") == ["true"]
    assert texts(item, "p:person") == ["Jana Groß", "Pico (synthetische Stimme)"]
    assert [p.attrib["role"] for p in item.findall("p:person", NAMES)] == ["author", "narrator"]
    assert texts(item, "p:soundbite") == ["Das & jenes"]
    assert attributes(item, "p:soundbite") == {"startTime": "73.500", "duration": "20.250"}
    assert [
        t.attrib.get("rel") for t in item.findall("p:transcript", NAMES)
    ] == ["captions", "captions", None]  # fmt: skip
    chapters = item.findall("psc:chapters/psc:chapter", NAMES)
    assert [dict(chapter.attrib) for chapter in chapters] == [
        {"start": "00:00:00", "title": "Die Brücke"},
        {"start": "00:01:01", "title": "A < B"},
    ]
    assert texts(item, "link") == [f"{BASE}{EPISODE.slug}/{EPISODE.slug}.html"]
    (notes,) = texts(item, "content:encoded")
    assert '<a href="https://example.org/artikel">Zum Artikel</a>' in notes
    assert "<li>00:00:00 Die Brücke</li><li>00:01:01 A &lt; B</li>" in notes


def test_an_address_that_is_none_is_no_link() -> None:
    for bad in ("javascript:alert(1)", "artikel.html", "https://[", "", None, "ftp://a.example/"):
        assert "Zum Artikel" not in show_notes(replace(EPISODE, link=bad), "https://a.example/")
    umlaut = replace(EPISODE, link="https://example.org/Straße?a=ü b")
    assert 'href="https://example.org/Stra%C3%9Fe?a=%C3%BC%20b"' in show_notes(umlaut, "")


@given(st.text(st.characters(exclude_categories=())))
def test_what_feedgen_cannot_say_is_xml_whatever_it_holds(text: str) -> None:
    element = ET.fromstring(tag("a", text, {"b": text}))  # noqa: S314
    assert (element.text or "").replace("\r", "\n") == clean(text).replace("\r\n", "\n").replace(
        "\r", "\n"
    )
    assert escaped("\x00a\x0b<") == "a&lt;"


def attributes(element: ET.Element, path: str) -> dict[str, str]:
    found = element.find(path, NAMES)
    assert found is not None
    return dict(found.attrib)
