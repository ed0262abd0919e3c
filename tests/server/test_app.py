from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from serving import AUDIO, BASE, FEED, MP3, SLUG, get, published, raw, running

from podcast.server import media_types

N = len(AUDIO)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    public = published(tmp_path_factory.mktemp("site"))
    with running(public) as base, httpx.Client(base_url=base, timeout=20) as client:
        yield client


@pytest.fixture(scope="module")
def addressed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    public = published(tmp_path_factory.mktemp("addressed"))
    with running(public, BASE) as base, httpx.Client(base_url=base, timeout=20) as client:
        yield client


# ── files ─────────────────────────────────────────────────────────────────────────────────────


def test_browsers_get_the_feed_as_a_page_to_read(site: httpx.Client) -> None:
    headers = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    answer = site.get("/feed.xml", headers=headers)
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    assert "Accept" in answer.headers["vary"].split(", ")
    app = site.get("/feed.xml", headers={"Accept": "application/rss+xml, */*"})
    assert app.headers["content-type"] == "application/rss+xml; charset=utf-8"


@pytest.mark.parametrize("name", ["assets/page-0123456789.css", "suche/0123456789ab/0.json"])
def test_what_is_named_after_its_contents_is_kept_for_ever(name: str) -> None:
    assert media_types.cache_control(name) == media_types.FOREVER
    assert media_types.cache_control(name.replace("0123456789", "x")) == media_types.REVALIDATE


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        (MP3, "audio/mpeg"),
        (f"/{SLUG}/{SLUG}.vtt", "text/vtt; charset=utf-8"),
        (f"/{SLUG}/{SLUG}.srt", "application/x-subrip; charset=utf-8"),
        (f"/{SLUG}/{SLUG}.json", "application/json"),
        (f"/{SLUG}/{SLUG}.chapters.json", "application/json+chapters"),
        (f"/{SLUG}/{SLUG}.html", "text/html; charset=utf-8"),
        ("/cover.jpg", "image/jpeg"),
        ("/empty.bin", "application/octet-stream"),
    ],
)
@pytest.mark.parametrize("placeholder", [None, BASE])
def test_media_types(path: str, media_type: str, placeholder: str | None, public: Path) -> None:
    with running(public, placeholder) as base:
        whole = httpx.get(base + path)
        head = httpx.head(base + path)
    assert whole.status_code == head.status_code == 200
    assert whole.headers["content-type"] == media_type
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert whole.headers["content-length"] == str(len(whole.content))
    ignored = {"date"}
    assert set(head.headers.items()) ^ set(whole.headers.items()) <= {
        (name, headers[name]) for headers in (head.headers, whole.headers) for name in ignored
    }
    assert head.content == b""


def test_players_on_other_sites_may_read_texts(site: httpx.Client) -> None:
    for path in ("/feed.xml", f"/{SLUG}/{SLUG}.vtt", f"/{SLUG}/{SLUG}.chapters.json"):
        answer = site.get(path)
        again = site.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
        assert answer.headers["access-control-allow-origin"] == "*"
        assert again.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in site.head(MP3).headers


@pytest.mark.parametrize("path", ["/feed.xml", MP3])
def test_small_texts_and_media_are_not_compressed(path: str, site: httpx.Client) -> None:
    answer = site.get(path, headers={"Accept-Encoding": "gzip, br, zstd, deflate"})
    assert "content-encoding" not in answer.headers
    assert answer.headers["content-length"] == str(len(answer.content))


def test_the_root_leads_to_the_feed(site: httpx.Client) -> None:
    answer = site.get("/")
    assert answer.is_redirect
    assert answer.headers["location"] == "feed.xml"
    assert site.get("/", follow_redirects=True).text == FEED


@pytest.mark.parametrize("path", ["/", "/feed.xml", MP3, "/nichts"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "X"])
def test_only_reading_is_allowed(path: str, method: str, site: httpx.Client) -> None:
    answer = site.request(method, path)
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


