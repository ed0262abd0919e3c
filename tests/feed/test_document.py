from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from episodes import BASE, EPISODE, NAMES, SETTINGS, files, read, rendered, some, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.feed import Document
from podcast.feed.document import changed
from podcast.models import Placement, Soundbite
from podcast.show.settings import FeedSettings, Settings

SMALL = replace(SETTINGS, feed_episodes=4)


def link(file: Document, relation: str) -> str:
    found = read(file, SMALL).find(f"atom:link[@rel='{relation}']", NAMES)
    return "" if found is None else found.attrib["href"].removeprefix(BASE)


@settings(max_examples=40)
@given(st.integers(0, 40), st.integers(1, 9))
def test_every_episode_is_on_one_page_and_the_feed_is_small(count: int, most: int) -> None:
    made = files(replace(SETTINGS, feed_episodes=most), some(count))
    pages = [file for name, file in made.items() if name.endswith(".xml")]
    found = [entry.episode.source for page in pages for entry in page.entries]
    assert found == [f"{n:04}.txt" for n in reversed(range(count))]  # newest first
    assert min(count, most // 2) <= len(made["feed.xml"].entries) <= most


@settings(max_examples=15)
@given(st.integers(1, 30))
def test_an_archive_page_never_changes_when_new_episodes_come(count: int) -> None:
    before, after = files(SMALL, some(count)), files(SMALL, some(count + 7))
    for name, page in before.items():
        if page.archived:
            assert after[name].inputs == page.inputs
            assert rendered(after[name], SMALL) == rendered(page, SMALL)


def test_the_pages_are_linked_as_rfc_5005_has_it() -> None:
    made = files(SMALL, some(9))
    assert list(islice(made, 0, None, 2)) == [
        "feed.xml", "archive/feed/3.xml", "archive/feed/2.xml", "archive/feed/1.xml"
    ]  # fmt: skip
    chain = ["feed.xml"]
    while older := link(made[chain[-1]], "prev-archive"):
        assert link(made[chain[-1]], "next") == older  # for apps that follow `next`
        chain.append(older)
    assert chain == ["feed.xml", "archive/feed/3.xml", "archive/feed/2.xml", "archive/feed/1.xml"]
    assert read(made["feed.xml"], SMALL).find("fh:archive", NAMES) is None
    for name in chain[1:]:
        assert read(made[name], SMALL).find("fh:archive", NAMES) is not None
        assert (link(made[name], "current"), link(made[name], "self")) == ("feed.xml", name)


def test_json_feed_has_the_same_episodes_and_pages() -> None:
    made = files(SMALL, some(9, link="https://example.org/ä b"))
    first, second = (
        json.loads(rendered(made[name], SMALL)) for name in ("feed.json", "archive/feed/3.json")
    )
    assert first["version"] == "https://jsonfeed.org/version/1.1"
    assert first["feed_url"] == f"{BASE}feed.json"
    assert first["next_url"] == second["feed_url"] == f"{BASE}archive/feed/3.json"
    assert [item["title"] for item in first["items"]] == texts(
        read(made["feed.xml"], SMALL), "item/title"
    )
    item = first["items"][0]
    assert item["external_url"] == "https://example.org/%C3%A4%20b"
    assert item["date_published"] == "2025-05-17T00:00:00+00:00"
    assert item["attachments"] == [
        {
            "url": f"{BASE}folge-8/{EPISODE.media}",
            "mime_type": "audio/mpeg",
            "size_in_bytes": 6_026_423,
            "duration_in_seconds": 490,
        }
    ]


OTHER = {
    "title": "Anders", "subtitle": "x", "description": "x", "author": "x", "owner": "x",
    "email": "x@example.org", "language": "de-AT", "category": "Arts", "type": "serial",
    "explicit": True, "complete": True, "block": True, "locked": False,
    "funding": "https://example.org/", "funding_text": "x", "license": "mit",
    "license_url": "https://example.org/", "location": "x", "location_geo": "geo:1,2",
    "location_osm": "R1", "link": "https://example.org/", "copyright": "x",
}  # fmt: skip


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_what_is_noted_changes_with_what_is_written(name: str) -> None:
    """A setting missing from the hash would never reach an already published feed."""
    full = replace(
        SETTINGS, funding="https://a.example/", license="x", location="Bonn", description="d"
    )
    other = replace(full, **{name: OTHER.get(name, getattr(full, name))})
    one, two = (files(settings, some(2))["feed.xml"] for settings in (full, other))
    same = rendered(one, full) == rendered(two, other)
    assert same == (one.inputs == two.inputs) == (name not in OTHER)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x"},
        {"author": None},
        {"published": datetime(2020, 1, 1, tzinfo=UTC)},
        {"link": "https://example.org/"},
        {"tags": ()},
        {"summary": "x"},
        {"duration_ms": 1000},
        {"bytes": 1},
        {"media": "x.mp3"},
        {"chapters": ()},
        {"narrator": "x"},
        {"place": Placement(season=1)},
        {"place": Placement(explicit=True)},
        {"soundbites": (Soundbite(title="x", start_ms=0, duration_ms=1),)},
    ],
)
def test_what_is_noted_changes_with_the_episode(change: dict[str, object]) -> None:
    one = files(SETTINGS, [EPISODE])["feed.xml"]
    two = files(SETTINGS, [replace(EPISODE, **change)])["feed.xml"]  # type: ignore[arg-type]
    assert one.inputs != two.inputs
    assert rendered(one, SETTINGS) != rendered(two, SETTINGS)


