"""Numbers in words: cardinals, ordinals, years, decimals, single digits."""

from __future__ import annotations

import re

# Digits that form one number. Every repetition is bounded, in case the text is hostile.
GROUPED = (
    r"\d{1,3}(?:\.\d{3}){1,12}(?!\d|\.\d)"
    r"|\d{1,3}(?: \d{3}){1,12}(?!\d)"
    r"|\d{1,3}(?:['’]\d{3}){1,12}(?!\d)"
)
WHOLE = rf"(?:{GROUPED}|\d{{1,15}}(?!\d))"
NUMBER = rf"(?:{WHOLE}(?:,\d{{1,15}}(?!\d))?)"

_BIG = (
    (10**12, "Billion", "Billionen"),
    (10**9, "Milliarde", "Milliarden"),
    (10**6, "Million", "Millionen"),
)
_LARGEST = 10**15  # from here on, digits are read one by one
_DIGITS = ("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_TEENS = ("zehn", "elf", "zwölf", "drei", "vier", "fünf", "sech", "sieb", "acht", "neun")
_TENS = ("", "", "zwan", "drei", "vier", "fünf", "sech", "sieb", "acht", "neun")
_NTH = ("nullt", "erst", "zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt")


def _below_thousand(n: int) -> str:
    hundreds, rest = divmod(n, 100)
    head = _before_noun(_DIGITS[hundreds]) + "hundert" if hundreds else ""
    return head + (_below_hundred(rest) if rest or not head else "")


def _below_hundred(n: int) -> str:
    tens, ones = divmod(n, 10)
    if not tens:
        return _DIGITS[ones]
    if tens == 1:
        return _TEENS[ones] + ("zehn" if ones > 2 else "")
    head = _before_noun(_DIGITS[ones]) + "und" if ones else ""
    return head + _TENS[tens] + ("ßig" if tens == 3 else "zig")


def _ordinal_below_thousand(n: int) -> str:
    if n == 100:
        return "hundertst"
    rest = n % 100
    head = _below_thousand(n - rest) if n >= 100 else ""
    if head and not rest:
        return head + "st"
    if rest < 10:
        return head + _NTH[rest]
    return head + _below_hundred(rest) + ("t" if rest < 20 else "st")


def _before_noun(word: str) -> str:
    """Return the form of `word` before another word: "einhundertein" for "einhunderteins"."""
    return word.removesuffix("s") if word.endswith("eins") else word


def _below_million(n: int) -> str:
    thousands, rest = divmod(n, 1000)
    head = _before_noun(_below_thousand(thousands)) + "tausend" if thousands else ""
    return head + (_below_thousand(rest) if rest or not head else "")


def cardinal(n: int) -> str:
    """Return `n` in words: 101000 is "einhunderteintausend". Raises `ValueError` if negative."""
    if n < 0:
        raise ValueError(n)
    if n >= _LARGEST:
        return digits(str(n))
    words = []
    for size, one, many in _BIG:
        count, n = divmod(n, size)
        if count:
            words.append(f"eine {one}" if count == 1 else f"{_below_thousand(count)} {many}")
    if n or not words:
        words.append(_below_million(n))
    return " ".join(words)


def combining(n: int) -> str:
    """Return `n` as first part of a compound: "ein" (1-Euro-Job), "hundert" (100-jährig)."""
    short = {100: "hundert", 1000: "tausend"}
    return short.get(n) or _before_noun(cardinal(n))


def ordinal(n: int) -> str:
    """Return the stem of the ordinal, without its ending: 3 is "dritt"."""
    if n >= 10**6:
        words = cardinal(n).replace("eine ", "ein").replace(" ", "").lower()
        return re.sub(r"(?:en?)\Z", "", words) + "st"  # "zweimillionst", "einmilliardst"
    thousands, rest = divmod(n, 1000)
    if not rest and thousands:
        return ("" if thousands == 1 else _before_noun(_below_thousand(thousands))) + "tausendst"
    head = _below_million(n - rest) if thousands else ""
    return head + _ordinal_below_thousand(rest)


def year(n: int) -> str:
    """`n` as a year: 1989 is "neunzehnhundertneunundachtzig", 2025 "zweitausendfünfundzwanzig"."""
    hundreds, rest = divmod(n, 100)
    if not 11 <= hundreds <= 19:
        return cardinal(n)
    return _below_thousand(hundreds) + "hundert" + (_below_thousand(rest) if rest else "")


def digits(text: str) -> str:
    """Return each ASCII digit of `text` as a word; other characters are left out."""
    return " ".join(_DIGITS[int(c)] for c in text if c in "0123456789")


def split(text: str) -> tuple[str, str]:
    """Split a match of `NUMBER` into the digits before and after the decimal comma."""
    whole, _, fraction = text.partition(",")
    return "".join(c for c in whole if c.isdigit()), fraction


def whole(text: str) -> int:
    """Return the integer part of a number: "1.234" is 1234."""
    return int(split(text)[0])


def is_one(text: str) -> bool:
    """Whether `text` is exactly "1", which German declines."""
    return text == "1"


def say(text: str) -> str:
    """Return a match of `NUMBER` in words: "2,05" is "zwei Komma null fünf".

    A number with a leading zero, such as "007", or with too many digits is read digit by digit.
    """
    before, fraction = split(text)
    if (len(before) > 1 and before[0] == "0") or len(before) > len(str(_LARGEST)) - 1:
        words = digits(before)
    else:
        words = cardinal(int(before))
    return f"{words} Komma {digits(fraction)}" if fraction else words
