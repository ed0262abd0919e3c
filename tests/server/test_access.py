from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from serving import AUDIO, BASE, FEED, MP3, SLUG, get, raw, running

from podcast.server.access import Credentials, is_token, new_token
from podcast.server.access_log import Access

KEY = "a-token_0123456789AB"
JANA = Credentials("jana", "Grüße:geheim")


def test_all_addresses_carry_the_token(public: Path) -> None:
    (public / "a.json").write_text(f'["{BASE}x.mp3", "http%3A%2F%2Flocalhost%3A8000%2Ffeed.xml"]')
    with running(public, BASE, token=KEY) as base, httpx.Client(base_url=base) as client:
        own = f"{base}/{KEY}/"
        assert client.get(f"/{KEY}/feed.xml").text == FEED.replace(BASE, own)
        quoted = httpx.QueryParams(u=own + "feed.xml").__str__().removeprefix("u=")
        assert client.get(f"/{KEY}/a.json").json() == [own + "x.mp3", quoted]
        part = client.get(f"/{KEY}{MP3}", headers={"Range": "bytes=7-9"})
        assert part.content == AUDIO[7:10]
        assert part.headers["cache-control"].startswith("private, ")
        assert (
            client.get(f"/{KEY}", follow_redirects=True).text == client.get(f"/{KEY}/feed.xml").text
        )
        assert client.get(f"/{KEY}/nichts").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/feed.xml",
        MP3,
        f"/{KEY[:-1]}/feed.xml",
        f"/{KEY}x/feed.xml",
        f"/{KEY.lower()}/feed.xml",
        f"//{KEY}/feed.xml",
        f"/x/{KEY}/feed.xml",
        f"/x/../{KEY}/feed.xml",
        f"/?{KEY}",
        f"/{KEY}/../feed.xml",
        f"/{KEY}/%2e%2e/feed.xml",
        f"/{KEY}%2ffeed.xml",
        "/ü",
    ],
)
def test_without_the_token_there_is_nothing(path: str, public: Path) -> None:
    with running(public, BASE, token=KEY) as base, httpx.Client(base_url=base) as client:
        for method in ("GET", "HEAD", "OPTIONS", "POST"):
            status, headers, body = raw(client, get(path, method=method))
            inside = path.startswith((f"/{KEY}/", f"/{KEY}%2f"))
            assert status in ({404, 204, 405, 200} if inside and method != "GET" else {404, 400})
            assert KEY.encode() not in body
            assert KEY not in str(headers)


def test_a_name_and_a_password(public: Path) -> None:
    with running(public, BASE, credentials=JANA) as base, httpx.Client(base_url=base) as client:
        good = httpx.BasicAuth("jana", "Grüße:geheim")
        assert client.get("/feed.xml", auth=good).text == FEED.replace(BASE, base + "/")
        asked = client.get("/feed.xml")
        assert asked.status_code == 401
        assert asked.headers["www-authenticate"].startswith("Basic realm=")
        assert asked.headers["cache-control"] == "no-store"
        for user, password in (("jana", "x"), ("x", "Grüße:geheim"), ("", ""), ("jana:", "Grüße")):
            assert client.get("/feed.xml", auth=(user, password)).status_code == 401
        for header in ("", "Basic", "Basic !!!", "Bearer amFuYQ==", "Basic w7w="):
            assert client.get(MP3, headers={"Authorization": header}).status_code == 401
        assert client.options(f"/{SLUG}/{SLUG}.vtt").status_code == 204


def test_neither_is_ever_told(public: Path) -> None:
    told: list[Access] = []
    with running(public, token=KEY, credentials=JANA, log=told.append) as base:
        httpx.get(f"{base}/{KEY}/feed.xml?{KEY}", auth=("jana", "Grüße:geheim"))
        httpx.get(f"{base}/{KEY}/{KEY}", auth=("jana", "falsch"))
    shown = "".join(access.line() + access.as_json() for access in told) + repr(JANA)
    assert [access.status for access in told] == [200, 401]
    assert told[0].path == "/…/feed.xml"
    for secret in (KEY, "geheim", "falsch", "jana"):
        assert secret not in shown


def test_tokens_are_long_and_fit_into_an_address() -> None:
    tokens = {new_token() for _ in range(50)}
    assert len(tokens) == 50
    assert all(map(is_token, tokens))
    assert not any(map(is_token, ["", "kurz", "a" * 15, "a/" * 20, "ü" * 20, "a" * 201]))
