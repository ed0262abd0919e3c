"""Parse dates as German articles write them."""

from __future__ import annotations

import re
from datetime import datetime

from podcast.german.words.calendar import month_number

_ENGLISH = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_OTHER_MONTHS = {"maerz": 3} | {
    short: number for number, name in enumerate(_ENGLISH, 1) for short in (name, name[:3])
}
_WEEKDAY = (
    r"(?:(?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|Mo|Di|Mi|Do|Fr|Sa|So)"
    r"\.?,?\s+(?:den\s+|dem\s+|der\s+)?)?"
)
_TIME = (
    r"(?:\s*(?:,|-|–|\||·|um)?\s*(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"(?:\s*(?:Uhr|h))?)?"
)
_YEAR = r"(?P<year>\d{4}|'?\d\d)"
_CLOCK = (
    r"(?:[T\s]+(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?:Z|UTC|[+-]\d\d:?(?:\d\d)?)?)?"
)
_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}{_TIME}",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})\.?\s?(?P<month>[a-zäÄ]{{3,9}})\.?,?\s{_YEAR}{_TIME}",
        r"(?P<month>[a-z]{3,9})\.?\s(?P<day>\d{1,2}),?\s(?P<year>\d{4})",
        rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d){_CLOCK}",
    )
)
_START = re.compile(
    r"(?=(?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend)\b"
    r"|\b(?:Mo|Di|Mi|Do|Fr|Sa|So)\b|\b\d|\b[A-Z][a-z]{2,8}\.?\s\d)",
    re.IGNORECASE,
)


def date(text: str) -> datetime | None:
    """Parse `text` as a date with an optional time; None if it is anything else or does not exist.

    A UTC offset is ignored: the result is the publisher's wall-clock time.
    """
    text = text.strip().rstrip(".,;").strip()
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _datetime(**match.groupdict())
    return None


def trailing_date(text: str) -> tuple[str, datetime | None]:
    """Split a trailing date off `text`: return the text before it, and the date or None."""
    tail = max(0, len(text) - 60)
    for match in _START.finditer(text, tail):
        if found := date(text[match.start() :]):
            return text[: match.start()], found
    return text, None


def _datetime(
    year: str,
    month: str,
    day: str,
    hour: str | None = None,
    minute: str | None = None,
    second: str | None = None,
) -> datetime | None:
    number = int(month) if month.isdigit() else _month(month)
    try:
        return datetime(
            _year(year), number, int(day), int(hour or 0), int(minute or 0), int(second or 0)
        )
    except ValueError:
        return None


def _month(name: str) -> int:
    return month_number(name) or _OTHER_MONTHS.get(name.lower(), 0)


def _year(year: str) -> int:
    number = int(year.lstrip("'"))
    if len(year.lstrip("'")) == 4:
        return number
    return number + (2000 if number < 70 else 1900)