def test_the_date_moves_with_the_content_alone() -> None:
    now, later = datetime(2026, 1, 1, 12, 0, 0, 5, UTC), datetime(2027, 1, 1, tzinfo=UTC)
    first = files(SETTINGS, [EPISODE])["feed.xml"]
    assert changed(first, {}, now) == EPISODE.published  # regardless of where and when it is built
    note = {"inputs": first.inputs, "changed": EPISODE.published.isoformat()}
    assert changed(first, note, now) == EPISODE.published
    edited = files(SETTINGS, [replace(EPISODE, summary="Anders.")])["feed.xml"]
    assert changed(edited, note, now) == now.replace(microsecond=0)
    note = {"inputs": edited.inputs, "changed": now.replace(microsecond=0).isoformat()}
    assert changed(edited, note, later) == now.replace(microsecond=0)
    added = files(SETTINGS, [EPISODE, *some(1, author="B")])["feed.xml"]
    assert changed(added, note, later) == later
    for damaged in ({"inputs": "x"}, {"changed": "gestern", "inputs": "x"}, "x", None):
        assert changed(first, damaged, now) == EPISODE.published  # type: ignore[arg-type]
    newer = replace(EPISODE, slug="n", published=later + timedelta(1))
    assert changed(files(SETTINGS, [newer])["feed.xml"], note, later) == newer.published


def test_further_feeds() -> None:
    tagged = [replace(e, tags=("Politik",), author="Äpfel") for e in some(3)]
    others = [replace(e, slug=f"x{e.slug}", source=f"kultur/{e.source}") for e in some(2)]
    settings = replace(
        SETTINGS,
        feeds=(
            FeedSettings(tag="politik", title="Nur Politik"),
            FeedSettings(source="kultur/*"),
            FeedSettings(author="*"),
            FeedSettings(author="Äpfel", tag="Politik", source="0001*"),
        ),
    )
    made = files(settings, tagged + others)
    found = {name: file for name, file in made.items() if name.endswith(".xml")}
    assert {name: len(file.entries) for name, file in found.items()} == {
        "feed.xml": 5,
        "by-tag/politik.xml": 3,
        "by-source/kultur.xml": 2,
        "by-author/aepfel-politik-0001.xml": 1,
        "by-author/jana-gross.xml": 2,
        "by-author/aepfel.xml": 3,
    }
    channels = [read(file, settings) for file in found.values()]
    titles = [texts(channel, "title")[0] for channel in channels]
    assert titles[:3] == ["Größe & Maß", "Nur Politik", "Größe & Maß: kultur/*"]
    assert len({texts(channel, "p:guid")[0] for channel in channels}) == 6
    again = files(settings, tagged)["by-tag/politik.xml"]
    assert again.channel.guid == found["by-tag/politik.xml"].channel.guid


def test_feeds_spelled_alike_are_two_files() -> None:
    authors = [replace(e, author=a) for e, a in zip(some(2), ("Groß", "Gross"), strict=True)]
    made = files(replace(SETTINGS, feeds=(FeedSettings(author="*"),)), authors)
    assert {"by-author/gross.xml", "by-author/gross-2.xml"} <= set(made)
