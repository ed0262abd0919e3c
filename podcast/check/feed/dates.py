"""Parsers for dates and durations in feeds."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DATE = re.compile(
    rf"(?:({'|'.join(_DAYS)}), )?\d{{1,2}} "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|UT|GMT|[ECMP][SD]T)",
    re.ASCII,
)
_DURATION = re.compile(r"\d{1,9}|(?:\d{1,4}:)?\d{1,2}:\d{2}", re.ASCII)


def moment(value: str) -> datetime | None:
    """Parse an RFC 2822 date into an aware datetime. Returns None if it is invalid.

    A day of the week that does not match the date is also invalid.
    """
    match = _DATE.fullmatch(value)
    if not match:
        return None
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if match[1] and _DAYS[date.weekday()] != match[1]:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def seconds(value: str) -> int | None:
    """Parse an `itunes:duration` (seconds, `MM:SS` or `HH:MM:SS`) into seconds, or None."""
    if not _DURATION.fullmatch(value):
        return None
    total = 0
    for part in value.split(":"):
        total = total * 60 + int(part)
    return total
