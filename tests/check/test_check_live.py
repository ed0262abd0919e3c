"""A podcast that is served without a flaw, and then with one at a time: found, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from misbehaving import Host, running
from published import Published, cover

from podcast.check.live import check_url, documents, media
from podcast.check.live.web import HttpClient, Response, is_private, plain
from podcast.cli import main

FEED = "http://127.0.0.1/show/feed.xml"
MP3 = "http://127.0.0.1/show/zwei/zwei.mp3"
VTT = "http://127.0.0.1/show/zwei/zwei.vtt"
COVER = "http://127.0.0.1/show/cover.jpg"

FLAWS = [
    # flaw, on which files, severity, where, what
    ("gone", "feed.xml", "error", FEED, "returns 404"),
    ("dead", "feed.xml", "error", FEED, "cannot be reached"),
    ("loop", "feed.xml", "error", FEED, "redirected too often or in a loop"),
    ("moved", "feed.xml", "warning", FEED, "is redirected to"),
    ("type", "feed.xml", "error", FEED, "has media type text/html"),
    ("no type", "feed.xml", "error", FEED, "has media type (none)"),
    ("latin", "feed.xml", "error", FEED, "is served with charset ISO-8859-1"),
    ("kept", "feed.xml", "warning", FEED, "may be cached for 168 hours"),
    ("no tag", "feed.xml", "warning", FEED, "neither ETag nor Last-Modified"),
    ("always new", "feed.xml", "warning", FEED, "is sent again (200)"),
    ("no head", "feed.xml", "error", FEED, "returns 405 for HEAD"),
    ("packed", "feed.xml", "error", FEED, "is compressed for apps that do not"),
    ("fat", "feed.xml", "warning", FEED, "is sent uncompressed"),
    (
        "soft 404",
        "",
        "error",
        "http://127.0.0.1/show/gibt-es-nicht-5d1f.mp3",
        "returns 200, not 404",
    ),
    ("gone", "zwei.mp3", "error", MP3, "returns 404 for a range request"),
    ("dead", "zwei.mp3", "error", MP3, "cannot be reached"),
    ("no ranges", "zwei.mp3", "error", MP3, "is sent whole for a range request"),
    ("one more", "zwei.mp3", "error", MP3, "returns 3 bytes for bytes 0-1"),
    ("no suffix", "zwei.mp3", "warning", MP3, "does not return the last two bytes"),
    ("no 416", "zwei.mp3", "warning", MP3, "returns 200, not 416"),
    ("bare 416", "zwei.mp3", "warning", MP3, "returns 416 without the length"),
    ("no tag", "zwei.mp3", "warning", MP3, "no ETag or Last-Modified for safe resuming"),
    ("never resumes", "zwei.mp3", "warning", MP3, "sent whole although If-Range matches"),
    ("mixes", "zwei.mp3", "error", MP3, "resumes a download of a different version"),
    ("type", "zwei.mp3", "error", MP3, "has media type text/html, but the feed says audio/mpeg"),
    ("sound", "zwei.mp3", "warning", MP3, "has media type audio/x-mp3"),
    ("packed", "zwei.mp3", "error", MP3, "is compressed (gzip)"),
    ("no head", "zwei.mp3", "error", MP3, "returns 405 for HEAD"),
    ("longer head", "zwei.mp3", "error", MP3, "HEAD reports"),
    ("gone", "zwei.vtt", "error", VTT, "returns 404"),
    ("dead", "zwei.vtt", "error", VTT, "cannot be reached"),
    ("type", "zwei.vtt", "error", VTT, "has media type text/html, but the feed says text/vtt"),
    ("closed", "zwei.vtt", "error", VTT, "(CORS)"),
    ("latin", "zwei.vtt", "error", VTT, "has charset ISO-8859-1"),
    ("gone", "cover.jpg", "error", COVER, "returns 404"),
    ("type", "cover.jpg", "error", COVER, "is served as text/html, but is image/jpeg"),
    ("no head", "cover.jpg", "error", COVER, "for HEAD, which Apple requires"),
]
BESIDE = {
    "one more": {"the last two bytes"},
    "packed": {"is sent whole", "for HEAD", "HEAD reports", "has length", "well-formed"},
    "moved": {'rel="self"'},
    "soft 404": set(),
    "no ranges": set(),
}
"""What else follows from a flaw."""


def found(host: Host, url: str = "") -> list[tuple[str, ...]]:
    problems = check_url(url or host.feed, timeout=5)
    return [(p.severity, p.where.replace(f":{host.port}", ""), p.what, p.fix) for p in problems]


@pytest.fixture
def large(folder: Published) -> Published:
    """With a feed that is worth compressing."""
    folder.edit("feed.xml", "Worum es geht.", "Worum es geht. " + "<!-- -->" * 3000)
    return folder


def test_without_a_flaw_there_is_nothing_to_find(large: Published) -> None:
    with running(Host(large.root)) as host:
        assert found(host) == []
        agents = {headers["User-Agent"] for _, _, headers in host.asked}
    assert agents == {"podcast-check/1"}


@pytest.mark.parametrize(("flaw", "on", "severity", "where", "what"), FLAWS)
def test_a_flaw(flaw: str, on: str, severity: str, where: str, what: str, large: Published) -> None:
    with running(Host(large.root, flaw, on or "x")) as host:
        problems = found(host)
    hits = [p for p in problems if p[0] == severity and p[1] == where and what in p[2]]
    assert len(hits) == 1, problems
    assert all(hits[0][3:])
    others = [p for p in problems if p not in hits]
    assert all(any(word in p[2] for word in BESIDE.get(flaw, ())) for p in others), others


CONTENT = [
    ("feed.xml", "</rss>", "", FEED, "is not well-formed XML"),
    ("feed.xml", "<title>Eine Sendung</title>", "", "feed.xml: channel <title>", "is missing"),
    ("zwei/zwei.vtt", "WEBVTT", "WEBVT", VTT, "cannot be parsed"),
    ("zwei/zwei.json", "{", "", VTT.replace("vtt", "json"), "cannot be parsed"),
    ("zwei/zwei.chapters.json", "{", "", VTT.replace("vtt", "chapters.json"), "cannot be parsed"),
]


@pytest.mark.parametrize(("name", "old", "new", "where", "what"), CONTENT)
def test_a_flaw_in_what_is_served(
    name: str, old: str, new: str, where: str, what: str, large: Published
) -> None:
    large.edit(name, old, new)
    with running(Host(large.root)) as host:
        problems = found(host)
    assert [(p[0], p[1]) for p in problems] == [("error", where)]
    assert what in problems[0][2]


def test_a_length_that_is_not_the_file_s(large: Published) -> None:
    size = large.sizes("zwei")
    large.edit("feed.xml", f'.mp3" length="{size}"', '.mp3" length="7"')
    with running(Host(large.root)) as host:
        problems = found(host)
    assert [(p[1], p[2]) for p in problems] == [
        (MP3, f"has length '7' in the feed, but {size} bytes are served")
    ]


def test_a_small_cover(large: Published) -> None:
    large.write("cover.jpg", cover(600))
    with running(Host(large.root)) as host:
        problems = found(host)
    assert [(p[1], p[2]) for p in problems] == [(COVER, "is 600 × 600 pixels, not 1400 to 3000")]


def test_a_text_that_is_not_utf_8(large: Published) -> None:
    large.write("zwei/zwei.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nGrüße".encode("latin-1"))
    with running(Host(large.root)) as host:
        assert [p[1:3] for p in found(host)] == [(VTT, "is not UTF-8 (byte 34)")]


def test_a_feed_that_says_it_is_elsewhere(large: Published) -> None:
    large.edit("feed.xml", "feed.xml", "rss.xml")
    with running(Host(large.root)) as host:
        problems = found(host)
    assert [p[:2] for p in problems] == [("warning", FEED)]
    assert 'rel="self" points to http://127.0.0.1' in problems[0][2]


def test_a_name_and_a_password_in_the_address(large: Published) -> None:
    with running(Host(large.root, auth="jana:ge heim")) as host:
        url = host.feed.replace("//", "//jana:ge%20heim@")
        assert found(host, url) == []
        wrong = found(host, host.feed.replace("//", "//jana:falsch@"))
    assert [p[1:3] for p in wrong] == [(FEED, "returns 401")]
    assert "name:password@host" in wrong[0][3]
    assert "falsch" not in str(wrong)


def test_no_password_is_sent_to_another_host(large: Published) -> None:
    with running(Host(large.root)) as other, running(Host(large.root, auth="a:b")) as host:
        large.edit(
            "feed.xml",
            '<enclosure url="https://podcast.example/show/',
            f'<enclosure url="{other.base}',
            2,
        )
        assert found(host, host.feed.replace("//", "//a:b@")) == []
        assert len(other.asked) > 10
        assert not [headers for _, _, headers in other.asked if "Authorization" in headers]


def test_so_many_episodes(large: Published) -> None:
    with running(Host(large.root, "gone", ".mp3")) as host:
        counts = [len(check_url(host.feed, episodes=number)) for number in range(4)]
    assert counts == [0, 1, 2, 2]


def test_what_is_served_in_public_wants_tls() -> None:
    private = ["http://localhost/", "http://192.168.1.2:8000/", "http://nas/", "http://[::1]/"]
    assert all(map(is_private, private))
    assert not any(map(is_private, ["http://casts.example/", "http://8.8.8.8/"]))
    assert plain("https://a:b@casts.example:8443/x?y") == "https://casts.example:8443/x?y"


def test_the_command(large: Published, tmp_path: Path) -> None:
    del tmp_path
    with running(Host(large.root, "no ranges")) as host:
        bad = CliRunner().invoke(main, ["check", "--url", host.feed, "--json", "--episodes", "1"])
        host.flaw = ""
        good = CliRunner().invoke(main, ["check", "--url", host.feed])
    report = json.loads(bad.stdout)
    assert (bad.exit_code, report["errors"]) == (1, 1)
    assert report["problems"][0]["where"] == f"{host.base}zwei/zwei.mp3"
    assert (good.exit_code, good.output) == (0, "0 errors, 0 warnings\n")
    wrong = CliRunner().invoke(main, ["check", "--url", "casts.example"])
    assert wrong.exit_code == 2
    assert "https://host/feed.xml" in wrong.output


HTTPS, HTTP = "https://casts.example/a", "http://casts.example/b"


@pytest.mark.parametrize(
    ("way", "severity", "what"),
    [
        ([HTTPS, HTTP], "error", "from https to http://casts.example/b"),
        ([HTTP, HTTPS, HTTPS, HTTPS], "warning", "is redirected 3 times"),
        ([HTTPS, HTTPS], "", ""),
        ([HTTP, HTTPS], "", ""),
    ],
)
def test_the_way_to_a_file(way: list[str], severity: str, what: str) -> None:
    first = Response(way[-1], 206, {}, b"", tuple(way[:-1]))
    with HttpClient(HTTPS) as web:
        problems = list(media.moved(media.Enclosure(web, way[0], "1", "audio/mpeg", first, "x")))
    assert [problem.severity for problem in problems] == [severity] * bool(severity)
    assert all(what in problem.what for problem in problems)


def test_the_way_to_the_feed_and_its_lock() -> None:
    insecure = Response(HTTP, 200, {}, b"", (HTTPS,))
    assert "from https to" in next(documents._moved(insecure, "x")).what
    assert "without TLS" in next(documents._secure(insecure, "x")).what
    assert not list(documents._secure(Response(HTTPS, 200, {}, b""), "x"))
