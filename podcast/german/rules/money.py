"""Amounts of money: "12,50 €", "€ 3,5 Mrd.", "20 Fr.", "1 Euro", "5,- €"."""

from __future__ import annotations

import re
from typing import NamedTuple

from podcast.german.rules.engine import Rule
from podcast.german.rules.units import scale
from podcast.german.words import grammar, numbers
from podcast.german.words.nouns import Gender


class Currency(NamedTuple):
    """The spoken names of a currency and its hundredth."""

    one: str
    many: str
    kind: Gender
    hundredth: str | None = None


_EURO = Currency("Euro", "Euro", "m", "Cent")
_DOLLAR = Currency("Dollar", "Dollar", "m", "Cent")
_US_DOLLAR = Currency("U S-Dollar", "U S-Dollar", "m", "Cent")
_FRANKEN = Currency("Franken", "Franken", "m", "Rappen")
_PFUND = Currency("Pfund", "Pfund", "n", "Pence")
_KRONE = Currency("Krone", "Kronen", "f", None)

CURRENCIES = {
    "€": _EURO,
    "EUR": _EURO,
    "Euro": _EURO,
    "$": _DOLLAR,
    "Dollar": _DOLLAR,
    "US-$": _US_DOLLAR,
    "US$": _US_DOLLAR,
    "USD": _US_DOLLAR,
    "US-Dollar": _US_DOLLAR,
    "£": _PFUND,
    "GBP": _PFUND,
    "Pfund": _PFUND,
    "CHF": _FRANKEN,
    "SFr.": _FRANKEN,
    "sFr.": _FRANKEN,
    "Fr.": _FRANKEN,
    "Franken": _FRANKEN,
    "DM": Currency("D-Mark", "D-Mark", "f", "Pfennig"),
    "Mark": Currency("Mark", "Mark", "f", "Pfennig"),
    "¥": Currency("Yen", "Yen", "m"),
    "JPY": Currency("Yen", "Yen", "m"),
    "₽": Currency("Rubel", "Rubel", "m"),
    "₴": Currency("Hrywnja", "Hrywnja", "f"),
    "₺": Currency("Lira", "Lira", "f"),
    "₹": Currency("Rupie", "Rupien", "f"),
    "₿": Currency("Bitcoin", "Bitcoin", "m"),
    "zł": Currency("Zloty", "Zloty", "m"),
    "SEK": _KRONE._replace(one="schwedische Krone", many="schwedische Kronen"),
    "Kč": _KRONE,
    "¢": Currency("Cent", "Cent", "m"),
    "ct": Currency("Cent", "Cent", "m"),
    "Ct": Currency("Cent", "Cent", "m"),
    "Ct.": Currency("Cent", "Cent", "m"),
    "Rp.": Currency("Rappen", "Rappen", "m"),
}
_NAMES = sorted(CURRENCIES, key=len, reverse=True)
CURRENCY = rf"(?:{'|'.join(map(re.escape, _NAMES))})(?![^\W\d_])"
_SWISS = r"\d{1,6}(?:['’]\d{3})?\.\d\d(?!\d)"
_FLAT = r"(?:[,.] ?[-–—]{1,2}(?!\d))"


def amount(text: str, start: int, number: str, currency: Currency) -> str:
    """Return the amount at `start`: "12,50" is "zwölf Euro fünfzig", "0,99" is "… Cent"."""
    whole, fraction = numbers.split(number)
    if not fraction.strip("0"):
        return _round(text, start, whole, currency)
    if len(fraction) != 2 or not currency.hundredth:
        return f"{numbers.say(number)} {currency.many}"
    if not int(whole):
        return _round(text, start, fraction, _hundredth(currency))
    return f"{_round(text, start, whole, currency)} {numbers.cardinal(int(fraction))}"


def _hundredth(currency: Currency) -> Currency:
    name = currency.hundredth or ""
    return Currency(name, name, "m")


def _round(text: str, start: int, whole: str, currency: Currency) -> str:
    if int(whole) == 1:
        return f"{grammar.one_before(text, start, currency.kind)} {currency.one}"
    return f"{numbers.cardinal(int(whole))} {currency.many}"


def _after(match: re.Match[str]) -> str:
    return amount(match.string, match.start(), match[1], CURRENCIES[match[2]])


def _swiss(match: re.Match[str]) -> str:
    return amount(match.string, match.start(), match[1].replace(".", ","), CURRENCIES[match[2]])


def _before(match: re.Match[str]) -> str:
    currency = CURRENCIES[match[1]]
    if match[3]:
        return f"{scale(match.string, match.start(), match[2], match[3])} {currency.many}"
    number = match[2]
    if re.fullmatch(_SWISS, number):
        number = number.replace(".", ",")
    return amount(match.string, match.start(), number, currency)


def _only_cents(match: re.Match[str]) -> str | None:
    """Read a price below one euro: "-,50 €"."""
    currency = CURRENCIES[match[2]]
    if not currency.hundredth:
        return None
    return _round(match.string, match.start(), match[1], _hundredth(currency))


def _alone(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    before = " " if start and text[start - 1] not in " (" else ""
    after = " " if text[end : end + 1].isalnum() else ""
    return f"{before}{CURRENCIES[match[1]].many}{after}"


RULES = (
    Rule("money", rf"({_SWISS}) ?({CURRENCY})", _swiss),
    Rule("money", rf"({numbers.NUMBER}){_FLAT}? ?({CURRENCY})", _after),
)
LEADING_RULES = (
    Rule(
        "money",
        rf"({CURRENCY}) ?({_SWISS}|{numbers.NUMBER}){_FLAT}?"
        r"(?: ?(Mio|Mrd|Tsd|Bio|Mill|Million(?:en)?|Milliarden?)\b\.?)?",
        _before,
    ),
)
CODE_RULES = (Rule("money", r"(EUR|USD|CHF|GBP|JPY|DM)(?!\w)", _alone),)
SYMBOL_RULES = (
    *LEADING_RULES,
    Rule("money", rf"[-–—][,.](\d\d) ?({CURRENCY})", _only_cents),
    Rule("money", r"([€$£¥₽₴₺₹₿¢])", _alone),
)