# ── nothing else ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path",
    [
        "/../show.toml",
        "/%2e%2e/show.toml",
        "/%2E%2E%2Fshow.toml",
        "/..%2fshow.toml",
        "/..%5cshow.toml",
        "/..\\show.toml",
        "/%252e%252e/show.toml",
        f"/{SLUG}/../../show.toml",
        f"/{SLUG}/../feed.xml",
        f"/{SLUG}/%2e%2e/feed.xml",
        f"/{SLUG}%2f{SLUG}.mp3",
        f"/{SLUG}%5c{SLUG}.mp3",
        "//etc/passwd",
        "/%2fetc/passwd",
        "///etc/passwd",
        "/./feed.xml",
        "/feed.xml/",
        "/feed.xml%00",
        "/feed.xml%00.mp3",
        "/%00",
        "/feed.xml%0a",
        "/feed.xml::$DATA",
        "/C:/Windows/win.ini",
        "/c:feed.xml",
        "/.feed.xml.x1",
        "/%2efeed.xml.x1",
        f"/{SLUG}/.staging/x.mp3",
        f"/{SLUG}",
        f"/{SLUG}/",
        "/%ff%fe",
        "/%f0%9f%8e%a7",
        "/" + "x" * 5000,
        "/" + "x/" * 5000,
        "/outside.txt",
        "/outside/show.toml",
        "/hidden.xml",
        "/loop",
        "/loop/x",
        "/fifo",
        "/empty.bin/x.mp3",
        "http://x/../show.toml",
        "*",
    ],
)
def test_nothing_outside_the_folder_is_reachable(path: str, site: httpx.Client) -> None:
    for method in ("GET", "HEAD"):
        status, headers, body = raw(site, get(path, method=method))
        assert status in {400, 404}
        assert b"secret" not in body
        assert b"root:" not in body
        assert status == 400 or headers["x-content-type-options"] == "nosniff"


def test_a_link_inside_the_folder_is_followed(site: httpx.Client) -> None:
    assert site.get("/latest.mp3").content == AUDIO


