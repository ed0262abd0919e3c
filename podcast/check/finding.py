"""Builders for findings, and the sources of their rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Literal, ParamSpec

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A finding of `podcast check`."""

    severity: Severity
    where: str
    """File below `feed/public/`, with the element if that helps."""
    what: str
    fix: str
    source: str = ""
    """Origin of the rule."""


BUILD = "Run `podcast build`."
REBUILD = "Run `podcast rebuild` for this episode."
EDIT_SHOW = "Correct it in feed/show.toml and run `podcast build`."

RSS = "RSS 2.0: https://www.rssboard.org/rss-specification"
RSS_PROFILE = "RSS Best Practices Profile: https://www.rssboard.org/rss-profile"
APPLE = "Apple Podcasts: https://help.apple.com/itc/podcasts_connect/#/itcb54353390"
APPLE_ART = "Apple Podcasts: https://podcasters.apple.com/support/5514-show-cover-template"
APPLE_AUDIO = "Apple Podcasts: https://podcasters.apple.com/support/893-audio-requirements"
APPLE_CATEGORIES = (
    "Apple Podcasts: https://podcasters.apple.com/support/1691-apple-podcasts-categories"
)
PSP_1 = "PSP-1: https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification"
NAMESPACE = "Podcasting 2.0: https://github.com/Podcastindex-org/podcast-namespace"
TAXONOMY = "Podcast Taxonomy: https://podcasttaxonomy.com/"
PODLOVE = "Podlove Simple Chapters 1.2: https://podlove.org/simple-chapters/"
ARCHIVES = "RFC 5005: https://www.rfc-editor.org/rfc/rfc5005"
ADDRESSES = "RFC 3986: https://www.rfc-editor.org/rfc/rfc3986"
JSON_FEED = "JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/"
HTTP = "RFC 9110 (HTTP): https://www.rfc-editor.org/rfc/rfc9110"
CACHES = "RFC 9111 (HTTP Caching): https://www.rfc-editor.org/rfc/rfc9111"
XML_TYPES = "RFC 7303 (XML Media Types): https://www.rfc-editor.org/rfc/rfc7303"
CORS = "WHATWG Fetch (CORS): https://fetch.spec.whatwg.org/"
APPLE_HOST = "Apple Podcasts: https://podcasters.apple.com/support/823-podcast-requirements"
GPODDER = "gPodder: https://github.com/gpodder/gpodder"
HTML = "WHATWG HTML: https://html.spec.whatwg.org/"
CHAPTER_FRAMES = "ID3v2 Chapter Frame Addendum: https://id3.org/id3v2-chapters-1.0"
ID3 = "ID3v2.3: https://id3.org/id3v2.3.0"
MPEG = "ISO/IEC 11172-3 (MPEG-1 Layer III)"
TRANSCRIPTS = "W3C WebVTT: https://www.w3.org/TR/webvtt1/; Podcasting 2.0 transcripts"
LOUDNESS = "EBU R 128, ITU-R BS.1770; Apple Podcasts: −16 LUFS ± 1, true peak ≤ −1 dBTP"
ANTENNAPOD = "AntennaPod: https://github.com/AntennaPod/AntennaPod"
PODBOAT = "podboat and gPodder name downloads after the URL"
LISTENING = "Listeners perceive this as a fault"
FOLDER = "Copying the folder publishes every file in it"

_Given = ParamSpec("_Given")
_Rule = Callable[_Given, Iterator[Problem]]


class FormatError(Exception):
    """Raised if content violates its format; the text says what is wrong and where."""


def rule(source: str) -> Callable[[_Rule[_Given]], _Rule[_Given]]:
    """Set `source` on every finding of a rule, unless a nested rule has already set it."""

    def marked(judge: _Rule[_Given]) -> _Rule[_Given]:
        @wraps(judge)
        def sourced(*args: _Given.args, **kwargs: _Given.kwargs) -> Iterator[Problem]:
            for problem in judge(*args, **kwargs):
                yield problem if problem.source else replace(problem, source=source)

        return sourced

    return marked


def error(where: str, what: str, fix: str) -> Problem:
    """Create an error: an app or directory rejects this or shows it incorrectly."""
    return Problem(severity="error", where=where, what=what, fix=fix)


def warning(where: str, what: str, fix: str) -> Problem:
    """Create a warning: some apps or listeners have trouble with this."""
    return Problem(severity="warning", where=where, what=what, fix=fix)


def short(text: str, most: int = 60) -> str:
    """`text` on one line of at most `most` printable characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def count(number: int, one: str) -> str:
    """Number and noun, pluralised with an s: `1 cue`, `2 cues`."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def parsed(text: str) -> Any:
    """Parse `text` as JSON. Raises `FormatError`."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise FormatError(f"is not valid JSON: {problem}") from None


def seconds(value: object) -> float | None:
    """`value` as seconds, or None if it is not a number in a plausible range."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < 10_000_000 else None
