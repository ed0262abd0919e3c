from __future__ import annotations

import asyncio
import gzip
import os
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import AUDIO, BASE, FEED, MP3, running

from podcast.server import rewriting
from podcast.server.folder import File, find
from podcast.server.rewriting import RewrittenTexts

T = TypeVar("T")
OWN = "https://nas.example/token/"


def alone(work: Coroutine[Any, Any, T]) -> T:
    """Run in a thread: a browser test before may have left a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def whole(text: bytes, base: str = BASE) -> bytes:
    return b"".join(rewriting.replaced([text], rewriting.swaps(base, OWN)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f'<a href="{BASE}x?a=1"/>', f'<a href="{OWN}x?a=1"/>'),
        ("podcast://localhost:8000/feed.xml", "podcast://nas.example/token/feed.xml"),
        ("pktc://subscribe/localhost:8000/f", "pktc://subscribe/nas.example/token/f"),
        ("url=http%3A%2F%2Flocalhost%3A8000%2Ff", "url=https%3A%2F%2Fnas.example%2Ftoken%2Ff"),
        ("http://localhost:8000", "http://localhost:8000"),
        (
            "http://mylocalhost:8000/ a@localhost:8000/",
            "http://mylocalhost:8000/ a@localhost:8000/",
        ),
        (BASE * 3, OWN * 3),
        ("", ""),
    ],
)
def test_every_way_to_write_an_address(before: str, after: str) -> None:
    assert whole(before.encode()).decode() == after


def test_an_address_as_xml_writes_it() -> None:
    assert whole(b"<a>http://x/a&amp;b/c</a>", "http://x/a&b/") == f"<a>{OWN}c</a>".encode()


@given(
    st.lists(st.sampled_from([BASE, "localhost:8000/", "x", "@", ":", "//", "äö", "%"])), st.data()
)
def test_it_does_not_matter_where_a_text_is_cut(words: list[str], data: st.DataObject) -> None:
    text = "".join(words).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)))))
    pieces = [text[one:two] for one, two in pairwise([0, *cuts, len(text)])]
    assert b"".join(rewriting.replaced(pieces, rewriting.swaps(BASE, OWN))) == whole(text)


def test_texts_are_compressed_for_those_who_take_it(public: Path) -> None:
    feed = FEED * 100
    (public / "feed.xml").write_text(feed)
    with running(public, BASE) as base:
        packed = httpx.get(f"{base}/feed.xml", headers={"Accept-Encoding": "br, gzip;q=0.5"})
        plain = httpx.get(f"{base}/feed.xml", headers={"Accept-Encoding": "gzip;q=0, identity"})
        head = httpx.head(f"{base}/feed.xml", headers={"Accept-Encoding": "*"})
        tag = packed.headers["etag"]
        for sent, status in ((tag, 304), (plain.headers["etag"], 200)):
            asked = {"Accept-Encoding": "gzip", "If-None-Match": sent}
            assert httpx.get(f"{base}/feed.xml", headers=asked).status_code == status
        asked = {"Accept-Encoding": "gzip", "Range": "bytes=10-", "If-Range": tag}
        with httpx.stream("GET", f"{base}/feed.xml", headers=asked) as answer:
            rest = b"".join(answer.iter_raw())
        with httpx.stream("GET", f"{base}/feed.xml", headers={"Accept-Encoding": "gzip"}) as answer:
            first = b"".join(answer.iter_raw())
    assert packed.text == plain.text == feed.replace(BASE, base + "/")
    assert packed.headers["content-encoding"] == head.headers["content-encoding"] == "gzip"
    assert head.headers["content-length"] == packed.headers["content-length"]
    assert int(packed.headers["content-length"]) < len(feed) / 5
    assert "content-encoding" not in plain.headers
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding, Accept"
    assert gzip.decompress(first[:10] + rest) == plain.content


def test_media_are_never_compressed(public: Path) -> None:
    (public / "silence.mp3").write_bytes(bytes(100_000))
    with running(public) as base:
        for path in (MP3, "/silence.mp3", "/cover.jpg"):
            answer = httpx.get(base + path, headers={"Accept-Encoding": "gzip, br, zstd"})
            assert "content-encoding" not in answer.headers
            assert "vary" not in answer.headers
            assert len(answer.content) in {len(AUDIO), 100_000, 4}


def test_each_version_is_made_once_and_only_so_many_are_kept(public: Path) -> None:
    (public / "feed.xml").write_text(FEED * 100)
    file = find(public, "/feed.xml")
    assert file

    async def ask() -> tuple[RewrittenTexts, list[rewriting.FileVersion]]:
        made = RewrittenTexts(BASE, most_files=6)
        same = await asyncio.gather(
            *(made.version(file, "http://x/", compressed=True) for _ in range(20))
        )
        assert len({version.path for version in same}) == 1
        hosts = [f"http://h{number}/" for number in range(30)]
        return made, [await made.version(file, host, compressed=True) for host in hosts]

    made, versions = alone(ask())
    kept = [version for version in versions if Path(version.path).exists()]
    assert len(kept) == 3  # of six, half are not compressed
    assert gzip.decompress(Path(kept[-1].path).read_bytes()).decode() == (FEED * 100).replace(
        BASE, "http://h29/"
    )
    folder = Path(kept[-1].path).parent
    del made
    assert not folder.exists()


def test_a_text_without_addresses_needs_no_copy(public: Path) -> None:
    path = public / "x.html"
    path.write_text("Grüße")
    about = path.stat()
    file = File("x.html", str(path), about.st_size, about.st_mtime_ns)
    version = alone(RewrittenTexts(BASE).version(file, OWN, compressed=True))
    assert (version.path, version.size) == (str(path), about.st_size)


def test_equal_bytes_keep_their_tag(public: Path) -> None:
    with running(public, BASE) as base:
        before = httpx.get(f"{base}/feed.xml").headers
        os.utime(public / "feed.xml", (0, 1_000_000_000))
        after = httpx.get(f"{base}/feed.xml").headers
    assert before["etag"] == after["etag"]
    assert before["last-modified"] != after["last-modified"]
