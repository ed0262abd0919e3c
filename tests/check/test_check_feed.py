"""Flaws in what a feed may say besides: each is found, and nothing but it."""

from __future__ import annotations

import functools
import json
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from published import BASE, CHANNEL, Published
from test_check import FEED, ITEM, only

from podcast.check import check, check_feed
from podcast.cli import main

IN_CHANNEL = "<podcast:medium>"
IN_ITEM = "<itunes:duration>10</itunes:duration>"

PERSON = '<podcast:person role="author" group="writing">Jana Groß</podcast:person>'
PSC = (
    '<psc:chapters version="1.2"><psc:chapter start="00:00:00" title="Anfang"/>'
    '<psc:chapter start="3" title="Größere Mitte"/>'
    '<psc:chapter start="0:07.000" title="Ende"/></psc:chapters>'
)
NOTES = (
    "<content:encoded><![CDATA[<p>Um 12:30 Uhr.</p><ul><li>00:00:00 A<li>00:00:03 B</ul>"
    '<a href="https://a.example/">x</a><br>]]></content:encoded>'
)

GOOD_IN_CHANNEL = """
<podcast:person>Jana</podcast:person>
<podcast:funding url="https://a.example/geld">Geld</podcast:funding>
<podcast:license>cc-by-4.0</podcast:license>
<podcast:location rel="creator" geo="geo:50.9,6.9" osm="R62578">Köln</podcast:location>
<podcast:txt purpose="ai-content">Ja</podcast:txt>
<itunes:type>episodic</itunes:type><itunes:complete>Yes</itunes:complete>
<itunes:owner><itunes:name>J</itunes:name><itunes:email>j@a.example</itunes:email></itunes:owner>
"""
GOOD_IN_ITEM = f"""{PERSON}{PSC}{NOTES}
<link>https://a.example/1</link><itunes:title>T</itunes:title>
<itunes:season>1</itunes:season><podcast:season>1</podcast:season>
<itunes:episode>2</itunes:episode><podcast:episode>2</podcast:episode>
<itunes:episodeType>full</itunes:episodeType><itunes:block>Yes</itunes:block>
"""

CHANNEL_FLAWS = {
    "<podcast:person/>": ("error", "podcast:person", "is empty"),
    '<podcast:person role="Vorleser">A</podcast:person>': (
        "warning", "podcast:person", "role 'Vorleser' is not in the Podcast Taxonomy"
    ),
    '<podcast:person group="x">A</podcast:person>': ("warning", "podcast:person", "group 'x'"),
    '<podcast:person img="a.jpg">A</podcast:person>': ("error", "podcast:person", "img is not an"),
    "<podcast:funding>Geld</podcast:funding>": ("error", "podcast:funding", "url is missing"),
    '<podcast:funding url="https://a.example/"/>': ("error", "podcast:funding", "is empty"),
    f'<podcast:funding url="https://a.example/">{"x" * 129}</podcast:funding>': (
        "warning", "podcast:funding", "129 characters, more than 128"
    ),
    "<podcast:license>Alles meins</podcast:license>": ("error", "podcast:license", "lower-case"),
    '<podcast:license url="x">Meine</podcast:license>': ("error", "podcast:license", "url is not"),
    '<podcast:location geo="50,6">Köln</podcast:location>': (
        "error", "podcast:location", "geo is malformed: '50,6'"
    ),
    '<podcast:location osm="Köln">Köln</podcast:location>': (
        "error", "podcast:location", "osm is malformed: 'Köln'"
    ),
    '<podcast:location rel="x">Köln</podcast:location>': ("error", "podcast:location", "rel is"),
    f'<podcast:txt>{"x" * 4001}</podcast:txt>': ("error", "podcast:txt", "4,001 characters"),
    f'<podcast:txt purpose="{"x" * 129}">x</podcast:txt>': ("error", "podcast:txt", "purpose"),
    "<itunes:type>weekly</itunes:type>": ("error", "itunes:type", "'weekly', not episodic"),
    "<itunes:block>true</itunes:block>": ("warning", "itunes:block", "only Yes has an effect"),
    "<itunes:complete>no</itunes:complete>": ("warning", "itunes:complete", "only Yes"),
    "<itunes:owner><itunes:name>A</itunes:name></itunes:owner>": (
        "error", "itunes:email", "is missing"
    ),
    "<itunes:owner><itunes:name>A</itunes:name><itunes:email>A</itunes:email></itunes:owner>": (
        "error", "itunes:email", "is not an e-mail address: 'A'"
    ),
    "<itunes:owner><itunes:email>a@b.de</itunes:email></itunes:owner>": (
        "warning", "itunes:name", "is missing"
    ),
}  # fmt: skip

