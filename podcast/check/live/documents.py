"""Rules for how the feed, the cover and the texts beside an episode are served."""

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
    RSS_PROFILE,
    XML_TYPES,
    FormatError,
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
from podcast.models import Problem

FEED_TYPES = ("application/rss+xml", "application/xml", "text/xml")
_DAY = 86_400
_WORTH_COMPRESSING = 20_000  # bytes
_PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PN": "image/png"}
_ALSO = {
    "application/x-subrip": {"application/srt", "text/srt", "text/plain"},
    "application/json+chapters": {"application/json"},
}
"""Types that apps take for another."""

_TYPE = "Set the media type in the server."
_UPLOAD = "Upload the file, or correct the address in the feed."


def feed(web: HttpClient, answer: Response, where: str) -> Iterator[Problem]:
    """Everything about the feed's answer, but what is in it."""
    for judge in (_secure, _moved, _feed_type, _kept):
        yield from judge(answer, where)
    for ask in (_head, _unchanged, _packed):
        yield from ask(web, answer, where)


@rule(RSS_PROFILE)
def own_address(found: Feed, answer: Response, where: str) -> Iterator[Problem]:
    """RSS Advisory Board: atom:link rel="self" is where the feed is; apps may move there."""
    own = self_link(found.channel)
    if absolute(own) and own != plain(answer.url):
        what = f'atom:link rel="self" says {short(own, 90)}'
        fix = "Set base_url to where the folder is, or serve it with `podcast serve`."
        yield warning(where, what, fix)


@rule(HTTP)
def nothing(web: HttpClient, answer: Response) -> Iterator[Problem]:
    """RFC 9110, section 15.5.5: what is not there is 404, or apps keep an error page as sound."""
    strange = plain(answer.url).rpartition("/")[0] + "/gibt-es-nicht-5d1f.mp3"
    status = web.get(strange, most=1).status
    if status not in (404, 410):
        what = f"answers {status} for a file that cannot exist, not 404"
        yield error(strange, what, "Let the server answer 404 without a file.")


@rule(APPLE_ART)
def picture(web: HttpClient, url: str) -> Iterator[Problem]:
    """Apple: artwork is a JPEG or PNG of 1400 to 3000 pixels, and its host answers HEAD."""
    answer = web.get(url)
    where = plain(url)
    if answer.status != 200:
        yield error(where, f"answers {answer.status}", _UPLOAD)
        return
    yield from cover.looks(where, answer.body)
    right = _PICTURES.get(answer.body[:3])
    if right and answer.type() != right:
        yield error(where, f"is served as {short(answer.type())}, but is {right}", _TYPE)
    head = web.get(url, method="HEAD").status
    if head != 200:
        yield error(where, f"answers {head} to HEAD, which Apple asks for", "Allow HEAD.")


@rule(NAMESPACE)
def beside(web: HttpClient, item: Item) -> Iterator[Problem]:
    """Podcasting 2.0: transcripts and chapters of one episode, for apps and players on the web."""
    for element in item.element.findall("podcast:transcript", SPACES):
        yield from _text(web, element.get("url", "").strip(), element.get("type", ""))
    found = attribute(item.element, "podcast:chapters", "url")
    if found:
        kind = attribute(item.element, "podcast:chapters", "type")
        yield from _text(web, found, kind)


def _text(web: HttpClient, url: str, kind: str) -> Iterator[Problem]:
    where = plain(url)
    if not absolute(url):
        return  # the feed's own rules say so
    try:
        answer = web.get(url, origin="https://player.example")
    except UnreachableError as problem:
        yield error(where, str(problem), _UPLOAD)
        return
    if answer.status != 200:
        yield error(where, f"answers {answer.status}", _UPLOAD)
        return
    if answer.type() not in {kind, *_ALSO.get(kind, set())}:
        what = f"is served as {short(answer.type()) or 'nothing'}, the feed says {short(kind)}"
        yield error(where, what, _TYPE)
    if answer.headers.get("access-control-allow-origin") not in ("*", "https://player.example"):
        what = "may not be read by players on pages of other hosts (CORS)"
        closed = error(where, what, "Send Access-Control-Allow-Origin: * with texts.")
        yield replace(closed, source=CORS)
    yield from _readable(where, kind, answer)


