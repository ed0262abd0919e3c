"""Passages that the front end is unsure of, for a person to review before synthesis."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from podcast.german import foreign
from podcast.german.rules.engine import Rewrite

_PUNCTUATION = frozenset(" \n.,;:!?'-")
# A dot within a sentence: a lower-case letter or a comma, semicolon or bracket follows, or any
# letter without a space.
_ABBREVIATION = re.compile(r"(?<![\w.])[^\W\d_]{1,8}\.(?=[ -]?[a-zäöüß,;)]|[^\W\d_])")
_INITIAL = re.compile(r"[A-ZÄÖÜ]\.")
_ELLIPSIS = ".."


class Doubt(NamedTuple):
    """A passage that may be mispronounced."""

    start: int
    """Offset in the cleaned text, in characters."""
    written: str
    why: str
    """Short reason, shown in warnings."""


def _abbreviations(text: str, covered: set[int]) -> Iterator[Doubt]:
    for match in _ABBREVIATION.finditer(text):
        known = match.start() in covered or text.startswith(_ELLIPSIS, match.end() - 1)
        if not known and not _INITIAL.fullmatch(match[0]):
            yield Doubt(start=match.start(), written=match[0], why="unknown abbreviation")


def _why_unpronounceable(char: str) -> str | None:
    if char.isalpha():
        latin = unicodedata.name(char, "").startswith(("LATIN", "FEMININE", "MASCULINE"))
        return None if latin else "letter the voice cannot pronounce"
    if char.isdigit():
        return "digit not converted to words"
    return None if char in _PUNCTUATION else "symbol not converted to words"


def _unconverted(offset: int, spoken: str) -> Iterator[Doubt]:
    for at, char in enumerate(spoken):
        if why := _why_unpronounceable(char):
            yield Doubt(start=offset + at, written=char, why=why)


def find(text: str, passages: Iterable[Rewrite]) -> list[Doubt]:
    """Return the doubts about cleaned `text`, in which the rules rewrote `passages`."""
    doubts: list[Doubt] = []
    covered: set[int] = set()
    done = 0
    for passage in passages:
        doubts += _unconverted(done, text[done : passage.start])
        end = passage.start + len(passage.written)
        doubts += (
            Doubt(start=passage.start, written=passage.written, why=doubt.why)
            for doubt in list(_unconverted(0, passage.spoken))[:1]
        )
        covered.update(range(passage.start, end))
        done = end
    doubts += _unconverted(done, text[done:])
    doubts += _abbreviations(text, covered)
    doubts += (
        Doubt(start=word.start(), written=word[0], why="looks foreign and is not in the lexicon")
        for word in foreign.words(text)
        if word.start() not in covered
    )
    return sorted(doubts, key=lambda doubt: doubt.start)
