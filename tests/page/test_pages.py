"""What is written into the pages, whatever the articles hold."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from podcast.episode.passages import Passage
from podcast.models import Chapter, Episode
from podcast.page.pages import PAGE_SIZE, PageRenderer, names
from podcast.show.settings import Settings

ASSETS = {
    name: f"assets/{name}"
    for name in ("page.css", "theme.js", "page.js", "manrope.woff2", "icon.svg", "cover.jpg")
} | {"touch.jpg": "assets/touch.jpg"}
HOSTILE = (
    "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)> & \u202eumgekehrt\u202c Ü"
)


def episode(number: int = 1, **fields: Any) -> Episode:
    slug = f"folge-{number}"
    known: dict[str, Any] = {
        "slug": slug,
        "guid": f"guid-{number}",
        "source": f"{number}.txt",
        "title": f"Folge {number}",
        "author": "Jana Groß",
        "published": datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=number),
        "link": None,
        "tags": (),
        "summary": "Worum es geht.",
        "duration_ms": 487_000,
        "bytes": 6_000_000,
        "media": f"{slug}.mp3",
        "chapters": (Chapter(title="A", start_ms=0, end_ms=60_000),),
        "voice": "tone",
        "inputs": {},
        "fingerprint": "f",
    }
    return Episode(**known | fields)


TEXT = [
    Passage(kind="title", sentences=(("Folge 1", 25), ("Jana Groß", 900))),
    Passage(kind="paragraph", sentences=(("Ein Satz.", 2000), ("Noch einer.", 4500))),
    Passage(kind="heading", sentences=(("Zwischentitel", 6000),)),
    Passage(kind="list item", sentences=(("eins", 7000),)),
    Passage(kind="list item", sentences=(("zwei", 8000),)),
    Passage(kind="quote", sentences=(("Zitat.", 9000),)),
]


class Reader(HTMLParser):
    """The elements of a page, its visible text and what its scripts hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.data: list[str] = []
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.data.append(data)
        else:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def pages(**settings: Any) -> PageRenderer:
    return PageRenderer(Settings(**{"title": "Probe", **settings}), ASSETS)


def read(data: bytes) -> Reader:
    return Reader(data.decode())


def test_each_sentence_has_its_time_and_each_passage_its_element() -> None:
    page = pages().episode(episode(), TEXT).decode()
    assert '<span data-t="2000">Ein Satz.</span> <span data-t="4500">Noch einer.</span></p>' in page
    assert re.search(r"<h3 dir=\"auto\">.*>Zwischentitel</span></h3>", page)
    assert re.search(r"<ul>\s*<li.*eins.*</li>\s*<li.*zwei.*</li>\s*</ul>", page, re.DOTALL)
    assert re.search(r"<blockquote dir=\"auto\">.*Zitat", page)
    assert '<h1 dir="auto"><span data-t="25">Folge 1</span></h1>' in page


def test_without_scripts_there_is_a_player_and_a_way_to_each_place() -> None:
    page = read(pages().episode(episode(), TEXT))
    assert {"controls": None, "src": "folge-1.mp3"}.items() <= page.all("audio")[0].items()
    assert "folge-1.mp3#t=4.5" not in [a.get("href") for a in page.all("a")]
    assert "folge-1.mp3#t=2" in [a.get("href") for a in page.all("a")]


@pytest.mark.parametrize("base", ["", "https://example.org/pod"])
def test_hostile_texts_stay_texts(base: str) -> None:
    hostile = episode(title=HOSTILE, author=HOSTILE, summary=HOSTILE, tags=(HOSTILE,))
    text = [Passage(kind="paragraph", sentences=((HOSTILE, 1000),))]
    made = pages(title=HOSTILE, description=HOSTILE, copyright=HOSTILE, base_url=base)
    listed = dict(made.lists([hostile]))["index.html"]
    for data in (made.episode(hostile, text), listed):
        page = read(data)
        kinds = [s.get("type") or (s["src"] or "").rpartition("/")[2] for s in page.all("script")]
        assert kinds == ["theme.js", "page.js", "application/ld+json"]
        assert page.text.count(HOSTILE) >= 3
        assert not [a for _, a in page.elements if any(name.startswith("on") for name in a)]
        assert json.loads(page.data[-1])["name"] == HOSTILE


