from __future__ import annotations

import json
import socket
import time
from pathlib import Path

import httpx
import pytest
from serving import AUDIO, MP3, get, running

from podcast.server.access_log import Access
from podcast.server.clients import app

AGENTS = {
    "AntennaPod/3.4.1": "AntennaPod",
    "Podcasts/1650.20 CFNetwork/1333.0.4 Darwin/21.5.0": "Apple Podcasts",
    "AppleCoreMedia/1.0.0.20G75 (iPhone; U; CPU OS 16_6 like Mac OS X; de_de)": "Apple Podcasts",
    "Pocket Casts/1.0 (Pocket Casts Feed Parser)": "Pocket Casts",
    "PocketCasts/1.0": "Pocket Casts",
    "Overcast/3.0 (+http://overcast.fm/; iOS podcast app)": "Overcast",
    "gPodder/3.11.1 (+http://gpodder.org/) Linux": "gPodder",
    "Spotify/8.8.12 Android/33": "Spotify",
    "podboat/2.21 (Linux x86_64)": "Newsboat",
    "curl/7.88.1": "curl",
    "Wget/1.21.3": "Wget",
    "Lavf/59.27.100": "FFmpeg",
    "python-httpx/0.28.1": "Python",
    "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0": "Firefox",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36": "Chrome",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)": "Bot",
    "Neues Ding/7 (x)": "Neues Ding",
    "": "–",
    "a\x1b[31m\nb/1": "a?[31m?b",
    "x" * 500: "x" * 60,
}


@pytest.mark.parametrize(("agent", "name"), AGENTS.items())
def test_apps_have_names(agent: str, name: str) -> None:
    assert app(agent) == name


def test_what_was_sent_is_told(public: Path) -> None:
    told: list[Access] = []
    with running(public, log=told.append) as base, httpx.Client(base_url=base) as client:
        client.headers["User-Agent"] = "AntennaPod/3.4.1"
        tag = client.get(MP3).headers["etag"]
        client.get(MP3, headers={"Range": "bytes=5-9,100000-100009"})
        client.head(MP3)
        client.get(MP3, headers={"If-None-Match": tag})
        client.get("/nichts%1B[31m%0A")
    sizes = [(access.status, access.bytes, access.length) for access in told[:4]]
    parts = told[1].length
    assert sizes == [(200, len(AUDIO), len(AUDIO)), (206, parts, parts), (200, 0, 0), (304, 0, 0)]
    assert parts > 15
    assert all(access.app == "AntennaPod" and access.complete for access in told)
    assert told[4].path == "/nichts?[31m?"
    row = json.loads(told[1].as_json())
    assert row["range"] == "5-9,100000-100009"
    assert row["complete"] is True
    assert told[0].line().endswith(f"{MP3} → 200, 700,001 B, {told[0].seconds:.2f} s")


def test_what_did_not_arrive_is_not_counted(public: Path) -> None:
    told: list[Access] = []
    size = 100_000_000
    with (public / "big.bin").open("wb") as file:
        file.truncate(size)
    with running(public, log=told.append) as base:
        url = httpx.URL(base)
        with socket.create_connection((url.host, url.port), timeout=10) as client:
            client.sendall(get("/big.bin").replace("\n", "\r\n").encode())
            got = 0
            while got < 1_000_000:
                got += len(client.recv(65536))
        deadline = time.monotonic() + 10
        while not told and time.monotonic() < deadline:
            time.sleep(0.02)
    assert not told[0].complete
    assert got - 1000 <= told[0].bytes < size / 2
    assert told[0].length == size