def test_the_folder_may_itself_be_a_link(public: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(public)
    with running(link) as base:
        assert httpx.get(f"{base}/feed.xml").text == FEED


# ── ranges ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=65535-65536", 65535, 65536),
        ("bytes=1000-", 1000, N - 1),
        ("bytes=0-", 0, N - 1),
        (f"bytes={N - 1}-", N - 1, N - 1),
        (f"bytes=5-{N + 100}", 5, N - 1),
        ("bytes=5-999999999999999999", 5, N - 1),
        ("bytes=-1", N - 1, N - 1),
        ("bytes=-500", N - 500, N - 1),
        (f"bytes=-{N + 1}", 0, N - 1),
        ("Bytes=7-9", 7, 9),
        ("bytes= 7-9 ,", 7, 9),
        (f"bytes=7-9,{N}-", 7, 9),  # one that can be had is enough
        ("bytes=-0,7-9", 7, 9),
        ("bytes=0-9,5-19", 0, 19),
    ],
)
def test_a_range_is_exactly_that_part(
    asked: str, first: int, last: int, site: httpx.Client
) -> None:
    answer = site.get(MP3, headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{N}"
    assert answer.headers["content-length"] == str(last - first + 1)
    assert answer.headers["content-type"] == "audio/mpeg"
    assert answer.content == AUDIO[first : last + 1]


@pytest.mark.parametrize("asked", [f"bytes={N}-", f"bytes={N + 5}-{N + 9}", "bytes=-0"])
def test_a_range_behind_the_end_is_refused(asked: str, site: httpx.Client) -> None:
    answer = site.get(MP3, headers={"Range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{N}"


def test_an_empty_file_has_no_ranges(site: httpx.Client) -> None:
    for asked in ("bytes=0-", "bytes=-5"):
        answer = site.get("/empty.bin", headers={"Range": asked})
        assert answer.status_code == 416
        assert answer.headers["content-range"] == "bytes */0"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=9-7",
        "bytes=abc",
        "bytes=",
        "bytes",
        "seconds=0-9",
        "bytes=-",
        "bytes=--5",
        "0-9",
        "bytes=1_0-20",
        "bytes=+1-2",
        "bytes=0-9,x",
        "bytes=" + "9" * 5000 + "-",
        "bytes=٣-٥",
        "bytes=" + ",".join(f"{n}-{n}" for n in range(0, 400, 2)),
    ],
)
def test_a_senseless_range_is_ignored(asked: str, site: httpx.Client) -> None:
    answer = site.get(MP3, headers={"Range": asked.encode()})
    assert answer.status_code == 200
    assert answer.content == AUDIO


def test_head_knows_no_ranges(site: httpx.Client) -> None:
    answer = site.head(MP3, headers={"Range": "bytes=0-9"})
    assert answer.status_code == 200
    assert answer.headers["content-length"] == str(N)
    assert answer.headers["accept-ranges"] == "bytes"


def test_several_ranges_come_as_parts(site: httpx.Client) -> None:
    answer = site.get(MP3, headers={"Range": "bytes=0-9,100-199,-5"})
    assert answer.status_code == 206
    kind, _, boundary = answer.headers["content-type"].partition("; boundary=")
    assert kind == "multipart/byteranges"
    assert answer.headers["content-length"] == str(len(answer.content))
    parts = answer.content.split(b"--" + boundary.encode())[1:-1]
    found = [part.partition(b"\r\n\r\n") for part in parts]
    assert [body.removesuffix(b"\r\n") for _, _, body in found] == [
        AUDIO[0:10],
        AUDIO[100:200],
        AUDIO[-5:],
    ]
    ranges = [re.search(rb"Content-Range: (.*)\r\n|$", head + b"\r\n")[1] for head, _, _ in found]
    assert ranges[1] == f"bytes 100-199/{N}".encode()


def test_a_download_that_was_cut_is_resumed(site: httpx.Client) -> None:
    with site.stream("GET", MP3) as answer:
        etag, dated = answer.headers["etag"], answer.headers["last-modified"]
        begun = b""
        for chunk in answer.iter_raw(50_000):
            begun += chunk
            if len(begun) > 300_000:
                break  # the connection is dropped here
    for validator in (etag, dated):
        headers = {"Range": f"bytes={len(begun)}-", "If-Range": validator}
        rest = site.get(MP3, headers=headers)
        assert rest.status_code == 206
        assert begun + rest.content == AUDIO


@pytest.mark.parametrize(
    "validator", ['"other"', 'W/"weak"', "Thu, 01 Jan 1998 00:00:00 GMT", "nonsense"]
)
def test_a_file_that_changed_is_not_resumed(validator: str, site: httpx.Client) -> None:
    answer = site.get(MP3, headers={"Range": "bytes=5-", "If-Range": validator})
    assert answer.status_code == 200
    assert answer.content == AUDIO


def test_many_parts_at_once(site: httpx.Client) -> None:
    step = N // 20 + 1

    def part(start: int) -> bytes:
        answer = httpx.get(
            site.base_url.join(MP3), headers={"Range": f"bytes={start}-{start + step - 1}"}
        )
        assert answer.status_code == 206
        return answer.content

    with ThreadPoolExecutor(20) as pool:
        assert b"".join(pool.map(part, range(0, N, step))) == AUDIO


# ── what has not changed ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["/feed.xml", MP3, f"/{SLUG}/episode.json"])
@pytest.mark.parametrize("placeholder", [None, BASE])
def test_unchanged_files_are_not_sent_again(
    path: str, placeholder: str | None, public: Path
) -> None:
    with running(public, placeholder) as base, httpx.Client(base_url=base) as client:
        first = client.get(path)
        etag, dated = first.headers["etag"], first.headers["last-modified"]
        old = "Thu, 01 Jan 1998 00:00:00 GMT"
        expected = {
            304: [
                {"If-None-Match": etag},
                {"If-None-Match": f'"x", W/{etag}'},
                {"If-None-Match": "*"},
                {"If-None-Match": etag, "If-Modified-Since": old},
                {"If-Modified-Since": dated},
                {"If-None-Match": etag, "Range": "bytes=0-9"},
            ],
            200: [
                {"If-None-Match": '"x"'},
                {"If-None-Match": '"x"', "If-Modified-Since": dated},
                {"If-Modified-Since": old},
                {"If-Modified-Since": "gestern"},
            ],
        }
        for status, requests in expected.items():
            for headers in requests:
                for method in ("GET", "HEAD"):
                    answer = client.request(method, path, headers=headers)
                    assert answer.status_code == status, headers
                    assert answer.headers["etag"] == etag
                    assert status == 200 or answer.content == b""


def test_a_new_feed_is_seen_at_once(public: Path) -> None:
    with running(public, BASE) as base:
        before = httpx.get(f"{base}/feed.xml")
        (public / "feed.xml").write_text(FEED.replace("<rss>", "<rss><new/>"))
        tag = before.headers["etag"]
        after = httpx.get(f"{base}/feed.xml", headers={"If-None-Match": tag})
    assert after.status_code == 200
    assert "<new/>" in after.text
    assert after.headers["etag"] != before.headers["etag"]


# ── the feed's own address ────────────────────────────────────────────────────────────────────


def test_the_feed_carries_the_address_it_was_asked_under(addressed: httpx.Client) -> None:
    tags = set()
    for host in ("192.168.1.20:8000", "Notebook.local", "[fe80::1]:8000", "mein_nas:80"):
        answer = addressed.get("/feed.xml", headers={"Host": host})
        assert answer.text == FEED.replace(BASE, f"http://{host}/")
        assert answer.headers["content-length"] == str(len(answer.content))
        tags.add(answer.headers["etag"])
    assert len(tags) == 4


@pytest.mark.parametrize(
    "host", ["", 'x"><script>', "a b", "x/y", "a@b", "x:99999999", "-x", "ü", "[::1", "x" * 300]
)
def test_a_nonsense_host_is_answered_with_the_real_one(host: str, addressed: httpx.Client) -> None:
    status, _, body = raw(addressed, get("/feed.xml", host))
    assert status in {200, 400}
    if status == 200:
        assert body.decode() == FEED.replace(BASE, str(addressed.base_url.join("/")))


def test_http_1_0_without_a_host(addressed: httpx.Client) -> None:
    status, _, body = raw(addressed, "GET /feed.xml HTTP/1.0\n\n")
    assert status == 200
    assert body.decode() == FEED.replace(BASE, str(addressed.base_url.join("/")))


def test_behind_a_proxy_on_this_machine_the_scheme_is_https(addressed: httpx.Client) -> None:
    headers = {"Host": "casts.example", "X-Forwarded-Proto": "https"}
    assert "https://casts.example/feed.xml" in addressed.get("/feed.xml", headers=headers).text


def test_pages_and_data_get_the_address_too(addressed: httpx.Client) -> None:
    found = addressed.get(f"/{SLUG}/episode.json", headers={"Host": "nas"}).json()
    assert found == {"link": "http://nas/x"}
    assert addressed.get(f"/{SLUG}/{SLUG}.html").text == "Grüße: html"
    assert addressed.get(MP3, headers={"Range": "bytes=2-4"}).content == AUDIO[2:5]


def test_a_feed_with_a_base_url_stays_as_it_is(site: httpx.Client) -> None:
    assert site.get("/feed.xml", headers={"Host": "nas"}).text == FEED


# ── what every answer says ────────────────────────────────────────────────────────────────────


def test_how_long_caches_keep_a_file(public: Path) -> None:
    hashed = public / SLUG / f"{SLUG}-0123abcd45.mp3"
    hashed.write_bytes(b"x")
    (public / SLUG / "andere-0123abcd45.mp3").write_bytes(b"x")
    expected = {
        f"/{SLUG}/{hashed.name}": "max-age=31536000, immutable",
        f"/{SLUG}/andere-0123abcd45.mp3": "no-cache",
        "/feed.xml": "max-age=60",
        f"/{SLUG}/{SLUG}.vtt": "no-cache",
        "/cover.jpg": "no-cache",
        "/nichts": "no-store",
    }
    with running(public) as base:
        for path, kept in expected.items():
            assert httpx.get(base + path).headers["cache-control"] == kept, path


def test_what_is_not_there_is_told_in_german(site: httpx.Client) -> None:
    answer = site.get("/nichts")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="de">' in answer.text
    assert "gibt es nicht" in answer.text
    head = site.head("/nichts")
    assert head.headers["content-length"] == str(len(answer.content))
    assert head.content == b""


def test_pages_load_from_nowhere_else(site: httpx.Client) -> None:
    for path in (f"/{SLUG}/{SLUG}.html", "/feed.xml", "/nichts"):
        answer = site.get(path)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "http" not in policy
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "content-security-policy" not in site.head(MP3).headers


def test_pages_may_load_from_the_address_that_they_name(public: Path) -> None:
    from podcast.server.app import Published

    published = Published(public, None, "https://casts.example/show/")
    with running(public, published=published) as base:
        policy = httpx.get(f"{base}/{SLUG}/{SLUG}.html").headers["content-security-policy"]
    assert "media-src 'self' https://casts.example blob:;" in policy


def test_browsers_ask_first(site: httpx.Client) -> None:
    asked = {
        "Origin": "https://player.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "range",
    }
    answer = site.options(f"/{SLUG}/{SLUG}.chapters.json", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Range" in answer.headers["access-control-allow-headers"]
    assert answer.headers["access-control-max-age"] == "86400"
    assert "access-control-allow-origin" not in site.options(MP3).headers


def test_a_folder_with_an_index(public: Path) -> None:
    (public / "index.html").write_text("Start")
    (public / SLUG / "index.html").write_text("Folge")
    with running(public) as base, httpx.Client(base_url=base) as client:
        assert client.get("/").text == "Start"
        assert client.get(f"/{SLUG}/").text == "Folge"
        assert client.get(f"/{SLUG}").headers["location"] == f"{SLUG}/"
        assert client.get(f"/{SLUG}", follow_redirects=True).text == "Folge"
        assert client.get("/.staging/").status_code == 404


def test_the_order_of_conditions(site: httpx.Client) -> None:
    first = site.get(MP3)
    tag, dated = first.headers["etag"], first.headers["last-modified"]
    old = "Thu, 01 Jan 1998 00:00:00 GMT"
    expected = [
        ({"If-Match": tag}, 200),
        ({"If-Match": "*"}, 200),
        ({"If-Match": '"x"'}, 412),
        ({"If-Match": f"W/{tag}"}, 412),
        ({"If-Match": tag, "If-Unmodified-Since": old}, 200),
        ({"If-Unmodified-Since": old}, 412),
        ({"If-Unmodified-Since": dated}, 200),
        ({"If-Match": tag, "If-None-Match": tag}, 304),
        ({"If-Match": '"x"', "If-None-Match": tag}, 412),
    ]
    for headers, status in expected:
        assert site.get(MP3, headers=headers).status_code == status, headers


def test_while_a_show_is_published_anew(public: Path) -> None:
    """Whatever moment the folder changes: an answer is the one version or the other."""
    other, spare = public.with_name("other"), public.with_name("spare")
    other.mkdir()
    (public / "x.mp3").write_bytes(b"a" * 300_000)
    (other / "x.mp3").write_bytes(b"b" * 200_000)
    with running(public) as base, httpx.Client(base_url=base) as client:
        for _ in range(40):
            public.rename(spare)
            other.rename(public)
            spare.rename(other)
            body = client.get("/x.mp3").content
            assert body in {b"a" * 300_000, b"b" * 200_000}
