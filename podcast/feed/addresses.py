"""URLs of the files in the published folder."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from podcast.models import Episode
from podcast.show.paths import PAGE

_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(/[A-Za-z0-9_./~-]*)?")


def page(base: str, episode: Episode) -> str:
    """Return the URL of the episode's page."""
    return file(base, episode, PAGE)


def media(base: str, episode: Episode) -> str:
    """Return the URL of the episode's audio file."""
    return f"{base}{episode.slug}/{episode.media}"  # a slug needs no escaping


def file(base: str, episode: Episode, suffix: str) -> str:
    """Return the URL of another file of the episode, given its suffix, e.g. `.vtt`."""
    return f"{base}{episode.slug}/{episode.slug}{suffix}"


def link(written: str | None) -> str:
    """Return an article's original URL, escaped for a link, or "" if it is not a web URL."""
    if written and _PLAIN.fullmatch(written):
        return written
    try:
        parts = urlsplit((written or "").strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return quote(parts.geturl(), safe="!#$%&'()*+,/:;=?@[]~", errors="replace")
