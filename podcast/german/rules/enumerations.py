"""Numbered points: "1. Die Kosten steigen. 2. Die Zeit drängt." is "erstens … zweitens …"."""

from __future__ import annotations

import re

from podcast.german.rules.engine import Rule
from podcast.german.words import calendar, grammar, nouns, numbers
from podcast.german.words.openers import OPENERS

_LAST_POINT = 30  # newspapers do not number points beyond this
_REACH = 400  # characters searched for the previous or the next point
_BEGINS = re.compile(r"(?:\A|[\n:.!?;–][”“\"»«)]? ?[„\"»«(]?)\Z")
_WITHIN = re.compile(r"(?:[,;]|,? und|,? sowie) \Z")
_NOUN = re.compile(r" [„\"»]?([A-ZÄÖÜ][\w-]*)(?: ([A-ZÄÖÜ][\w-]*)( [A-ZÄÖÜ])?)?")
_PERSONS = (
    "er",
    "or",
    "in",
    "ier",
    "wart",
    "rat",
    "rätin",
    "ent",
    "ant",
    "meister",
    "mann",
    "frau",
)
_ADJECTIVE = re.compile(r"[A-ZÄÖÜ]\w*(?:(?:isch|onal|eutsch)e[rs]?|\w{2}er)")


def _precedes_noun(text: str, end: int) -> bool:
    """Whether a noun follows that takes an ordinal: "2. Bundesliga", "7. Nürnberger Lauf"."""
    match = _NOUN.match(text, end)
    if match is None or match[1] in OPENERS:
        return False
    if match[1] in calendar.MONTHS or nouns.known(match[1]):
        return True
    adjectival = nouns.adjectival_ending(match[1]) is not None
    if match[3] and (adjectival or match[1].endswith(_PERSONS)):
        return True  # "1. Kassier Hans Huber"
    if adjectival and not (match[2] and _is_noun(match[2])):
        return True  # "1. Vorsitzende dankte", but "1. Niedrige Preise"
    return bool(match[2] and _ADJECTIVE.fullmatch(match[1]) and nouns.known(match[2]))


def _is_noun(word: str) -> bool:
    return nouns.known(word) is not None or nouns.gender(word) == "p"


def _follows_point(text: str, start: int, number: int) -> bool:
    before = text[max(0, start - _REACH) : start]
    return number > 1 and re.search(rf"(?<![\w.,]){number - 1}\. [\w„\"»]", before) is not None


def _opens_phrase(text: str, end: int) -> bool:
    """Whether the next word opens a phrase: "1. die Kosten", "1. Wenn es regnet"."""
    match = _WORD.match(text, end)
    return match is not None and match[1] in grammar.DETERMINERS | OPENERS


_WORD = re.compile(r" (\w+)")


def _point(match: re.Match[str]) -> str | None:
    text, start, end, number = match.string, match.start(), match.end(), int(match[1])
    if not 0 < number <= _LAST_POINT or _precedes_noun(text, end):
        return None
    before = text[max(0, start - 6) : start]
    begins = _BEGINS.search(before) is not None and text[end + 1].isupper()
    within = _WITHIN.search(before) is not None and _opens_phrase(text, end)
    later = _follows_point(text, start, number)
    if number == 1 and _opens_phrase(text, end) and _NEXT_POINT.search(text[end : end + _REACH]):
        words = grammar.words_before(text, start)
        return None if grammar.governs(words) else numbers.ordinal(number) + "ens,"
    first = begins and (start == 0 or text[start - 1] == "\n" or number == 1)
    if first or (later and (begins or within)):
        said = numbers.ordinal(number) + "ens,"
        return said if within else said.capitalize()
    return None


_NEXT_POINT = re.compile(r"[,;.] (?:und )?2\. [a-zäöü]")
RULES = (Rule("point", r"(\d{1,2})\.(?= [^\W\d_]| [„\"»][^\W\d_])", _point),)