ITEM_FLAWS = {
    '<podcast:person href="x">A</podcast:person>': ("error", "podcast:person", "href is not an"),
    '<podcast:soundbite startTime="0" duration="7"/>': (
        "warning", "podcast:soundbite", "lasts 7.0 s, not 15 to 120"
    ),
    '<podcast:soundbite startTime="9" duration="20"/>': (
        "error", "podcast:soundbite", "ends at 29.0 s, after the end of the episode (10 s)"
    ),
    '<podcast:soundbite startTime="9"/>': ("error", "podcast:soundbite", "needs a startTime and"),
    '<podcast:soundbite startTime="nan" duration="20"/>': ("error", "podcast:soundbite", "needs a"),
    "<podcast:season>x</podcast:season>": ("error", "podcast:season", "is not a number: 'x'"),
    "<podcast:episode>2.x</podcast:episode>": ("error", "podcast:episode", "is not a number"),
    "<podcast:season>1</podcast:season><itunes:season>2</itunes:season>": (
        "error", "podcast:season", "is 1, but itunes:season is 2"
    ),
    "<itunes:season>0</itunes:season>": ("error", "itunes:season", "not a positive integer: '0'"),
    "<itunes:episode>1.5</itunes:episode>": ("error", "itunes:episode", "not a positive integer"),
    "<itunes:episodeType>Teil</itunes:episodeType>": (
        "error", "itunes:episodeType", "'Teil', not full"
    ),
    "<itunes:block>ja</itunes:block>": ("warning", "itunes:block", "only Yes"),
    "<itunes:title> </itunes:title>": ("error", "itunes:title", "is empty"),
    "<link>seite.html</link>": ("error", "link", "is not an absolute http(s) URL: 'seite.html'"),
    PSC.replace("1.2", "7"): ("error", "psc:chapters", "unsupported version '7'"),
    PSC.replace("0:07.000", "7 s"): ("error", "psc:chapters", "chapter 3 lacks a valid start"),
    '<psc:chapters version="1.2"/>': ("error", "psc:chapters", "has no chapters"),
    PSC.replace('"3"', '"8"'): ("error", "psc:chapters", "not in ascending order"),
    PSC.replace("0:07", "9:07"): ("error", "psc:chapters", "at 547 s, after the end"),
    PSC.replace("Ende", "Schluss"): ("error", "psc:chapters", "different chapters from zwei"),
    NOTES.replace("<br>", "<script>x</script>"): ("error", "content:encoded", "<script>, which"),
    NOTES.replace("<br>", "<iframe></iframe>"): ("error", "content:encoded", "<iframe>"),
    NOTES.replace("<br>", '<p onclick="x">'): ("error", "content:encoded", "attribute onclick"),
    NOTES.replace("<br>", '<p style="x">'): ("error", "content:encoded", "attribute style"),
    NOTES.replace("https:", "javascript:"): ("error", "content:encoded", "not a web address"),
    NOTES.replace("</a>", ""): ("warning", "content:encoded", "<a> is not closed"),
    NOTES.replace("<br>", "</b>"): ("error", "content:encoded", "closes <b>, which is not open"),
    NOTES.replace("<br>", "x" * 10_000): ("warning", "content:encoded", "more than 10,000"),
    NOTES.replace("00:00:03", "00:01:03"): ("warning", "content:encoded", "at 63 s, after"),
    NOTES.replace("00:00:03", "00:00:00"): ("warning", "content:encoded", "not in ascending order"),
    NOTES.replace("00:00:00 A", "00:00:01 A<li>00:02 C"): (
        "warning", "content:encoded", "first timestamp is 1 s, not 00:00:00"
    ),
}  # fmt: skip


@pytest.fixture
def feed(folder: Published) -> Published:
    """A flawless folder whose feed may hold Podlove chapters."""
    space = 'xmlns:psc="http://podlove.org/simple-chapters"'
    folder.edit(FEED, '<rss version="2.0"', f'<rss version="2.0" {space}')
    return folder


