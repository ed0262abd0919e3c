from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from serving import BASE, FEED, running

from podcast.server.access_log import Access
from podcast.server.origin import networks


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"Proto": "https"}, "https://nas/"),
        ({"Proto": "https", "Host": "casts.example"}, "https://casts.example/"),
        ({"Host": "casts.example:8443"}, "http://casts.example:8443/"),
        ({"Prefix": "/podcast"}, "http://nas/podcast/"),
        ({"Prefix": "/a/b/", "Proto": "HTTPS"}, "https://nas/a/b/"),
        ({"Host": "faked.example, casts.example"}, "http://casts.example/"),
        ({"Proto": "javascript"}, "http://nas/"),
        ({"Host": 'x"><script>'}, "{base}/"),
        ({"Prefix": "//evil.example"}, "http://nas/"),
        ({"Prefix": "/.."}, "http://nas/"),
        ({"Prefix": '/x"'}, "http://nas/"),
        ({"Prefix": "/"}, "http://nas/"),
    ],
)
def test_what_a_trusted_proxy_says_counts(headers: dict[str, str], own: str, public: Path) -> None:
    sent = {"Host": "nas"} | {f"X-Forwarded-{name}": value for name, value in headers.items()}
    with running(public, BASE) as base:
        text = httpx.get(f"{base}/feed.xml", headers=sent).text
    assert text == FEED.replace(BASE, own.format(base=base))


def test_a_prefix_may_still_be_in_the_path(public: Path) -> None:
    with running(public, BASE) as base:
        sent = {"X-Forwarded-Prefix": "/podcast"}
        answer = httpx.get(f"{base}/podcast/feed.xml", headers=sent)
    assert answer.text == FEED.replace(BASE, f"{base}/podcast/")


def test_others_are_not_believed(public: Path) -> None:
    told: list[Access] = []
    trusted = tuple(networks(["192.0.2.0/24"]))
    with running(public, BASE, trusted=trusted, log=told.append) as base:
        sent = {
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Prefix": "/x",
            "X-Forwarded-For": "203.0.113.9",
        }
        assert httpx.get(f"{base}/feed.xml", headers=sent).text == FEED.replace(BASE, base + "/")
    assert told[0].client == "127.0.0.1"


def test_the_client_is_the_last_that_is_no_proxy(public: Path) -> None:
    told: list[Access] = []
    trusted = tuple(networks(["127.0.0.1", "10.0.0.0/8"]))
    with running(public, trusted=trusted, log=told.append) as base:
        for chain in ("1.2.3.4, 203.0.113.9, 10.0.0.7", "::ffff:203.0.113.9", "unknown", ""):
            httpx.get(f"{base}/feed.xml", headers={"X-Forwarded-For": chain})
    clients = ["203.0.113.9", "::ffff:203.0.113.9", "127.0.0.1", "127.0.0.1"]
    assert [access.client for access in told] == clients
