"""Media type and cache lifetime of a file, by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

FOREVER = "max-age=31536000, immutable"
SHORT = "max-age=60"
REVALIDATE = "no-cache"
"""May be cached, but must be revalidated before each use; the answer is usually 304."""


@dataclass(frozen=True, slots=True)
class MediaType:
    """How to send files of one type."""

    media_type: str
    text: bool = False
    """Whether to compress it and to rewrite the published addresses in it."""
    shared: bool = False
    """Whether players on other origins may read it (CORS)."""
    active: bool = False
    """Whether a browser may run code in it, so that it needs a Content-Security-Policy."""
    varies: str = "Accept-Encoding"
    """Request headers that change the response, sent as `Vary` for texts."""


_RSS = MediaType(
    "application/rss+xml; charset=utf-8",
    text=True,
    shared=True,
    active=True,
    varies="Accept-Encoding, Accept",
)
_RSS_FOR_BROWSERS = replace(_RSS, media_type="application/xml; charset=utf-8")
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
"""Media types by the end of the file name. The first match wins."""

_HASHED = re.compile(
    r"(?:.*/)?(?P<slug>[^/]+)/(?P=slug)-[0-9a-f]{8,64}\.[a-z0-9]+"
    r"|assets/[^/]+-[0-9a-f]{8,64}\.[a-z0-9]+"
    r"|suche/[0-9a-f]{8,64}/[^/]+"
)
"""Names that contain a content hash: `slug/slug-0123abcd.mp3`, and files shared by pages."""


def media_type(name: str, accepted: str = "") -> MediaType:
    """Return the type of the file `name` for a client that sent the Accept header `accepted`.

    Browsers apply a feed's style sheet if it is sent as XML, but show its source if sent as RSS.
    """
    found = next((k for end, k in _KINDS.items() if name.endswith(end)), _OTHER)
    return _RSS_FOR_BROWSERS if found is _RSS and "text/html" in accepted else found


def cache_control(name: str) -> str:
    """Return the Cache-Control of `name` (a relative path): how long caches may keep the file."""
    if _HASHED.fullmatch(name):
        return FOREVER
    return SHORT if media_type(name) is _RSS else REVALIDATE