def test_all_that_is_optional_at_once(feed: Published) -> None:
    feed.edit(FEED, IN_CHANNEL, GOOD_IN_CHANNEL + IN_CHANNEL)
    feed.edit(FEED, IN_ITEM, GOOD_IN_ITEM + IN_ITEM)
    assert check(feed.root) == []


@pytest.mark.parametrize("xml", CHANNEL_FLAWS)
def test_a_flaw_in_the_channel(feed: Published, xml: str) -> None:
    severity, tag, what = CHANNEL_FLAWS[xml]
    feed.edit(FEED, IN_CHANNEL, xml + IN_CHANNEL)
    only(feed, severity, f"feed.xml: channel <{tag}>", what)


@pytest.mark.parametrize("xml", ITEM_FLAWS)
def test_a_flaw_in_an_item(feed: Published, xml: str) -> None:
    severity, tag, what = ITEM_FLAWS[xml]
    feed.edit(FEED, IN_ITEM, xml + IN_ITEM)
    only(feed, severity, f"{ITEM}<{tag}>", what)


def test_captions_have_times(folder: Published) -> None:
    folder.edit(FEED, 'type="text/vtt"', 'rel="x" type="text/vtt"')
    only(folder, "error", f"{ITEM}<podcast:transcript>", "rel is 'x', not captions")


def test_a_page_is_no_caption(folder: Published) -> None:
    page = f'<podcast:transcript url="{BASE}zwei/zwei.html" type="text/html" rel="captions"/>'
    folder.edit(FEED, IN_ITEM, page + IN_ITEM)
    only(folder, "error", f"{ITEM}<podcast:transcript>", "text/html, which has no timing")


def test_the_owner_of_a_lock(folder: Published) -> None:
    folder.edit(FEED, "<podcast:locked>", '<podcast:locked owner="ich">')
    only(folder, "error", "feed.xml: channel <podcast:locked>", "owner is not an e-mail address")


def test_a_serial_show_is_numbered(folder: Published) -> None:
    folder.edit(FEED, IN_CHANNEL, "<itunes:type>serial</itunes:type>" + IN_CHANNEL)
    trailer = "<itunes:episodeType>trailer</itunes:episodeType>"
    folder.edit(FEED, IN_ITEM, trailer + IN_ITEM)
    only(folder, "error", "feed.xml: item 2 “Erste” <itunes:episode>", "a serial show requires it")


def test_two_episodes_with_one_number(folder: Published) -> None:
    folder.edit(FEED, IN_ITEM, "<itunes:episode>3</itunes:episode>" + IN_ITEM, 2)
    only(folder, "warning", "feed.xml: item 2 “Erste” <itunes:episode>", "is 3, the same as")


def test_the_order(folder: Published) -> None:
    folder.edit(FEED, "Mon, 03 Mar 2025 08:00:00 +0100", "Tue, 04 Mar 2025 09:00:00 +0100")
    only(
        folder, "warning", "feed.xml: item 2 “Erste” <pubDate>", "later than in the preceding item"
    )


def test_the_date_of_the_feed(folder: Published) -> None:
    folder.edit(FEED, "<lastBuildDate>Tue, 04", "<lastBuildDate>Tue, 04")
    folder.edit(FEED, "Tue, 04 Mar 2025 08:00:00 +0000", "Tue, 04 Mar 2025 06:00:00 +0000")
    only(folder, "warning", "feed.xml: channel <lastBuildDate>", "earlier than the newest episode")


def test_the_picture(folder: Published) -> None:
    (folder.root / "cover.jpg").rename(folder.root / "cover.img")
    folder.edit(FEED, "cover.jpg", "cover.img")
    only(folder, "error", "feed.xml: channel <itunes:image>", "not end with .jpg or .png")


