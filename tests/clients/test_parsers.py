"""Parsers that others have made read what is published: of feeds, and of transcripts."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import urllib.request
from typing import Any

import feedparser
import podcastparser
import pytest
import webvtt
from serve import Served
from shows import show_guid

from podcast.show.show import Show

PARTYTIME = """
const { parseFeed } = require("podcast-partytime");
const xml = require("fs").readFileSync(0, "utf8");
console.log(JSON.stringify(parseFeed(xml)));
"""
WEBVTT = """
const { WebVTTParser } = require("webvtt-parser");
const text = require("fs").readFileSync(0, "utf8");
const { cues, errors } = new WebVTTParser().parse(text, "captions");
console.log(JSON.stringify({ errors, cues: cues.map((c) => [c.startTime, c.endTime, c.text]) }));
"""


def node(package: str, script: str, text: bytes) -> Any:
    """What a script for Node.js prints; the test is skipped where the package is missing."""
    program = shutil.which("node")
    if not program:
        pytest.skip("needs Node.js")
    command = [program, "-e", f"require.resolve('{package}')"]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip(f"needs {package}: npm install {package}, and NODE_PATH")
    run = subprocess.run(
        [program, "-e", script], input=text, capture_output=True, env=os.environ, timeout=60
    )
    assert run.returncode == 0, run.stderr.decode()
    return json.loads(run.stdout)


def test_the_podcast_indexs_own_parser(show: Show) -> None:
    """Its words for what there is in the feed; it says nothing of what it takes for wrong."""
    found = node("podcast-partytime", PARTYTIME, (show.paths.public / "feed.xml").read_bytes())
    assert found["title"] == "Probe"
    assert found["guid"] == show_guid(show)
    assert found["medium"] == "podcast"
    assert found["locked"] is True
    assert found["podcastOwner"] == "podcast@example.org"
    assert found["podcastFunding"] == [
        {"message": "Unterstützen", "url": "https://example.org/geld"}
    ]
    assert found["license"]["identifier"] == "cc-by-4.0"
    assert found["podcastLocation"]["name"] == "Köln"
    assert [p["role"] for p in found["podcastPeople"]] == ["Author"]
    assert found["explicit"] is False
    assert found["itunesCategory"] == ["News"]
    assert len(found["items"]) == 4
    for item in found["items"]:
        episode = next(e for e in show.episodes.by_source().values() if e.guid == item["guid"])
        assert item["title"] == episode.title
        assert item["enclosure"]["length"] == show.episodes.media(episode).stat().st_size
        assert [t["type"] for t in item["podcastTranscripts"]] == [
            "text/vtt", "application/srt", "application/json"
        ]  # fmt: skip
        assert item["podcastChapters"]["type"] == "application/json+chapters"
        assert [p["role"] for p in item["podcastPeople"]] == ["Author", "Narrator"]
        assert item["podcastSeason"] == {"number": 1}
        assert item["podcastEpisode"] == {"number": episode.place.number}
        (bite,) = item["podcastSoundbites"]
        assert bite["title"] == "Der zweite Satz."


def test_gpodders_parser_reads_chapters_and_finds_the_older_episodes(show: Show) -> None:
    url = f"{show.base}feed.xml"
    found = podcastparser.parse(url, io.BytesIO((show.paths.public / "feed.xml").read_bytes()))
    assert len(found["episodes"]) == 4
    for episode in found["episodes"]:
        ours = next(e for e in show.episodes.by_source().values() if e.guid == episode["guid"])
        assert [(c["start"], c["title"]) for c in episode["chapters"]] == [
            (chapter.start_ms / 1000, chapter.title) for chapter in ours.chapters
        ]
    older = found["paged_feed_next"]
    page = show.paths.public / older.removeprefix(show.base)
    rest = podcastparser.parse(older, io.BytesIO(page.read_bytes()))
    assert len(rest["episodes"]) == 2
    part = (show.paths.public / "by-tag" / "politik.xml").read_bytes()
    assert podcastparser.parse(url, io.BytesIO(part))["title"] == "Probe: politik"


def test_feedparser_over_http(served: Served) -> None:
    with urllib.request.urlopen(served.feed, timeout=20) as answer:  # noqa: S310
        assert answer.headers.get_content_type() == "application/rss+xml"
        found = feedparser.parse(answer.read())
    assert not found.bozo
    for entry in found.entries:
        (link,) = [link for link in entry.links if link.rel == "enclosure"]
        with urllib.request.urlopen(link.href, timeout=20) as answer:  # noqa: S310
            assert len(answer.read()) == int(link.length)
        with urllib.request.urlopen(entry.link, timeout=20) as answer:  # noqa: S310
            assert answer.headers.get_content_type() == "text/html"


def test_a_transcript_is_webvtt(show: Show) -> None:
    for episode in show.episodes.by_source().values():
        text = (show.paths.public / episode.slug / f"{episode.slug}.vtt").read_text("utf-8")
        cues = show.episodes.cues(episode)
        captions = list(webvtt.from_string(text))
        assert [
            (round(c.start_in_seconds * 1000) // 1000, round(c.end_in_seconds)) for c in captions
        ] == [(c.start_ms // 1000, c.end_ms // 1000) for c in cues]
        assert len(list(webvtt.from_srt(
            show.paths.public / episode.slug / f"{episode.slug}.srt"
        ))) == len(cues)  # fmt: skip


def test_a_transcript_passes_the_w3cs_validator(show: Show) -> None:
    for episode in list(show.episodes.by_source().values())[:2]:
        data = (show.paths.public / episode.slug / f"{episode.slug}.vtt").read_bytes()
        found = node("webvtt-parser", WEBVTT, data)
        assert found["errors"] == []
        times = [time for start, end, _ in found["cues"] for time in (start, end)]
        cues = show.episodes.cues(episode)
        assert times == pytest.approx([ms / 1000 for c in cues for ms in (c.start_ms, c.end_ms)])