def test_only_addresses_of_the_web_become_links() -> None:
    for link, count in (("https://x.example/größe", 1), ("javascript:alert(1)", 0), ("/x", 0)):
        page = read(pages().episode(episode(link=link), TEXT))
        assert [a["href"] for a in page.all("a")].count(link) == count


def test_nothing_comes_from_elsewhere() -> None:
    for base in ("", "https://example.org/pod/"):
        made = pages(base_url=base)
        for data in (made.episode(episode(), TEXT), *dict(made.lists([episode()])).values()):
            for tag, attributes in read(data).elements:
                for name in ("src", "poster", "data", "srcset", "style"):
                    assert "//" not in (attributes.get(name) or ""), (tag, attributes)
                if tag == "link" and attributes["rel"] not in {"canonical", "alternate"}:
                    assert "//" not in (attributes.get("href") or "")


def test_what_search_engines_and_messengers_read() -> None:
    made = pages(base_url="https://example.org/pod", author="Redaktion")
    page = read(made.episode(episode(tags=("Politik",), link="https://x.example/a"), TEXT))
    described = json.loads(page.data[-1])
    assert described["@type"] == "PodcastEpisode"
    assert described["url"] == "https://example.org/pod/folge-1/folge-1.html"
    assert described["duration"] == "PT8M7S"
    assert described["datePublished"] == "2025-01-02T00:00:00+00:00"
    audio = described["associatedMedia"]["contentUrl"]
    assert audio == "https://example.org/pod/folge-1/folge-1.mp3"
    assert described["partOfSeries"]["webFeed"] == "https://example.org/pod/feed.xml"
    graph = {m["property"]: m["content"] for m in page.all("meta") if "property" in m}
    assert graph["og:title"] == "Folge 1"
    assert graph["og:image"] == "https://example.org/pod/cover.jpg"
    assert graph["og:url"] == "https://example.org/pod/folge-1/folge-1.html"
    assert graph["og:audio"] == audio


def test_without_a_base_url_no_page_names_an_address_of_its_own() -> None:
    made = pages()
    for data in (made.episode(episode(), TEXT), *dict(made.lists([episode()])).values()):
        assert b"localhost" not in data
        assert b"og:url" not in data


def test_with_a_base_url_the_feed_can_be_subscribed_to_without_scripts() -> None:
    page = dict(pages(base_url="https://example.org/pod").lists([episode()]))["index.html"]
    assert b'href="podcast://example.org/pod/feed.xml"' in page
    assert b"<svg" in page
    assert b"https://example.org/pod/feed.xml</code>" in page


def numbers(data: bytes) -> list[int]:
    found = re.findall(rb'<li data-id="guid-(\d+)"', data)
    return [int(number) for number in found]


@pytest.mark.parametrize("count", [0, 1, 99, 100, 199, 200, 250, 300])
def test_every_episode_is_listed_once_the_newest_first(count: int) -> None:
    made = dict(pages().lists([episode(n) for n in range(count)]))
    assert list(made) == [*names(count)[1:], "index.html"]
    listed = [numbers(made[name]) for name in reversed(made)]
    assert [n for page in listed for n in page] == list(reversed(range(count)))
    assert all(len(page) == PAGE_SIZE for page in listed[1:])


def test_older_pages_stay_as_they_are_when_episodes_are_added() -> None:
    before = dict(pages().lists([episode(n) for n in range(310)]))
    after = dict(pages().lists([episode(n) for n in range(399)]))
    assert {name for name in after if before.get(name) != after[name]} == {"index.html"}


def test_pages_of_the_list_lead_to_each_other() -> None:
    made = dict(pages().lists([episode(n) for n in range(400)]))
    links = {
        name: [a["href"] for a in read(data).all("a") if a.get("rel") in {"prev", "next"}]
        for name, data in made.items()
    }
    assert links["index.html"] == ["folgen/3.html"]
    assert links["folgen/3.html"] == ["../index.html", "2.html"]
    assert links["folgen/1.html"] == ["2.html"]
