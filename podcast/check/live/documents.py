"""Rules for how a server delivers the feed, the cover, transcripts and chapters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from podcast.check.feed.rss import SPACES, Feed, Item, attribute, self_link
from podcast.check.finding import (
    APPLE_ART,
    APPLE_HOST,
    CACHES,
    CORS,
    HTTP,
    NAMESPACE,
    REBUILD,
    RSS_PROFILE,
    XML_TYPES,
    FormatError,
    Problem,
    error,
    rule,
    short,
    warning,
)
from podcast.check.folder import absolute
from podcast.check.live.web import HttpClient, Response, UnreachableError, is_private, plain
from podcast.check.media import chapters
from podcast.check.media.transcripts import READERS
from podcast.check.site import cover

FEED_TYPES = ("application/rss+xml", "application/xml", "text/xml")
_DAY = 86_400
_WORTH_COMPRESSING = 20_000  # bytes
_PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PN": "image/png"}
_ALSO = {
    "application/x-subrip": {"application/srt", "text/srt", "text/plain"},
    "application/json+chapters": {"application/json"},
}
"""Media types that apps accept as equivalent to the declared one."""

_TYPE = "Set the media type on the server."
_UPLOAD = "Upload the file, or correct its URL in the feed."


def feed(web: HttpClient, answer: Response, where: str) -> Iterator[Problem]:
    """Check the response for the feed, except the content of the feed."""
    for judge in (_secure, _moved, _feed_type, _cache_lifetime):
        yield from judge(answer, where)
    for ask in (_head, _conditional, _compressed):
        yield from ask(web, answer, where)


@rule(RSS_PROFILE)
def own_address(found: Feed, answer: Response, where: str) -> Iterator[Problem]:
    """RSS Advisory Board: atom:link rel="self" is the feed's URL; apps may switch to it."""
    own = self_link(found.channel)
    if absolute(own) and own != plain(answer.url):
        what = f'atom:link rel="self" points to {short(own, 90)}'
        fix = "Set base_url to the URL of the folder, or serve it with `podcast serve`."
        yield warning(where, what, fix)


@rule(HTTP)
def missing_page(web: HttpClient, answer: Response) -> Iterator[Problem]:
    """RFC 9110, section 15.5.5: 404 for a missing file, or apps save an error page as audio."""
    strange = plain(answer.url).rpartition("/")[0] + "/gibt-es-nicht-5d1f.mp3"
    status = web.get(strange, most=1).status
    if status not in (404, 410):
        what = f"returns {status}, not 404, for a file that does not exist"
        yield error(strange, what, "Configure the server to return 404 for missing files.")


@rule(APPLE_ART)
def picture(web: HttpClient, url: str) -> Iterator[Problem]:
    """Apple: artwork is a JPEG or PNG of 1400 to 3000 pixels, and its host supports HEAD."""
    answer = web.get(url)
    where = plain(url)
    if answer.status != 200:
        yield error(where, f"returns {answer.status}", _UPLOAD)
        return
    yield from cover.format_rules(where, answer.body)
    right = _PICTURES.get(answer.body[:3])
    if right and answer.type() != right:
        yield error(where, f"is served as {short(answer.type())}, but is {right}", _TYPE)
    head = web.get(url, method="HEAD").status
    if head != 200:
        yield error(where, f"returns {head} for HEAD, which Apple requires", "Allow HEAD requests.")


@rule(NAMESPACE)
def companions(web: HttpClient, item: Item) -> Iterator[Problem]:
    """Podcasting 2.0: transcripts and chapters of one episode, for apps and web players."""
    for element in item.element.findall("podcast:transcript", SPACES):
        yield from _text(web, element.get("url", "").strip(), element.get("type", ""))
    found = attribute(item.element, "podcast:chapters", "url")
    if found:
        kind = attribute(item.element, "podcast:chapters", "type")
        yield from _text(web, found, kind)


def _text(web: HttpClient, url: str, kind: str) -> Iterator[Problem]:
    where = plain(url)
    if not absolute(url):
        return  # the rules for the feed report it
    try:
        answer = web.get(url, origin="https://player.example")
    except UnreachableError as problem:
        yield error(where, str(problem), _UPLOAD)
        return
    if answer.status != 200:
        yield error(where, f"returns {answer.status}", _UPLOAD)
        return
    if answer.type() not in {kind, *_ALSO.get(kind, set())}:
        what = f"has media type {short(answer.type()) or '(none)'}, but the feed says {short(kind)}"
        yield error(where, what, _TYPE)
    if answer.headers.get("access-control-allow-origin") not in ("*", "https://player.example"):
        what = "cannot be read by web players on other hosts (CORS)"
        closed = error(where, what, "Send Access-Control-Allow-Origin: * for text files.")
        yield replace(closed, source=CORS)
    yield from _readable(where, kind, answer)


