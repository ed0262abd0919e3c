"""Split long sentences into pieces that a voice can say in one breath."""

from __future__ import annotations

import re

_BORDERS = tuple(
    re.compile(border)
    for border in (
        r"(?<=[.!?…;:–—])\s+|\s+(?=[–—]\s)",
        r"(?<=,)\s+",
        (
            r"\s+(?=(?:und|oder|aber|sondern|denn|dass|weil|ob|wenn|als|wie|während|obwohl|damit|sowie"
            r"|um|nachdem|bevor|indem|sodass)\s)"
        ),
    )
)
"""Patterns for the places where a long sentence may be split, best first."""

_NEXT_WORD = 12
"""Longest look-ahead of a border pattern, in characters."""


def clauses(spoken: str, limit: int = 400) -> list[str]:
    """Split `spoken` where a speaker would breathe, into pieces of at most `limit` characters.

    Joining the pieces with spaces restores the sentence, unless a word is longer than `limit`.
    """
    words = " ".join(spoken.split())
    pieces, begin = [], 0
    while len(words) - begin > limit:
        end, following = _cut(words, begin, limit)
        pieces.append(words[begin:end])
        begin = following
    return [*pieces, words[begin:]] if words[begin:] else pieces


def _cut(words: str, begin: int, limit: int) -> tuple[int, int]:
    """Return the end of the piece that starts at `begin`, and the start of the next piece."""
    left = len(words) - begin
    target = begin + left // -(-left // limit)  # pieces of about the same length
    for border in _BORDERS:
        found = border.finditer(words, begin + limit // 4, begin + limit + _NEXT_WORD)
        cuts = [match.span() for match in found if match.start() <= begin + limit]
        if cuts:
            return min(cuts, key=lambda cut: abs(cut[0] - target))
    space = words.rfind(" ", begin + 1, begin + limit + 1)
    return (space, space + 1) if space >= 0 else (begin + limit, begin + limit)
