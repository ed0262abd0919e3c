"""Apply the rules and the lexicon to a text."""

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


def _lexicon_spans(text: str, lexicon: Lexicon | None) -> list[engine.Span]:
    if not lexicon:
        return []
    return [
        engine.Span(match.start, match.end, said, "lexicon")
        for match in lexicon.find(text)
        if (said := lexicon.spoken_form(match.entry)) is not None
    ]


def rewrites(text: str, lexicon: Lexicon | None = None) -> list[Rewrite]:
    """Return every passage of `text` whose spoken form differs from the written one, in order.

    Offsets refer to the cleaned text: composed characters, single spaces.
    """
    text = clean(text)
    return list(engine.scan(text, TRIGGER, RULES, _lexicon_spans(text, lexicon)))


def doubts(text: str, lexicon: Lexicon | None = None) -> list[Doubt]:
    """Return what may be mispronounced, such as unknown abbreviations and unpronounceable symbols.

    Offsets refer to the cleaned text, as in `rewrites`.
    """
    text = clean(text)
    return doubtful.find(text, engine.scan(text, TRIGGER, RULES, _lexicon_spans(text, lexicon)))


def spoken(text: str, lexicon: Lexicon | None = None) -> str:
    """Return the spoken form of `text`: no digits, symbols, `<`, `>` or control characters.

    Plain text is returned unchanged. Entries of `lexicon` take precedence over the rules; without
    a lexicon only the rules apply. A lexicon for voices that accept phonemes encloses them in ⟦
    and ⟧, which occur nowhere else in the result. Never raises, whatever the text.
    """
    text = clean(text)
    return engine.join(text, engine.scan(text, TRIGGER, RULES, _lexicon_spans(text, lexicon)))