def _readable(where: str, kind: str, answer: Response) -> Iterator[Problem]:
    """The text is UTF-8 and parses as its declared type."""
    reader = chapters.read if "chapters" in kind else READERS.get(kind, ("", None))[1]
    charset = re.search(r"charset=\"?([\w-]+)", answer.headers.get("content-type", ""))
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        yield error(where, f"has charset {charset[1]}, but podcast texts must be UTF-8", _TYPE)
    try:
        text = answer.body.decode("utf-8-sig")
        if reader:
            reader(text)
    except UnicodeDecodeError as flaw:
        yield error(where, f"is not UTF-8 (byte {flaw.start})", "Upload the file unchanged.")
    except FormatError as flaw:
        yield error(where, f"cannot be parsed: {flaw}", REBUILD)


@rule(APPLE_HOST)
def _secure(answer: Response, where: str) -> Iterator[Problem]:
    """Apple and Spotify recommend https; browsers block http media on https pages."""
    if answer.url.startswith("http:") and not is_private(answer.url):
        yield warning(where, "is served without TLS (http)", "Put a TLS proxy in front of it.")


@rule(RSS_PROFILE)
def _moved(answer: Response, where: str) -> Iterator[Problem]:
    """Apps keep a feed's URL for years, and the redirect may disappear."""
    way = [*answer.hops, answer.url]
    if any(a.startswith("https:") and b.startswith("http:") for a, b in pairwise(way)):
        what = f"is redirected from https to {plain(answer.url)}"
        yield error(where, what, "Redirect to an https URL.")
    elif answer.hops:
        what = f"is redirected to {plain(answer.url)}"
        yield warning(where, what, "Give listeners the final URL.")


@rule(XML_TYPES)
def _feed_type(answer: Response, where: str) -> Iterator[Problem]:
    """RSS Advisory Board: application/rss+xml, or at least XML. RFC 7303: charset."""
    if answer.type() not in FEED_TYPES:
        what = f"has media type {short(answer.type()) or '(none)'}, not application/rss+xml"
        yield error(where, what, _TYPE)
    charset = re.search(r"charset=\"?([\w-]+)", answer.headers.get("content-type", ""))
    written = re.match(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=[\"']([\w-]+)", answer.body)
    if charset and charset[1].lower() != (written[1].decode() if written else "utf-8").lower():
        what = f"is served with charset {charset[1]}, which overrides the encoding in the feed"
        yield error(where, what, "Configure the server to send charset=utf-8 or no charset.")


@rule(CACHES)
def _cache_lifetime(answer: Response, where: str) -> Iterator[Problem]:
    """RFC 9111: a feed that caches keep for a day delays new episodes by a day."""
    age = re.search(r"max-age=(\d+)", answer.headers.get("cache-control", ""))
    if age and int(age[1]) > _DAY:
        what = f"may be cached for {int(age[1]) // 3600} hours, which delays new episodes"
        yield warning(where, what, "Send Cache-Control: max-age=60 for feeds.")


@rule(APPLE_HOST)
def _head(web: HttpClient, answer: Response, where: str) -> Iterator[Problem]:
    """Apple: the host supports HEAD. RFC 9110, section 9.3.2: with the headers of GET."""
    asked = web.get(answer.url, method="HEAD")
    if asked.status != 200:
        yield error(where, f"returns {asked.status} for HEAD", "Allow HEAD requests.")
    elif asked.type() != answer.type():
        yield error(where, f"HEAD reports {short(asked.type())}, GET {answer.type()}", _TYPE)


@rule(HTTP)
def _conditional(web: HttpClient, answer: Response, where: str) -> Iterator[Problem]:
    """RFC 9110, section 13.1: apps poll hourly and should get 304 if nothing has changed."""
    etag, dated = answer.headers.get("etag"), answer.headers.get("last-modified")
    fix = "Configure the server to send ETag or Last-Modified, and to return 304."
    if not etag and not dated:
        yield warning(where, "has neither ETag nor Last-Modified", fix)
        return
    known = {"if_none_match": etag} if etag else {"if_modified_since": dated or ""}
    again = web.get(answer.url, most=1, **known)
    if again.status != 304:
        yield warning(where, f"is sent again ({again.status}) although it has not changed", fix)


@rule(HTTP)
def _compressed(web: HttpClient, answer: Response, where: str) -> Iterator[Problem]:
    """RFC 9110, section 8.4: compressed for exactly those clients that accept it."""
    if answer.headers.get("content-encoding", "identity") != "identity":
        yield error(
            where, "is compressed for apps that do not accept it", "Honour Accept-Encoding."
        )
    elif len(answer.body) > _WORTH_COMPRESSING:
        asked = web.get(answer.url, accept_encoding="gzip", most=1)
        if asked.headers.get("content-encoding") != "gzip":
            what = f"is sent uncompressed ({len(answer.body) // 1000} kB per request)"
            yield warning(where, what, "Configure the server to compress text with gzip.")
