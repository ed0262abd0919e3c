"""Clean text for the rules: composed characters, one kind of space, ASCII digits."""

from __future__ import annotations

import re
import unicodedata

_SUSPECT = re.compile(r"[^\n !-~¡-¬®-ʯ‒-‧‰-⁞₠-⃀]|  ")
_SPACES = re.compile(r"[^\S\n]+")
_LONGEST_WORD = 400  # letters: the longest printed German word has 80; engines fail at 5,000
_OVERLONG_WORD = re.compile(rf"(?<![^\W\d_])[^\W\d_]{{{_LONGEST_WORD + 1},}}")
_HANDLED_BY_RULES = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞⁰¹²³⁴⁵⁶⁷⁸⁹"
_KEPT = "\n"
_REPLACED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width forms
_REPLACED |= dict.fromkeys((0x2010, 0x2011), ord("-"))
_REPLACED |= {ord("⟦"): ord("["), ord("⟧"): ord("]")}  # reserved: they delimit phonemes


def _plain(char: str) -> str:
    """Return `char`, its ASCII equivalent if it is a digit or space, or "" if it is silent."""
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category in {"No", "Nl"} and char not in _HANDLED_BY_RULES:
        plain = unicodedata.normalize("NFKC", char)
        return plain if plain.isascii() else ""
    if category in {"Zs", "Zl", "Zp"} or (char.isspace() and char not in _KEPT):
        return " "
    if category[0] == "C" and char not in _KEPT:
        return ""
    return char


def _split(word: re.Match[str]) -> str:
    size = _LONGEST_WORD
    return " ".join(word[0][at : at + size] for at in range(0, len(word[0]), size))


def clean(text: str) -> str:
    """Return `text` in NFC with single spaces, without control or zero-width characters.

    Soft hyphens are removed as well; line breaks are kept.
    """
    if not _SUSPECT.search(text) and not _OVERLONG_WORD.search(text):
        return text.strip(" ")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_REPLACED))
    text = "".join(map(_plain, text)) if _SUSPECT.search(text) else text
    return _OVERLONG_WORD.sub(_split, _SPACES.sub(" ", text)).strip(" ")
