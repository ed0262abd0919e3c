"""Where the files of the published folder are on the web."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from podcast.models import Episode
from podcast.show.paths import PAGE

_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(/[A-Za-z0-9_./~-]*)?")


def page(base: str, episode: Episode) -> str:
    """The episode's own page."""
    return text(base, episode, PAGE)


def media(base: str, episode: Episode) -> str:
    """Its sound."""
    return f"{base}{episode.slug}/{episode.media}"  # a slug needs no escapes


def text(base: str, episode: Episode, suffix: str) -> str:
    """One of its other files, e.g. `.vtt`."""
    return f"{base}{episode.slug}/{episode.slug}{suffix}"


def link(written: str | None) -> str:
    """An article's own address, fit for a link; empty where it is none on the web."""
    if written and _PLAIN.fullmatch(written):
        return written
    try:
        parts = urlsplit((written or "").strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return quote(parts.geturl(), safe="!#$%&'()*+,/:;=?@[]~", errors="replace")
