"""Rules for the ID3 tag of an MP3."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from podcast.check.finding import CHAPTER_FRAMES, ID3, REBUILD, Problem, error, rule, short, warning
from podcast.check.media.chapters import ParsedChapter
from podcast.check.media.id3 import Tag

FRAMES = {
    "TIT2": "title",
    "TPE1": "artist",
    "TALB": "album",
    "COMM": "comment",
    "APIC": "picture",
}
"""Frames that players show for a downloaded file. Pocket Casts uses this picture."""


@rule(ID3)
def judge(name: str, tag: Tag | None) -> Iterator[Problem]:
    """Check the tag of the file `name` without reference to other files."""
    if tag is None:
        yield error(name, "has no readable ID3 tag", REBUILD)
        return
    if tag.version != 3:
        what = f"has an ID3 tag of version 2.{tag.version}, but only 2.3 works in every player"
        yield warning(f"{name}: ID3", what, REBUILD)
    for frame, meaning in FRAMES.items():
        if frame not in tag.filled:
            yield warning(f"{name}: ID3 {frame}", f"is missing or empty ({meaning})", REBUILD)
    yield from _order(name, tag)
    yield from _contents(name, tag)


def chapters(tag: Tag) -> list[ParsedChapter]:
    """Chapters of the tag in file order."""
    return [ParsedChapter(chapter.start_ms / 1000, chapter.title) for chapter in tag.chapters]


@rule(CHAPTER_FRAMES)
def _order(name: str, tag: Tag) -> Iterator[Problem]:
    """ffprobe and others list CHAP frames in file order, not by time."""
    where = f"{name}: ID3 CHAP"
    for one, two in pairwise(tag.chapters):
        if two.start_ms <= one.start_ms:
            times = f"{one.start_ms / 1000:g} s, then {two.start_ms / 1000:g} s"
            yield error(where, f"chapters are out of order in the file: {times}", REBUILD)
            break
    bad = next((chapter for chapter in tag.chapters if chapter.end_ms <= chapter.start_ms), None)
    if bad:
        what = f"“{short(bad.title, 40)}” does not end after its start"
        yield error(where, f"{what} at {bad.start_ms / 1000:g} s", REBUILD)


@rule(CHAPTER_FRAMES)
def _contents(name: str, tag: Tag) -> Iterator[Problem]:
    """ID3v2 chapter addendum: a table of contents names every chapter, in order."""
    ids = {chapter.element_id for chapter in tag.chapters}
    named = {child for table in tag.contents for child in table.children}
    missing = len(ids - named)
    if missing:
        what = (
            f"lists {len(ids) - missing} of {len(ids)} chapters" if tag.contents else "is missing"
        )
        yield error(f"{name}: ID3 CTOC", what, REBUILD)
    elif named - ids - {table.element_id for table in tag.contents}:
        yield error(f"{name}: ID3 CTOC", "lists chapters that do not exist", REBUILD)
