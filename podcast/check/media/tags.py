"""Rules for the ID3 tag of an MP3."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from podcast.check.finding import CHAPTER_FRAMES, ID3, error, rule, short, warning
from podcast.check.media.chapters import ParsedChapter
from podcast.models import Problem

FRAMES = {
    "TIT2": "title",
    "TPE1": "artist",
    "TALB": "album",
    "COMM": "comment",
    "APIC": "picture",
}
"""What a player shows of a downloaded file. Pocket Casts takes the picture from here."""

_REBUILD = "Run `podcast rebuild` for this episode."


def read(path: Path) -> Any | None:
    """The tag as mutagen sees it, or None where there is none that it can read."""
    from mutagen.id3 import ID3

    try:
        return ID3(path, translate=False)
    except Exception:  # mutagen raises whatever a damaged frame leads it to
        return None


@rule(ID3)
def judge(name: str, tag: Any | None) -> Iterator[Problem]:
    """Everything about the tag of the file `name` that the file alone can tell."""
    if tag is None:
        yield error(name, "has no ID3 tag that can be read", _REBUILD)
        return
    if tag.version[:2] != (2, 3):
        what = f"has an ID3 tag of version 2.{tag.version[1]}; every player reads 2.3"
        yield warning(f"{name}: ID3", what, _REBUILD)
    for frame, meaning in FRAMES.items():
        if not any(_filled(found) for found in tag.getall(frame)):
            yield warning(f"{name}: ID3 {frame}", f"there is no {meaning}", _REBUILD)
    yield from _order(name, tag)
    yield from _contents(name, tag)


def chapters(tag: Any) -> list[ParsedChapter]:
    """The chapters in the order of the file."""
    return [ParsedChapter(frame.start_time / 1000, _title(frame)) for frame in tag.getall("CHAP")]


def _filled(frame: Any) -> bool:
    return bool(getattr(frame, "data", b"")) or any(
        str(part) for part in getattr(frame, "text", [])
    )


def _title(frame: Any) -> str:
    return next((str(title) for title in frame.sub_frames.getall("TIT2")), "")


@rule(CHAPTER_FRAMES)
def _order(name: str, tag: Any) -> Iterator[Problem]:
    """ffprobe and others list CHAP frames as they lie in the file, not by time."""
    where = f"{name}: ID3 CHAP"
    frames = tag.getall("CHAP")
    for one, two in pairwise(frames):
        if two.start_time <= one.start_time:
            times = f"{one.start_time / 1000:g} s, then {two.start_time / 1000:g} s"
            yield error(where, f"chapters lie in the file out of order: {times}", _REBUILD)
            break
    bad = next((frame for frame in frames if frame.end_time <= frame.start_time), None)
    if bad:
        what = f"“{short(_title(bad), 40)}” does not end after its start"
        yield error(where, f"{what} at {bad.start_time / 1000:g} s", _REBUILD)


@rule(CHAPTER_FRAMES)
def _contents(name: str, tag: Any) -> Iterator[Problem]:
    """ID3v2 chapter addendum: a table of contents names every chapter, in order."""
    ids = [frame.element_id for frame in tag.getall("CHAP")]
    tables = [list(frame.child_element_ids) for frame in tag.getall("CTOC")]
    named = [child for table in tables for child in table]
    missing = len(set(ids) - set(named))
    if missing:
        what = f"lists {len(ids) - missing} of {len(ids)} chapters" if tables else "is missing"
        yield error(f"{name}: ID3 CTOC", what, _REBUILD)
    elif set(named) - set(ids) - {frame.element_id for frame in tag.getall("CTOC")}:
        yield error(f"{name}: ID3 CTOC", "lists chapters that there are not", _REBUILD)