# ── several feeds ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def archived(folder: Published) -> Published:
    """A flawless folder: the older episode is on an archive page, and has a feed of its own."""
    text = (folder.root / FEED).read_text("utf-8")
    head, zwei, eins = text.partition("<item>")[0], *text.split("<item>")[1:]
    spaced = head.replace("<rss ", '<rss xmlns:fh="http://purl.org/syndication/history/1.0" ')
    page = f"{BASE}archive/feed/1.xml"
    main = spaced + f'<atom:link rel="prev-archive" href="{page}"/>'
    folder.write(FEED, f"{main}<item>{zwei}</channel></rss>")
    back = f'<fh:archive/><atom:link rel="current" href="{BASE}feed.xml"/>'
    old = spaced.replace(f"{BASE}feed.xml", page) + back
    (folder.root / "archive" / "feed").mkdir(parents=True)
    folder.write("archive/feed/1.xml", f"{old}<item>{eins}")
    own = head.replace(f"{BASE}feed.xml", f"{BASE}by-author/a.xml").replace("Eine S", "Andere S")
    own = own.replace("917393e3-1b1e-5cef", "917393e3-1b1e-5cee")
    (folder.root / "by-author").mkdir()
    folder.write("by-author/a.xml", f"{own}<item>{eins}")
    return folder


PAGE, PART = "archive/feed/1.xml", "by-author/a.xml"
SEVERAL = {
    "no mark": (PAGE, "<fh:archive/>", "", "error", PAGE, "fh:archive"),
    "no way back": (PAGE, 'rel="current"', 'rel="x"', "error", f"{PAGE}: channel", "not the feed"),
    "a page that is not there": (
        FEED, "feed/1.xml", "feed/2.xml", "error", "feed.xml: channel", "does not point to a feed"
    ),
    "a circle": (
        PAGE, "<fh:archive/>",
        f'<fh:archive/><atom:link rel="prev-archive" href="{BASE}feed.xml"/>',
        "error", f'{PAGE}: channel <atom:link rel="prev-archive">', "points back",
    ),
    "an episode twice": (
        PAGE, "eins-guid", "zwei-guid", "error", f"{PAGE}: item 1 “Erste” <guid>", "in feed.xml"
    ),
    "a newer one": (PAGE, "03 Mar 2025", "10 Mar 2025", "warning", PAGE, "newer than one"),
    "another's address": (
        PART, "by-author/a.xml", "feed.xml", "error", f"{PART}: channel", "URL of 'feed.xml', not"
    ),
    "another's identity": (
        PART, "5cee", "5cef", "error", f"{PART}: channel <podcast:guid>", "same as in feed.xml"
    ),
    "another's title": (
        PART, "Andere S", "Eine S", "warning", f"{PART}: channel <title>", "same as in feed.xml"
    ),
    "a broken feed": (PART, "</rss>", "", "error", PART, "is not well-formed"),
}  # fmt: skip


def test_several_feeds(archived: Published) -> None:
    assert check(archived.root) == []


@pytest.mark.parametrize("name", SEVERAL)
def test_a_flaw_among_feeds(archived: Published, name: str) -> None:
    file, old, new, severity, where, what = SEVERAL[name]
    archived.edit(file, old, new)
    found = [p for p in check(archived.root) if where in p.where and what in p.what + p.where]
    assert [problem.severity for problem in found] == [severity], check(archived.root)


def test_a_page_that_nothing_leads_to(archived: Published) -> None:
    archived.edit(FEED, 'rel="prev-archive"', 'rel="x"')
    assert any("no feed links to" in problem.what for problem in check(archived.root))


# ── JSON Feed ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def beside(folder: Published) -> Published:
    """A flawless folder with a JSON Feed."""
    items = [
        {
            "id": f"{slug}-guid",
            "title": title,
            "content_html": "x",
            "date_published": "2025-03-04T08:00:00+01:00",
            "attachments": [{"url": f"{BASE}{slug}/{slug}.mp3", "mime_type": "audio/mpeg"}],
        }
        for slug, title in (("zwei", "Zweite"), ("eins", "Erste"))
    ]
    top = {"version": "https://jsonfeed.org/version/1.1", "title": "Eine Sendung"}
    folder.write("feed.json", json.dumps(top | {"feed_url": f"{BASE}feed.json", "items": items}))
    return folder


