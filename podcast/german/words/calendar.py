"""Names of months and weekdays, in full and abbreviated."""

from __future__ import annotations

MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
AUSTRIAN_MONTHS = {"Jänner": "Januar", "Feber": "Februar"}
SHORT_MONTHS = {
    "Jan.": "Januar",
    "Jän.": "Jänner",
    "Feb.": "Februar",
    "Febr.": "Februar",
    "Mär.": "März",
    "Mrz.": "März",
    "Apr.": "April",
    "Jun.": "Juni",
    "Jul.": "Juli",
    "Aug.": "August",
    "Sep.": "September",
    "Sept.": "September",
    "Okt.": "Oktober",
    "Nov.": "November",
    "Dez.": "Dezember",
}
WEEKDAYS = {
    "Mo": "Montag",
    "Di": "Dienstag",
    "Mi": "Mittwoch",
    "Do": "Donnerstag",
    "Fr": "Freitag",
    "Sa": "Samstag",
    "So": "Sonntag",
}


def month_number(name: str) -> int:
    """Return the number of the month `name`, from 1, or 0 if it is not a month. Ignores case."""
    return _NUMBERS.get(name.casefold().rstrip("."), 0)


_NUMBERS = {name.casefold(): number for number, name in enumerate(MONTHS, 1)}
for _short, _long in (AUSTRIAN_MONTHS | SHORT_MONTHS).items():
    _NUMBERS[_short.casefold().rstrip(".")] = _NUMBERS[_long.casefold()]
