"""Chapters: headings, or paragraphs in certain distances."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence

from podcast import files
from podcast.models import Chapter, Segment

_CHARACTERS_A_SECOND = 15  # of German read aloud


_CHAPTER_S = 75  # least length of a chapter made from paragraphs


_MOST = 100  # chapters that are made from paragraphs


_MOST_HEADINGS = 250  # an ID3 table of contents has room for 255


_TITLE = 48  # most characters of a chapter's title made from a paragraph


def outline(title: str, segments: Sequence[Segment]) -> dict[int, str]:
    """The chapters of an article: the index of the segment where each begins, and its title.

    Headings, or without any, a paragraph every minute and more by its opening words. The article's
    title is always the first. Decided by the text alone, so it is known before a word is spoken.
    """
    headings = [(i, _text(s)) for i, s in enumerate(segments) if s.kind == "heading"]
    step = -(-len(headings) // _MOST_HEADINGS) or 1
    return {0: title} | (dict(headings[::step]) or _by_length(segments))


def timed(titles: Mapping[int, str], starts_ms: Mapping[int, int], end_ms: int) -> list[Chapter]:
    """Chapters with their times; the last one ends with the episode."""
    starts = list(starts_ms.items())
    ends = [start for _, start in starts[1:]] + [end_ms]
    return [
        Chapter(title=titles[index], start_ms=start, end_ms=end)
        for (index, start), end in zip(starts, ends, strict=True)
    ]


def chapters_json(chapters: Sequence[Chapter]) -> bytes:
    """Podcasting 2.0 chapters, times in seconds."""
    rows = [
        {"startTime": c.start_ms / 1000, "endTime": c.end_ms / 1000, "title": c.title}
        for c in chapters
    ]
    return files.json_bytes({"version": "1.2.0", "chapters": rows})


def _by_length(segments: Sequence[Segment]) -> dict[int, str]:
    seconds = [sum(len(s.text) for s in x.sentences) / _CHARACTERS_A_SECOND for x in segments]
    found: dict[int, str] = {}
    before = begun = 0.0
    left = sum(seconds)
    least = max(_CHAPTER_S, left / _MOST)
    for index, segment in enumerate(segments):
        if index:
            before += seconds[index - 1]
            left -= seconds[index - 1]
        long_enough = before - begun >= least and left >= least / 2
        if index and long_enough and segment.kind == "paragraph":
            found[index] = _opening(_text(segment))
            begun = before
    return found


def _opening(text: str) -> str:
    """The first words of `text`, up to the end of the sentence or clause where that is near."""
    clause = re.match(rf".{{15,{_TITLE}}}?(?=[,;:.!?–](?:\s|$))", text)
    if clause:
        ended = text[clause.end()] in ".!?"
        return clause[0] if ended else f"{clause[0]} …"
    return textwrap.shorten(text, _TITLE, placeholder=" …")


def _text(segment: Segment) -> str:
    return " ".join(sentence.text for sentence in segment.sentences)
