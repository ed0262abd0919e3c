"""What the front end is not sure of, for a person to look at before a voice says it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from podcast.german import foreign
from podcast.german.rules.engine import Rewrite

_SAID_MARKS = frozenset(" \n.,;:!?'-")
# A dot inside a sentence: a small letter, a comma or a digit goes on after it.
_ABBREVIATION = re.compile(r"(?<![\w.])[^\W\d_]{1,8}\.(?=[ -]?[a-zäöüß,;)]|[^\W\d_])")
_INITIAL = re.compile(r"[A-ZÄÖÜ]\.")
_ELLIPSIS = ".."


class Doubt(NamedTuple):
    """A passage that is perhaps said wrongly."""

    start: int
    """Characters from the start of the cleaned text."""
    written: str
    why: str
    """In a few words, for the reader of a warning."""


def _abbreviations(text: str, covered: set[int]) -> Iterator[Doubt]:
    for match in _ABBREVIATION.finditer(text):
        known = match.start() in covered or text.startswith(_ELLIPSIS, match.end() - 1)
        if not known and not _INITIAL.fullmatch(match[0]):
            yield Doubt(start=match.start(), written=match[0], why="unknown abbreviation")


def _why_unsayable(char: str) -> str | None:
    if char.isalpha():
        latin = unicodedata.name(char, "").startswith(("LATIN", "FEMININE", "MASCULINE"))
        return None if latin else "letter that the voice cannot say"
    if char.isdigit():
        return "digit left over"
    return None if char in _SAID_MARKS else "symbol left over"


def _left_over(offset: int, spoken: str) -> Iterator[Doubt]:
    for at, char in enumerate(spoken):
        if why := _why_unsayable(char):
            yield Doubt(start=offset + at, written=char, why=why)


def find(text: str, passages: Iterable[Rewrite]) -> list[Doubt]:
    """The doubts about cleaned `text`, of which `passages` are said otherwise than written."""
    doubts: list[Doubt] = []
    covered: set[int] = set()
    done = 0
    for passage in passages:
        doubts += _left_over(done, text[done : passage.start])
        end = passage.start + len(passage.written)
        doubts += (
            Doubt(start=passage.start, written=passage.written, why=doubt.why)
            for doubt in list(_left_over(0, passage.spoken))[:1]
        )
        covered.update(range(passage.start, end))
        done = end
    doubts += _left_over(done, text[done:])
    doubts += _abbreviations(text, covered)
    doubts += (
        Doubt(start=word.start(), written=word[0], why="looks foreign and is in no lexicon")
        for word in foreign.words(text)
        if word.start() not in covered
    )
    return sorted(doubts, key=lambda doubt: doubt.start)
