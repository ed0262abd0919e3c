"""Rules for transcripts: each file is valid, and all of them have the same cues."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from podcast.check.feed.items import file_name
from podcast.check.feed.rss import SPACES, Item
from podcast.check.finding import (
    BUILD,
    NAMESPACE,
    REBUILD,
    TRANSCRIPTS,
    FormatError,
    Problem,
    Severity,
    count,
    error,
    rule,
    short,
    warning,
)
from podcast.check.folder import UnreadableError, last_part
from podcast.check.media import cues
from podcast.check.media.cues import ParsedCue

READERS: Mapping[str, tuple[str, Callable[[str], list[ParsedCue]] | None]] = {
    "text/vtt": (".vtt", cues.vtt),
    "application/json": (".json", cues.segments),
    "application/x-subrip": (".srt", cues.srt),
    "text/html": (".html", None),
    "text/plain": (".txt", None),
}
"""Podcasting 2.0: media types of transcripts, each with file extension and parser.

The first type that an episode has is the reference for the others.
"""

LINES, WIDTH = 2, 42
"""Limits for small screens, as used by broadcasters: lines per cue, characters per line."""

SLACK_MS = 50
"""Tolerance for cues that end after the audio: about one MP3 frame of padding."""


@rule(TRANSCRIPTS)
def judge(item: Item, duration: float | None) -> Iterator[Problem]:
    """Check the transcripts of one episode; `duration` is that of its audio in seconds."""
    read: dict[str, tuple[str, list[ParsedCue]]] = {}
    elements = item.element.findall("podcast:transcript", SPACES)
    if not elements:
        yield warning(item.where("podcast:transcript"), "is missing", REBUILD)
    yield from typed(item)
    for element in elements:
        kind, url = element.get("type", ""), element.get("url", "").strip()
        name, reader = file_name(item.folder, url), READERS.get(kind, ("", None))[1]
        if name and reader and item.folder.exists(name):
            try:
                read[kind] = name, reader(item.folder.text(name))
            except (FormatError, UnreadableError) as flaw:
                yield error(name, str(flaw), REBUILD)
    found = [read[kind] for kind in READERS if kind in read]
    yield from _all(found, inf if duration is None else duration * 1000 + SLACK_MS)


@rule(NAMESPACE)
def typed(item: Item) -> Iterator[Problem]:
    """Podcasting 2.0: url and type are required; the file extension matches the type."""
    where = item.where("podcast:transcript")
    for element in item.element.findall("podcast:transcript", SPACES):
        kind, url = element.get("type", ""), element.get("url", "").strip()
        if kind not in READERS:
            yield error(where, f"type {short(kind)!r} is not for transcripts", BUILD)
        elif not last_part(url).endswith(READERS[kind][0]):
            what = f"type is {kind}, but the URL has a different extension: {short(url)!r}"
            yield error(where, what, BUILD)


def _all(found: Sequence[tuple[str, list[ParsedCue]]], end_ms: float) -> Iterator[Problem]:
    for number, (name, listed) in enumerate(found):
        if not listed:
            yield error(name, "has no cues; AntennaPod fails on empty transcripts", REBUILD)
        elif number == 0:
            yield from _sound(name, listed, end_ms)
        else:
            yield from _same(name, listed, *found[0])


def _sound(name: str, listed: list[ParsedCue], end_ms: float) -> Iterator[Problem]:
    places = [
        CuePosition(before, cue, end_ms) for before, cue in pairwise([ParsedCue("", 0, 0), *listed])
    ]
    for severity, what, flawed in FLAWS:
        hits = [number for number, place in enumerate(places, 1) if flawed(place)]
        if hits:
            more = f" (and {count(len(hits) - 1, 'more cue')})" if len(hits) > 1 else ""
            words = f"{what}: {_shown(listed[hits[0] - 1])}{more}"
            yield Problem(
                severity=severity, where=f"{name}: cue {hits[0]}", what=words, fix=REBUILD
            )


def _same(
    name: str, listed: list[ParsedCue], other: str, cues: list[ParsedCue]
) -> Iterator[Problem]:
    """All formats have the same words at the same times (± 1 ms), so apps show the same."""
    if len(listed) != len(cues):
        what = f"has {count(len(listed), 'cue')}, but {other} has {len(cues)}"
        yield error(name, what, REBUILD)
        return
    for number, (one, two) in enumerate(zip(listed, cues, strict=True), 1):
        apart = max(abs(one.start_ms - two.start_ms), abs(one.end_ms - two.end_ms))
        if apart > 1 or _with_arrows(one.text) != _with_arrows(two.text):
            what = f"is {_shown(one)}, but {other} has {_shown(two)}"
            yield error(f"{name}: cue {number}", what, REBUILD)
            return


def _with_arrows(text: str) -> str:
    """`text` with `-->` as an arrow character: SubRip has no other way to represent it."""
    return text.replace("-->", "→")


def _shown(cue: ParsedCue) -> str:
    return f"{cue.start_ms / 1000:.3f}–{cue.end_ms / 1000:.3f} s “{short(cue.text, 40)}”"


class CuePosition(NamedTuple):
    """A cue with the preceding cue and the end of the audio."""

    before: ParsedCue
    cue: ParsedCue
    end_ms: float


FLAWS: tuple[tuple[Severity, str, Callable[[CuePosition], bool]], ...] = (
    ("error", "starts before the preceding cue", lambda at: at.cue.start_ms < at.before.start_ms),
    (
        "error",
        "starts before the preceding cue ends",
        lambda at: at.before.start_ms <= at.cue.start_ms < at.before.end_ms,
    ),
    ("error", "does not end after its start", lambda at: at.cue.end_ms <= at.cue.start_ms),
    ("error", "ends after the audio", lambda at: at.cue.end_ms > at.end_ms),
    ("error", "is empty", lambda at: not at.cue.text),
    ("warning", f"has more than {LINES} lines of {WIDTH} characters", lambda at: _wide(at.cue)),
)
"""WebVTT: times increase. Players: one cue at a time, within the audio, readable length."""


def _wide(cue: ParsedCue) -> bool:
    """Whether the cue is too long. A single word may exceed the line width."""
    too_long = any(len(line) > WIDTH and " " in line for line in cue.lines)
    return too_long or len(cue.lines) > LINES
