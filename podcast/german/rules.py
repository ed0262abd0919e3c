"""The ordered table of rules: for each kind of place in a text, what is tried, and in what order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from podcast.german import (
    abbreviations,
    acronyms,
    cardinals,
    dates,
    money,
    ordinals,
    scores,
    symbols,
    times,
    units,
    years,
)
from podcast.german.engine import Rule

TRIGGER = re.compile(
    r"(?P<digit>[0-9])"
    r"|(?P<word>(?<!\w)(?:[^\W\d_][\w-]{0,40}\.|[^\W\d_]{0,3}[A-ZÄÖÜ][a-zäöüß]{0,3}[A-ZÄÖÜ]))"
    r"|(?P<symbol>[^\w\s.,;:!?'-]|_|(?<!\w)['-]|['-](?!\w)|-(?=\d)|[²³¹⁰⁴-⁹½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞])"
)

RULES: Mapping[str, Sequence[Rule]] = {
    "digit": (
        *cardinals.LONG_RULES,
        *dates.NUMERIC_RULES,
        *times.RULES,
        *scores.RULES,
        *money.RULES,
        *units.RULES,
        *ordinals.RULES,
        *years.RULES,
        *cardinals.RULES,
    ),
    "word": (*money.LEADING_RULES, *dates.WORD_RULES, *abbreviations.RULES, *acronyms.RULES),
    "symbol": (
        *money.SYMBOL_RULES,
        *cardinals.SYMBOL_RULES,
        *years.APOSTROPHE_RULES,
        *symbols.RULES,
    ),
}
