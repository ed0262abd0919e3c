"""Cues: a sentence, or the part of it that fits on two lines, with its times."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

LINE = 42
"""Maximum characters in a line of subtitles; a cue has at most two lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Subtitle text, displayed while it is heard."""

    text: str
    start_ms: int
    """From the start of the finished MP3 as decoded by a player."""
    end_ms: int
    segment: int
    """Index of the cue's segment."""


def sentence_cues(text: str, start_ms: int, end_ms: int, segment: int) -> list[Cue]:
    """Split a sentence into cues of at most two lines; share its time out by their length."""
    lines = wrapped(text)
    parts = [" ".join(lines[i : i + 2]) for i in range(0, len(lines), 2)]
    total = sum(map(len, parts))
    result, done, begin = [], 0, start_ms
    for part in parts:
        done += len(part)
        end = start_ms + round((end_ms - start_ms) * done / total)
        result.append(Cue(text=part, start_ms=begin, end_ms=end, segment=segment))
        begin = end
    return result


def wrapped(text: str) -> list[str]:
    """Wrap `text` at `LINE` characters; a longer word gets a line of its own."""
    return textwrap.wrap(text, LINE, break_long_words=False, break_on_hyphens=False) or [text]
