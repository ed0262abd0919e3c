"""The rule table: which rules the engine tries at each kind of position, in order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from podcast.german.rules import (
    abbreviations,
    acronyms,
    bible,
    cardinals,
    dates,
    enumerations,
    law,
    lettering,
    money,
    ordinals,
    phones,
    roman,
    scores,
    symbols,
    times,
    units,
    web,
    weekdays,
    years,
)
from podcast.german.rules.engine import Rule

TRIGGER = re.compile(
    r"(?P<address>(?<![\w.+-])[\w.+-]{1,64}@(?=\w))"
    r"|(?P<word>(?<![^\W\d])(?<!@)(?<![^\W\d_]['’])(?:"  # excludes the s of "war's"
    r"[^\W\d_][\w-]{0,40}\."  # abbreviation, Roman ordinal, address or last word of a sentence
    r"|[^\W\d_]{0,3}[A-ZÄÖÜ][a-zäöüß]{0,3}[A-ZÄÖÜ]"  # acronym
    r"|[IVX](?![\w'’])"
    r"|[^\W\d_](?= [^\W\d_] [^\W\d_] [^\W\d_](?!\w))"  # spaced letters
    r"|(?:Mo|Di|Mi|Do|Fr|Sa|So)(?=[–/+&-]| [+&] | u\. |,? ?\d| bis | und | oder | ab | von | um )"
    r"|(?<=[–/+&-])(?:Mo|Di|Mi|Do|Fr|Sa|So)(?!\w)"
    r"|(?:bzw|ca|usw|etc|ggf|evtl|inkl|zzgl|Nr|Mio|Mrd|Hbf|vgl|bspw|Std|Tel|Dr|Prof|Abs|Bft)(?!\w)"
    rf"|{bible.TRIGGER}"
    r"|(?:k[mg]|cm|mm|[kMGT]Wh|[MG]W|qm|ha|m[²³])(?![^\W\d_])"
    r"|(?<=[\d½⅓⅔¼¾⅛] )(?:[lgmht]|[TE]L)(?![\w'’])"  # unit after a fraction
    r"|https?(?=://)"
    r"|(?:(?<=\b[Pp]ro )|(?<=\bper ))[^\W\d_]{1,4}[²³]?(?!\w)"
    r"))"
    r"|(?P<digit>[0-9])"
    r"|(?P<symbol>[^\w\s.,;:!?'-]|_|(?<!\w)['-]|'(?!\w)|-(?=\d)|(?<=[a-zäöüß]):(?=[a-z])"
    r"|[²³¹⁰⁴-⁹½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞])"
)

_AT_DIGITS = (
    *cardinals.LONG_RULES,
    *phones.RULES,
    *dates.NUMERIC_RULES,
    *times.RULES,
    *scores.RULES,
    *money.RULES,
    *units.RULES,
    *enumerations.RULES,
    *ordinals.RULES,
    *years.RULES,
    *cardinals.RULES,
)
_AT_WORDS = (
    *web.RULES,
    *lettering.RULES,
    *bible.RULES,
    *weekdays.RULES,
    *phones.WORD_RULES,
    *law.RULES,
    *roman.RULES,
    *money.LEADING_RULES,
    *money.CODE_RULES,
    *units.WORD_RULES,
    *dates.WORD_RULES,
    *abbreviations.RULES,
    *acronyms.RULES,
    *abbreviations.LAST_RULES,
    *symbols.SUPERSCRIPT_RULES,
)
_AT_SYMBOLS = (
    *phones.SYMBOL_RULES,
    *web.SYMBOL_RULES,
    *law.SYMBOL_RULES,
    *money.SYMBOL_RULES,
    *cardinals.SYMBOL_RULES,
    *years.APOSTROPHE_RULES,
    *symbols.RULES,
)

RULES: Mapping[str, Sequence[Rule]] = {
    # A false match for an address can start with any kind of character.
    "address": (*web.MAIL_RULES, *_AT_DIGITS, *_AT_WORDS, *_AT_SYMBOLS),
    "digit": _AT_DIGITS,
    "word": _AT_WORDS,
    "symbol": _AT_SYMBOLS,
}