JSON_FLAWS = {
    "version": ("version/1.1", "version/2", "feed.json: version", "is not supported: 'https"),
    "title": ("Eine Sendung", "Eine", "feed.json: title", "differs from the title in feed.xml"),
    "address": (
        f"{BASE}feed.json",
        "feed.json",
        "feed.json: feed_url",
        "not an absolute http(s) URL",
    ),
    "lost": (
        f"{BASE}feed.json",
        f"{BASE}f.json",
        "feed.json: feed_url",
        "does not exist: 'f.json'",
    ),
    "order": ("zwei-guid", "eins-guid", "feed.json", "does not list the same items"),
    "name": ("Zweite", "Dritte", "feed.json: item 1: title", "differs from the title in feed.xml"),
    "notes": ('"content_html"', '"content"', "feed.json: item 1: content_html", "is missing"),
    "date": ("08:00:00+01:00", "8 Uhr", "feed.json: item 1: date_published", "RFC 3339"),
    "media": (
        "zwei.mp3",
        "drei.mp3",
        "feed.json: item 1: attachments",
        "do not match the enclosure",
    ),
    "text": ('{"version"', '["version"', "feed.json", "is not valid JSON"),
    "kind": ('"items"', '"things"', "feed.json", "is not a JSON object with an items"),
}


def test_a_json_feed(beside: Published) -> None:
    assert check(beside.root) == []


@pytest.mark.parametrize("name", JSON_FLAWS)
def test_a_flaw_in_the_json_feed(beside: Published, name: str) -> None:
    old, new, where, what = JSON_FLAWS[name]
    text = (beside.root / "feed.json").read_text("utf-8")
    assert old in text
    beside.write("feed.json", text.replace(old, new, 1))
    only(beside, "error", where, what)


# ── a feed of someone else's making ───────────────────────────────────────────────────────────────


def test_a_feed_alone(folder: Published, tmp_path: Path) -> None:
    text = (folder.root / FEED).read_text("utf-8")
    file = tmp_path / "fremd.xml"
    file.write_text(text, "utf-8")
    assert check_feed(str(file)) == []  # no other file is looked for
    file.write_text(text.replace(">false<", ">no<", 1), "utf-8")
    (problem,) = check_feed(str(file))
    assert problem.where == f"{file}: channel <itunes:explicit>"
    assert problem.source.startswith("Apple Podcasts: https://")
    assert problem.fix == "Fix it in the tool that generates the feed."
    file.write_text("<html>", "utf-8")
    (problem,) = check_feed(str(file))
    assert (problem.severity, problem.where) == ("error", str(file))
    (problem,) = check_feed(str(tmp_path / "nichts.xml"))
    assert "cannot be read: No such file" in problem.what


def test_a_feed_on_the_web(folder: Published) -> None:
    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    handler = functools.partial(Handler, directory=folder.root)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        assert check_feed(f"{base}/feed.xml") == []
        (problem,) = check_feed(f"{base}/nichts.xml")
        assert problem.what == "cannot be fetched: HTTP Error 404: File not found"
        server.shutdown()
    (problem,) = check_feed(f"{base}/feed.xml")
    assert "refused" in problem.what


def test_the_verb_takes_any_feed(folder: Published, tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["check", str(folder.root)])
    assert (run.exit_code, run.output) == (0, "0 errors, 0 warnings\n")
    file = tmp_path / "fremd.xml"
    text = (folder.root / FEED).read_text("utf-8").replace(">false<", ">no<")
    file.write_text(text.replace("<podcast:medium>podcast</podcast:medium>", ""), "utf-8")
    run = CliRunner().invoke(main, ["check", str(file)])
    assert run.exit_code == 1
    assert (
        "→ Fix it in the tool that generates the feed.\n  (Apple Podcasts: https://" in run.output
    )
    run = CliRunner().invoke(main, ["check", "--json", str(file)])
    found = json.loads(run.output)
    assert (found["errors"], found["warnings"]) == (3, 1)
    assert all(problem["source"] for problem in found["problems"])


def test_every_finding_names_its_source(feed: Published) -> None:
    feed.edit(FEED, IN_CHANNEL, "".join(CHANNEL_FLAWS) + IN_CHANNEL)
    feed.edit(FEED, IN_ITEM, "".join(ITEM_FLAWS) + IN_ITEM)
    feed.edit(FEED, CHANNEL.splitlines()[7], "")
    (feed.root / "zwei" / "zwei.vtt").write_text("x")
    (feed.root / "zwei" / "zwei.mp3").write_bytes(b"x")
    (feed.root / "stray").write_bytes(b"x")
    found = check(feed.root)
    assert len(found) > 40
    assert [problem for problem in found if not problem.source] == []