def _readable(where: str, kind: str, answer: Response) -> Iterator[Problem]:
    """It is UTF-8, and can be read as what it says it is."""
    reader = chapters.read if "chapters" in kind else READERS.get(kind, ("", None))[1]
    charset = re.search(r"charset=\"?([\w-]+)", answer.headers.get("content-type", ""))
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        yield error(where, f"is called {charset[1]}, but texts of podcasts are UTF-8", _TYPE)
    try:
        text = answer.body.decode("utf-8-sig")
        if reader:
            reader(text)
    except UnicodeDecodeError as flaw:
        yield error(where, f"is not UTF-8 (byte {flaw.start})", "Upload the file unchanged.")
    except FormatError as flaw:
        yield error(where, f"cannot be read: {flaw}", "Run `podcast rebuild` for this episode.")


@rule(APPLE_HOST)
def _secure(answer: Response, where: str) -> Iterator[Problem]:
    """Apple and Spotify recommend https; browsers block media without it on pages with it."""
    if answer.url.startswith("http:") and not is_private(answer.url):
        yield warning(where, "is served without TLS (http)", "Put a proxy with TLS before it.")


@rule(RSS_PROFILE)
def _moved(answer: Response, where: str) -> Iterator[Problem]:
    """A feed's address is kept for years: what is redirected today may be gone tomorrow."""
    way = [*answer.hops, answer.url]
    if any(a.startswith("https:") and b.startswith("http:") for a, b in pairwise(way)):
        what = f"is redirected from https to {plain(answer.url)}"
        yield error(where, what, "Redirect to https.")
    elif answer.hops:
        what = f"is redirected to {plain(answer.url)}"
        yield warning(where, what, "Give listeners the last address.")


@rule(XML_TYPES)
def _feed_type(answer: Response, where: str) -> Iterator[Problem]:
    """RSS Advisory Board: application/rss+xml, or XML at least; RFC 7303 on its charset."""
    if answer.type() not in FEED_TYPES:
        what = f"is served as {short(answer.type()) or 'nothing'}, not application/rss+xml"
        yield error(where, what, _TYPE)
    charset = re.search(r"charset=\"?([\w-]+)", answer.headers.get("content-type", ""))
    written = re.match(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=[\"']([\w-]+)", answer.body)
    if charset and charset[1].lower() != (written[1].decode() if written else "utf-8").lower():
        what = f"is called {charset[1]} by the server, which outdoes what the feed says itself"
        yield error(where, what, "Let the server say charset=utf-8, or nothing.")


@rule(CACHES)
def _kept(answer: Response, where: str) -> Iterator[Problem]:
    """RFC 9111: what caches keep for a day, listeners hear a day late."""
    age = re.search(r"max-age=(\d+)", answer.headers.get("cache-control", ""))
    if age and int(age[1]) > _DAY:
        what = f"may be kept for {int(age[1]) // 3600} hours: new episodes come late"
        yield warning(where, what, "Send Cache-Control: max-age=60 for feeds.")


@rule(APPLE_HOST)
def _head(web: HttpClient, answer: Response, where: str) -> Iterator[Problem]:
    """Apple: HEAD is answered; RFC 9110, section 9.3.2: with the headers of GET."""
    asked = web.get(answer.url, method="HEAD")
    if asked.status != 200:
        yield error(where, f"answers {asked.status} to HEAD", "Allow HEAD in the server.")
    elif asked.type() != answer.type():
        yield error(where, f"HEAD says {short(asked.type())}, GET {answer.type()}", _TYPE)


@rule(HTTP)
def _unchanged(web: HttpClient, answer: Response, where: str) -> Iterator[Problem]:
    """RFC 9110, section 13.1: apps ask every hour, and should get 304 unless something is new."""
    etag, dated = answer.headers.get("etag"), answer.headers.get("last-modified")
    fix = "Let the server send ETag or Last-Modified, and answer 304."
    if not etag and not dated:
        yield warning(where, "has neither ETag nor Last-Modified", fix)
        return
    known = {"if_none_match": etag} if etag else {"if_modified_since": dated or ""}
    again = web.get(answer.url, most=1, **known)
    if again.status != 304:
        yield warning(where, f"is sent again ({again.status}) although nothing has changed", fix)


@rule(HTTP)
def _packed(web: HttpClient, answer: Response, where: str) -> Iterator[Problem]:
    """RFC 9110, section 8.4: only for those who take it, but for those."""
    if answer.headers.get("content-encoding", "identity") != "identity":
        yield error(where, "is compressed for apps that cannot read that", "Heed Accept-Encoding.")
    elif len(answer.body) > _WORTH_COMPRESSING:
        asked = web.get(answer.url, accept_encoding="gzip", most=1)
        if asked.headers.get("content-encoding") != "gzip":
            what = f"is sent uncompressed ({len(answer.body) // 1000} kB at each look)"
            yield warning(where, what, "Let the server compress texts with gzip.")
