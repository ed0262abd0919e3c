"""Rules for how media are served: in parts, unpacked, with the length that the feed says."""

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
    error,
    rule,
    short,
    warning,
)
from podcast.check.live.web import HttpClient, Response, plain
from podcast.models import Problem

_TOTAL = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_RANGES = "Serve the folder with a server that knows byte ranges: `podcast serve`, nginx, Caddy."
_LENGTH = "Run `podcast build` and upload the whole folder again."
_ASLEEP = "Let the server send ETag or Last-Modified, and compare If-Range with it."


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A media file as the feed announces it, and as its server sent its first bytes."""

    web: HttpClient
    url: str
    length: str
    kind: str
    first: Response
    """To a request for bytes 0 to 1."""
    where: str

    @property
    def total(self) -> int | None:
        """Length of the file in bytes, as the server says."""
        match = _TOTAL.fullmatch(self.first.headers.get("content-range", ""))
        return int(match[3]) if match else self.first.length() if self.first.status == 200 else None

    @property
    def validator(self) -> str:
        """What tells this version from another; empty where the server sends nothing."""
        etag = self.first.headers.get("etag", "")
        strong = "" if etag.startswith("W/") else etag
        return strong or self.first.headers.get("last-modified", "")


@rule(HTTP)
def reachable(media: Enclosure) -> Iterator[Problem]:
    """RFC 9110: 206 for a part, 200 for all; whatever else is no media file."""
    if media.first.status not in (200, 206):
        what = f"answers {media.first.status} for a part of the file"
        yield error(media.where, what, "Upload the file, or correct the server.")


@rule(APPLE_HOST)
def ranges(media: Enclosure) -> Iterator[Problem]:
    """Apple: the host must support byte ranges (RFC 9110, section 14); players cannot seek else."""
    if media.first.status == 200:
        yield error(media.where, "is sent whole when a part is asked for (no 206)", _RANGES)
    else:
        match = _TOTAL.fullmatch(media.first.headers.get("content-range", ""))
        if not match or (match[1], match[2]) != ("0", "1") or len(media.first.body) != 2:
            said = short(media.first.headers.get("content-range", "nothing"))
            what = f"bytes 0-1 were asked for; {len(media.first.body)} came, called “{said}”"
            yield error(media.where, what, _RANGES)


@rule(HTTP)
def ends(media: Enclosure) -> Iterator[Problem]:
    """RFC 9110, section 14.1.2: `-2` are the last two bytes; players look there for tags."""
    if media.first.status != 206 or not media.total:
        return
    last = media.web.get(media.url, range="bytes=-2", most=3)
    wanted = f"bytes {media.total - 2}-{media.total - 1}/{media.total}"
    if last.status != 206 or last.headers.get("content-range") != wanted or len(last.body) != 2:
        yield warning(media.where, "the last two bytes cannot be had as `bytes=-2`", _RANGES)


@rule(HTTP)
def behind(media: Enclosure) -> Iterator[Problem]:
    """RFC 9110, section 15.5.17: 416 behind the end; apps that resume a complete file need it."""
    if media.first.status == 206 and media.total:
        past = media.web.get(media.url, range=f"bytes={media.total}-", most=1)
        said = past.headers.get("content-range", "")
        if past.status != 416:
            yield warning(media.where, f"answers {past.status}, not 416, behind its end", _RANGES)
        elif said != f"bytes */{media.total}":
            yield warning(media.where, "answers 416 without the length in Content-Range", _RANGES)


@rule(HTTP)
def resumed(media: Enclosure) -> Iterator[Problem]:
    """RFC 9110, section 13.1.5: a download is resumed only if the file is still the same."""
    if media.first.status != 206:
        return
    if not media.validator:
        yield warning(media.where, "has neither ETag nor Last-Modified: no safe resuming", _ASLEEP)
        return
    same = media.web.get(media.url, range="bytes=1-1", if_range=media.validator, most=2)
    if same.status != 206:
        yield warning(media.where, "is sent whole although If-Range fits", _ASLEEP)
    other = media.web.get(media.url, range="bytes=1-1", if_range='"another-version"', most=2)
    if other.status == 206:
        what = "resumes a download of another version: If-Range is ignored"
        yield error(media.where, what, _ASLEEP)


@rule(RSS)
def length(media: Enclosure) -> Iterator[Problem]:
    """RSS 2.0: `length` of the enclosure is the file's size; apps show and compare it."""
    if media.total is not None and media.length != str(media.total):
        what = f"length is {short(media.length)!r}, but {media.total} bytes are served"
        yield error(media.where, what, _LENGTH)


@rule(RSS)
def typed(media: Enclosure) -> Iterator[Problem]:
    """RSS 2.0: `type` of the enclosure is the file's; browsers go by the server's."""
    served = media.first.type()
    if served != media.kind.lower():
        what = f"is served as {short(served) or 'nothing'}, the feed says {short(media.kind)}"
        level = warning if served.startswith(("audio/", "video/")) else error
        yield level(
            media.where, what, "Set the media type in the server, e.g. audio/mpeg for .mp3."
        )


@rule(GPODDER)
def unpacked(media: Enclosure) -> Iterator[Problem]:
    """gPodder asks for gzip with everything: media that are compressed lose ranges and length."""
    asked = media.web.get(media.url, accept_encoding="gzip, br, zstd", most=1)
    packed = asked.headers.get("content-encoding", "identity")
    if packed != "identity":
        yield error(media.where, f"is compressed ({short(packed)})", "Compress texts only.")


@rule(APPLE_HOST)
def head(media: Enclosure) -> Iterator[Problem]:
    """Apple: the host must answer HEAD, with what GET would say (RFC 9110, section 9.3.2)."""
    asked = media.web.get(media.url, method="HEAD")
    if asked.status != 200:
        yield error(media.where, f"answers {asked.status} to HEAD", "Allow HEAD in the server.")
    elif media.total is not None and asked.length() != media.total:
        what = f"HEAD says {asked.length()} bytes, GET {media.total}"
        yield error(media.where, what, "Do not compress or rewrite media.")


@rule(RSS_PROFILE)
def moved(media: Enclosure) -> Iterator[Problem]:
    """Podcast apps follow few redirects, and none from https to http."""
    way = [*media.first.hops, media.first.url]
    secure = [url.startswith("https:") for url in way]
    if True in secure and False in secure[secure.index(True) :]:
        what = f"is redirected from https to {plain(media.first.url)}"
        yield error(media.where, what, "Redirect to https.")
    elif len(way) > 3:
        yield warning(media.where, f"is redirected {len(way) - 1} times", "Name the last address.")


RULES = (
    ranges,
    ends,
    behind,
    resumed,
    length,
    typed,
    unpacked,
    head,
    moved,
)
"""For a file that is there."""
