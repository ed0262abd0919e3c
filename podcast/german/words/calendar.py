"""The names of months and weekdays, in full and as they are abbreviated."""

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
    """Which month of the year `name` stands for, from 1; 0 where it is none. Ignores case."""
    return _NUMBERS.get(name.casefold().rstrip("."), 0)


_NUMBERS = {name.casefold(): number for number, name in enumerate(MONTHS, 1)}
for _short, _long in (AUSTRIAN_MONTHS | SHORT_MONTHS).items():
    _NUMBERS[_short.casefold().rstrip(".")] = _NUMBERS[_long.casefold()]
