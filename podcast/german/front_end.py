"""The rules and the lexicon put to work on a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podcast.german import doubtful
from podcast.german.clean import clean
from podcast.german.rules import engine
from podcast.german.rules.table import RULES, TRIGGER

if TYPE_CHECKING:
    from podcast.german.doubtful import Doubt
    from podcast.german.lexicon.lookup import Lexicon
    from podcast.german.rules.engine import Rewrite


def _settled(text: str, lexicon: Lexicon | None) -> list[engine.Span]:
    if not lexicon:
        return []
    return [
        engine.Span(match.start, match.end, said, "lexicon")
        for match in lexicon.find(text)
        if (said := lexicon.said(match.entry)) is not None
    ]


def rewrites(text: str, lexicon: Lexicon | None = None) -> list[Rewrite]:
    """Every passage of `text` that is said otherwise than it is written, from left to right.

    Positions count in the cleaned text: composed characters, single spaces.
    """
    text = clean(text)
    return list(engine.scan(text, TRIGGER, RULES, _settled(text, lexicon)))


def doubts(text: str, lexicon: Lexicon | None = None) -> list[Doubt]:
    """What is perhaps said wrongly: unknown abbreviations, and what has no sound in German.

    Positions count in the cleaned text, as those of `rewrites` do.
    """
    text = clean(text)
    return doubtful.find(text, engine.scan(text, TRIGGER, RULES, _settled(text, lexicon)))


def spoken(text: str, lexicon: Lexicon | None = None) -> str:
    """`text` as it is said: no digits, no symbols, no `<`, `>` or control characters.

    Plain text comes back as it is. Entries of `lexicon` go over the rules; without it there are
    the rules alone. A lexicon for voices that take phonemes puts them between ⟦ and ⟧, which are
    nowhere else. Never raises on any text.
    """
    text = clean(text)
    return engine.join(text, engine.scan(text, TRIGGER, RULES, _settled(text, lexicon)))
