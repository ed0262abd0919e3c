"""What a file is to a browser or an app, by the end of its name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

FOREVER = "max-age=31536000, immutable"
SHORT = "max-age=60"
REVALIDATE = "no-cache"
"""To be kept, but asked for before each use: mostly answered with 304."""


@dataclass(frozen=True, slots=True)
class MediaType:
    """How files of one kind are sent."""

    media_type: str
    text: bool = False
    """Whether it is compressed and may hold addresses of this folder."""
    shared: bool = False
    """Whether players on pages of other hosts may read it."""
    active: bool = False
    """Whether a browser runs what is in it, so that it needs a policy."""
    varies: str = "Accept-Encoding"
    """What a client says of itself that changes the answer, if it is a text."""


_RSS = MediaType(
    "application/rss+xml; charset=utf-8",
    text=True,
    shared=True,
    active=True,
    varies="Accept-Encoding, Accept",
)
_RSS_TO_READ = replace(_RSS, media_type="application/xml; charset=utf-8")
_OTHER = MediaType("application/octet-stream")

_KINDS = {
    "sitemap.xml": MediaType("application/xml; charset=utf-8", text=True, shared=True),
    ".xml": _RSS,
    ".chapters.json": MediaType("application/json+chapters", text=True, shared=True),
    "feed.json": MediaType("application/feed+json", text=True, shared=True),
    ".json": MediaType("application/json", text=True, shared=True),
    ".vtt": MediaType("text/vtt; charset=utf-8", text=True, shared=True),
    ".srt": MediaType("application/x-subrip; charset=utf-8", text=True, shared=True),
    ".html": MediaType("text/html; charset=utf-8", text=True, active=True),
    ".css": MediaType("text/css; charset=utf-8", text=True),
    ".js": MediaType("text/javascript; charset=utf-8", text=True),
    ".xsl": MediaType("text/xsl; charset=utf-8", text=True, active=True),
    ".svg": MediaType("image/svg+xml; charset=utf-8", text=True, active=True),
    ".txt": MediaType("text/plain; charset=utf-8", text=True),
    ".opml": MediaType("text/x-opml; charset=utf-8", text=True),
    ".webmanifest": MediaType("application/manifest+json", text=True),
    ".mp3": MediaType("audio/mpeg"),
    ".m4a": MediaType("audio/mp4"),
    ".ogg": MediaType("audio/ogg"),
    ".opus": MediaType("audio/ogg"),
    ".wav": MediaType("audio/wav"),
    ".jpg": MediaType("image/jpeg"),
    ".jpeg": MediaType("image/jpeg"),
    ".png": MediaType("image/png"),
    ".webp": MediaType("image/webp"),
    ".avif": MediaType("image/avif"),
    ".ico": MediaType("image/x-icon"),
    ".woff2": MediaType("font/woff2"),
}
"""The first end that fits counts."""

_HASHED = re.compile(
    r"(?:.*/)?(?P<slug>[^/]+)/(?P=slug)-[0-9a-f]{8,64}\.[a-z0-9]+"
    r"|assets/[^/]+-[0-9a-f]{8,64}\.[a-z0-9]+"
    r"|suche/[0-9a-f]{8,64}/[^/]+"
)
"""Files whose names change with their bytes: `slug/slug-0123abcd.mp3`, and what pages share."""


def media_type(name: str, accepted: str = "") -> MediaType:
    """The kind of the file `name` for a client that has said what it accepts.

    Browsers show a feed with its style sheet as XML, and as its source if it is named RSS.
    """
    found = next((k for end, k in _KINDS.items() if name.endswith(end)), _OTHER)
    return _RSS_TO_READ if found is _RSS and "text/html" in accepted else found


def cache_control(name: str) -> str:
    """How long caches may keep the file `name` (a path below the folder) without asking."""
    if _HASHED.fullmatch(name):
        return FOREVER
    return SHORT if media_type(name) is _RSS else REVALIDATE
