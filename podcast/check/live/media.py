"""Rules for how media are served: byte ranges, no compression, the length in the feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from podcast.check.finding import (
    APPLE_HOST,
    GPODDER,
    HTTP,
    RSS,
    RSS_PROFILE,
    Problem,
    error,
    rule,
    short,
    warning,
)
from podcast.check.live.web import HttpClient, Response, plain

_TOTAL = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_RANGES = "Use a server that supports byte ranges: `podcast serve`, nginx, Caddy."
_LENGTH = "Run `podcast build` and upload the whole folder again."
_VALIDATORS = "Configure the server to send ETag or Last-Modified and to compare If-Range with it."


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A media file as declared in the feed, with the server's response for its first bytes."""

    web: HttpClient
    url: str
    length: str
    kind: str
    first: Response
    """Response to a request for bytes 0 to 1."""
    where: str

    @property
    def total(self) -> int | None:
        """Size of the file in bytes as reported by the server, or None."""
        match = _TOTAL.fullmatch(self.first.headers.get("content-range", ""))
        return int(match[3]) if match else self.first.length() if self.first.status == 200 else None

    @property
    def validator(self) -> str:
        """Strong ETag, else Last-Modified; empty if the server sends neither."""
        etag = self.first.headers.get("etag", "")
        strong = "" if etag.startswith("W/") else etag
        return strong or self.first.headers.get("last-modified", "")


@rule(HTTP)
def reachable(media: Enclosure) -> Iterator[Problem]:
    """RFC 9110: 206 for a range, 200 for the whole file; anything else is not a media file."""
    if media.first.status not in (200, 206):
        what = f"returns {media.first.status} for a range request"
        yield error(media.where, what, "Upload the file, or fix the server.")


@rule(APPLE_HOST)
def ranges(media: Enclosure) -> Iterator[Problem]:
    """Apple: the host must support byte ranges (RFC 9110, section 14), for players to seek."""
    if media.first.status == 200:
        yield error(media.where, "is sent whole for a range request (no 206)", _RANGES)
    else:
        match = _TOTAL.fullmatch(media.first.headers.get("content-range", ""))
        if not match or (match[1], match[2]) != ("0", "1") or len(media.first.body) != 2:
            said = short(media.first.headers.get("content-range", "none"))
            what = (
                f"returns {len(media.first.body)} bytes for bytes 0-1, with Content-Range “{said}”"
            )
            yield error(media.where, what, _RANGES)


@rule(HTTP)
def ends(media: Enclosure) -> Iterator[Problem]:
    """RFC 9110, section 14.1.2: `-2` is the last two bytes; players look for tags there."""
    if media.first.status != 206 or not media.total:
        return
    last = media.web.get(media.url, range="bytes=-2", most=3)
    wanted = f"bytes {media.total - 2}-{media.total - 1}/{media.total}"
    if last.status != 206 or last.headers.get("content-range") != wanted or len(last.body) != 2:
        yield warning(media.where, "does not return the last two bytes for `bytes=-2`", _RANGES)


@rule(HTTP)
def past_end(media: Enclosure) -> Iterator[Problem]:
    """RFC 9110, section 15.5.17: 416 past the end, for apps that resume a complete file."""
    if media.first.status == 206 and media.total:
        past = media.web.get(media.url, range=f"bytes={media.total}-", most=1)
        said = past.headers.get("content-range", "")
        if past.status != 416:
            yield warning(media.where, f"returns {past.status}, not 416, past the end", _RANGES)
        elif said != f"bytes */{media.total}":
            yield warning(media.where, "returns 416 without the length in Content-Range", _RANGES)


@rule(HTTP)
def resumed(media: Enclosure) -> Iterator[Problem]:
    """RFC 9110, section 13.1.5: a download resumes only if the file has not changed."""
    if media.first.status != 206:
        return
    if not media.validator:
        yield warning(media.where, "has no ETag or Last-Modified for safe resuming", _VALIDATORS)
        return
    same = media.web.get(media.url, range="bytes=1-1", if_range=media.validator, most=2)
    if same.status != 206:
        yield warning(media.where, "is sent whole although If-Range matches", _VALIDATORS)
    other = media.web.get(media.url, range="bytes=1-1", if_range='"another-version"', most=2)
    if other.status == 206:
        what = "ignores If-Range and resumes a download of a different version"
        yield error(media.where, what, _VALIDATORS)


@rule(RSS)
def length(media: Enclosure) -> Iterator[Problem]:
    """RSS 2.0: `length` of the enclosure is the file size; apps show and compare it."""
    if media.total is not None and media.length != str(media.total):
        what = f"has length {short(media.length)!r} in the feed, but {media.total} bytes are served"
        yield error(media.where, what, _LENGTH)


@rule(RSS)
def typed(media: Enclosure) -> Iterator[Problem]:
    """RSS 2.0: `type` of the enclosure is the file's; browsers use the server's type."""
    served = media.first.type()
    if served != media.kind.lower():
        what = f"has media type {short(served) or '(none)'}, but the feed says {short(media.kind)}"
        level = warning if served.startswith(("audio/", "video/")) else error
        yield level(
            media.where, what, "Set the media type on the server, e.g. audio/mpeg for .mp3."
        )


@rule(GPODDER)
def unpacked(media: Enclosure) -> Iterator[Problem]:
    """gPodder always accepts gzip, and compressed media lose byte ranges and length."""
    asked = media.web.get(media.url, accept_encoding="gzip, br, zstd", most=1)
    packed = asked.headers.get("content-encoding", "identity")
    if packed != "identity":
        yield error(media.where, f"is compressed ({short(packed)})", "Compress only text files.")


@rule(APPLE_HOST)
def head(media: Enclosure) -> Iterator[Problem]:
    """Apple: the host must support HEAD, with the headers of GET (RFC 9110, section 9.3.2)."""
    asked = media.web.get(media.url, method="HEAD")
    if asked.status != 200:
        yield error(media.where, f"returns {asked.status} for HEAD", "Allow HEAD requests.")
    elif media.total is not None and asked.length() != media.total:
        what = f"HEAD reports {asked.length()} bytes, GET {media.total}"
        yield error(media.where, what, "Do not compress or rewrite media.")


@rule(RSS_PROFILE)
def moved(media: Enclosure) -> Iterator[Problem]:
    """Podcast apps follow few redirects, and none from https to http."""
    way = [*media.first.hops, media.first.url]
    secure = [url.startswith("https:") for url in way]
    if True in secure and False in secure[secure.index(True) :]:
        what = f"is redirected from https to {plain(media.first.url)}"
        yield error(media.where, what, "Redirect to an https URL.")
    elif len(way) > 3:
        yield warning(media.where, f"is redirected {len(way) - 1} times", "Use the final URL.")


RULES = (
    ranges,
    ends,
    past_end,
    resumed,
    length,
    typed,
    unpacked,
    head,
    moved,
)
"""Rules for a file that `reachable` accepts."""
