"""Chapters: from headings, or else from paragraphs at regular intervals."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence

from podcast import files
from podcast.models import Chapter, Segment

_CHARACTERS_PER_SECOND = 15  # average for German read aloud
_MIN_CHAPTER_S = 75  # minimum length of a chapter without a heading
_MAX_CHAPTERS = 100  # maximum number of chapters without headings
_MAX_HEADINGS = 250  # an ID3 table of contents holds at most 255
_MAX_TITLE = 48  # maximum characters of a title taken from a paragraph


def outline(title: str, segments: Sequence[Segment]) -> dict[int, str]:
    """Choose the chapters of an article: a map from the index of their first segment to a title.

    Chapters start at headings. Without headings, they start at a paragraph every 75 seconds or
    more and are titled with its opening words. The first chapter always has the article's title.
    Only the text is needed, so the chapters are known before any speech is synthesised.
    """
    headings = [(i, _text(s)) for i, s in enumerate(segments) if s.kind == "heading"]
    step = -(-len(headings) // _MAX_HEADINGS) or 1
    return {0: title} | (dict(headings[::step]) or _by_length(segments))


def timed(titles: Mapping[int, str], starts_ms: Mapping[int, int], end_ms: int) -> list[Chapter]:
    """Return the chapters with start and end times; the last one ends with the episode."""
    starts = list(starts_ms.items())
    ends = [start for _, start in starts[1:]] + [end_ms]
    return [
        Chapter(title=titles[index], start_ms=start, end_ms=end)
        for (index, start), end in zip(starts, ends, strict=True)
    ]


def chapters_json(chapters: Sequence[Chapter]) -> bytes:
    """Serialise chapters as Podcasting 2.0 JSON, with times in seconds."""
    rows = [
        {"startTime": c.start_ms / 1000, "endTime": c.end_ms / 1000, "title": c.title}
        for c in chapters
    ]
    return files.json_bytes({"version": "1.2.0", "chapters": rows})


def _by_length(segments: Sequence[Segment]) -> dict[int, str]:
    seconds = [sum(len(s.text) for s in x.sentences) / _CHARACTERS_PER_SECOND for x in segments]
    found: dict[int, str] = {}
    before = begun = 0.0
    left = sum(seconds)
    least = max(_MIN_CHAPTER_S, left / _MAX_CHAPTERS)
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
    """Return the opening words of `text`, ending with the sentence or clause if it is short."""
    clause = re.match(rf".{{15,{_MAX_TITLE}}}?(?=[,;:.!?–](?:\s|$))", text)
    if clause:
        ended = text[clause.end()] in ".!?"
        return clause[0] if ended else f"{clause[0]} …"
    return textwrap.shorten(text, _MAX_TITLE, placeholder=" …")


def _text(segment: Segment) -> str:
    return " ".join(sentence.text for sentence in segment.sentences)
