"""Calendar dates: "am 9. Mai 2025", "10.02.2025", "2025-02-10", "1.–3. Juni"."""

from __future__ import annotations

import re

from podcast.german.rules.engine import Rule
from podcast.german.words import grammar, numbers
from podcast.german.words.calendar import AUSTRIAN_MONTHS, MONTHS, SHORT_MONTHS, WEEKDAYS
from podcast.german.words.wordlist import listed

_DAYS = frozenset(WEEKDAYS.values()) | {"Sonnabend"}

_SHORT = "|".join(short.replace(".", r"\.?") for short in SHORT_MONTHS)
MONTH = rf"(?:{'|'.join([*MONTHS, *AUSTRIAN_MONTHS])}|(?:{_SHORT})(?![^\W\d_]))"
_YEAR = r"(?: (\d{4})(?![\d.,:]\d|\d)| ['’‘](\d{2})(?!\d))?"


_ADVERBS = listed("einschließlich inklusive spätestens frühestens voraussichtlich vermutlich etwa")


def _is_day(day: str, month: str = "1") -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def _skip_weekday(words: list[str]) -> list[str]:
    """Return `words` without a weekday directly before the date: "am Montag, 3. März"."""
    rest = words[1:] if words and words[0] in {",", "("} else words
    day = WEEKDAYS.get(rest[0].rstrip("."), rest[0]) if rest else ""
    return rest[1:] if day in _DAYS else words


def ending(text: str, start: int) -> str:
    """Return the ordinal ending of the day of the month at `start`."""
    words = grammar.words_before(text, grammar.without_chain(text, start))
    if words and words[0] in {"*", "†", "v."}:  # read as "geboren am", "gestorben am", "vom"
        return "en"
    if words and words[0] in _ADVERBS:
        words = words[1:]
    beyond = _skip_weekday(words)
    if beyond is not words:
        near = {word.lower() for word in beyond[:2]}
        return "en" if near & (grammar.DETERMINERS | grammar.PREPOSITIONS) else "er"
    if words and words[0].lower() in {"auf", "von"}:
        return "en"
    return grammar.ending(words, "m", bare="nominative")


def _day(match: re.Match[str]) -> str:
    return numbers.ordinal(int(match[1])) + ending(match.string, match.start())


def _full_year(short: str) -> int:
    return int(short) + (2000 if int(short) < 40 else 1900)


def month(written: str) -> str:
    """Return the full name of a month: "Sept." is "September"."""
    return SHORT_MONTHS.get(written.removesuffix(".") + ".", written)


def _named(match: re.Match[str]) -> str | None:
    if not _is_day(match[1]):
        return None
    said = f"{_day(match)} {month(match[2])}"
    if match[3]:
        return f"{said} {numbers.year(int(match[3]))}"
    return f"{said} {numbers.cardinal(int(match[4]))}" if match[4] else said


def _numeric(match: re.Match[str]) -> str | None:
    if not _is_day(match[1], match[2]):
        return None
    said = f"{_day(match)} {MONTHS[int(match[2]) - 1]}"
    if not match[3]:
        return said
    year = int(match[3]) if len(match[3]) == 4 else _full_year(match[3])
    return f"{said} {numbers.year(year)}"


def _iso(match: re.Match[str]) -> str | None:
    if not _is_day(match[3], match[2]):
        return None
    day = numbers.ordinal(int(match[3])) + ending(match.string, match.start())
    return f"{day} {MONTHS[int(match[2]) - 1]} {numbers.year(int(match[1]))}"


def _month_after_cue(match: re.Match[str]) -> str | None:
    """Expand a month after a word that rules out a first name: "bis Jan."."""
    words = grammar.words_before(match.string, match.start())
    return _short_month(match) if words and words[0].lower() in _MONTH_CUES else None


_MONTH_CUES = listed("im bis seit ab anfang mitte ende")
_YEAR_CUES = listed("seit im in ab bis von vom zum stand anfang ende mitte baujahr bj. erschienen")


def _month_of_year(match: re.Match[str]) -> str | None:
    """Read "seit 08/2024" as month and year; "Heft 08/2024" is an issue number and a year."""
    words = [w.lower() for w in grammar.words_before(match.string, match.start()) if w != ":"]
    closed = match.string[match.end() : match.end() + 1] == ")" and words[:1] == ["("]
    if not closed and not (words and words[0] in _YEAR_CUES):
        return None
    return f"{MONTHS[int(match[1]) - 1]} {numbers.year(int(match[2]))}"


def _short_month(match: re.Match[str]) -> str | None:
    return SHORT_MONTHS.get(match[1])


def _spaced(match: re.Match[str]) -> str | None:
    """Read "vom 30. 1." as a date if a preposition or brackets mark it as one."""
    words = grammar.words_before(match.string, match.start())
    closed = match.string[match.end() : match.end() + 1] == ")" and words[:1] == ["("]
    dated = closed or (bool(words) and words[0].lower() in _DATE_PREPOSITIONS)
    return _numeric(match) if dated else None


_DATE_PREPOSITIONS = listed("am vom zum bis ab seit")
NUMERIC_RULES = (
    Rule("date", r"(\d{1,2})\. (\d{1,2})\.()(?= [a-zäöü]|[,;)]|\Z)", _spaced),
    Rule("date", r"(0[1-9]|1[0-2])/((?:19|20)\d\d)(?![\d/.]\d|\d)", _month_of_year),
    Rule("date", r"(\d{4})-(\d\d)-(\d\d)(?![\d-])", _iso),
    Rule("date", rf"(\d{{1,2}})\. ?({MONTH})(?![^\W\d_]){_YEAR}", _named),
    Rule(
        "date",
        r"(\d{1,2})\.(?: (?=\d\d?\. ?\d{4}))?(\d{1,2})\.(?: ?(\d{4}|\d\d(?!\d)))?(?!:?\d)(?!\.\d)",
        _numeric,
    ),
)
WORD_RULES = (
    Rule(
        "month",
        r"((?:Jan|Jän|Apr|Jun|Jul|Aug)\.)(?= ?(?:\d{4}|['’]\d\d|[–/-]))",
        _short_month,
    ),
    Rule("month", r"((?:Jan|Jän|Mär|Apr|Jun|Jul|Aug)\.)", _month_after_cue),
    Rule("month", r"((?:Febr?|Mrz|Sept?|Okt|Nov|Dez)\.)", _short_month),
)
