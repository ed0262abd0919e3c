"""Reduce any text to the letters and symbols that a German voice can pronounce.

The default voice knows Latin-1 letters. It silently skips other letters or reads them as a gap in
the word, interprets some symbols as commands, and fails on some lengths. This module transliterates
foreign letters the German way: Erdoğan → Erdoan, Путин → Putin, Kučan → Kutschan.
"""

from __future__ import annotations

import re
import unicodedata

_LONGEST_WORD = 90  # letters and digits; the voice fails somewhere below 5,000
_LONGEST_NUMBER = 30  # digits; from about 100 digits the voice is silent
_LONGEST_SYMBOLS = 8  # the voice fails on a few hundred § in a row

_ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyz0123456789äöüßéèêëàáâãåæçíìîïóòôõøúùûýÿñð"
_SYMBOLS = " .,;:!?()'-/&%+=@#$€£¥§°±²³µ×÷½¼¾©®‰"
_PRONOUNCEABLE = frozenset(_ALPHANUMERIC + _ALPHANUMERIC.replace("ß", "").upper() + _SYMBOLS)

_TRANSLITERATED = """
    ç=ss ñ=nj ÿ=y ð=d þ=th œ=ö ŋ=ng ſ=s ą=on ć=tsch č=tsch ĉ=tsch đ=dj ę=en ě=je ğ=h ĝ=dsch ħ=h
    ı=i ĵ=sch ł=l ň=nj ő=ö ř=rsch ś=sch ŝ=sch ş=sch ș=sch š=sch ţ=z ț=z ŧ=t ű=ü ź=sch ż=sch ž=sch
    ə=ä
    а=a б=b в=w г=g д=d е=e ё=jo ж=sch з=s и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f
    х=ch ц=z ч=tsch ш=sch щ=schtsch ъ= ы=y ь= э=e ю=ju я=ja і=i ї=ji є=je ґ=g ў=u ђ=dsch ј=j
    љ=lj њ=nj ћ=tsch џ=dsch ѓ=gj ќ=kj ѕ=ds
    α=a β=w γ=g δ=d ε=e ζ=s η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch
    ψ=ps ω=o
"""
_GREEK_NAMES = """
    α=Alpha β=Beta γ=Gamma δ=Delta ε=Epsilon ζ=Zeta η=Eta θ=Theta ι=Jota κ=Kappa λ=Lambda μ=Mü
    ν=Nü ξ=Xi ο=Omikron π=Pi ρ=Rho σ=Sigma ς=Sigma τ=Tau υ=Ypsilon φ=Phi χ=Chi ψ=Psi ω=Omega
"""


def _pairs(table: str) -> dict[str, str]:
    return {char: said for char, _, said in (pair.partition("=") for pair in table.split())}


_LETTERS = _pairs(_TRANSLITERATED)
_GREEK = _pairs(_GREEK_NAMES)
_OTHER = {
    **dict.fromkeys('"„“”‟«»‹›¿¡', ""),  # the voice would pause for long at some of these
    **dict.fromkeys("‘’‚‛ʼʹ′", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    "™": "",
    "ẞ": "ß",
    "⁄": "/",
    "≈": " ungefähr ",
}
_DROPPED = {"Mn", "Me", "Cf"}  # accents, joiners; other unknown characters become spaces

_LETTERS_ONLY = re.compile(r"[^\W\d_]{2,}")
_WORD = r"[^\W\d_]"
_SPELLINGS = [
    # Letters whose pronunciation depends on the context.
    (re.compile(r"\bÇ"), "Tsch"),
    (re.compile(r"ğ(?=[aeiouâöüı])"), ""),
    (re.compile(r"(?<=[аеёиоуыэюяії])с(?=[аеёиоуыэюяії])"), "сс"),
    (re.compile(r"(?<=[аеёиоуыэюяьъ])е|\bе"), "je"),
    (re.compile(r"\bЕ"), "Je"),
    (re.compile(r"(?<=[иы])й\b"), ""),
    (re.compile(r"ου"), "u"),
    (re.compile(r"Ου"), "U"),
]
_SINGLE_GREEK = re.compile(rf"(?<!{_WORD})[α-ωΑ-Ω](?!{_WORD})")
_CLEANING = [
    (re.compile(rf"(?<!{_WORD})'|'(?!{_WORD})"), ""),  # quotes; apostrophes are kept
    (re.compile(r"\s+"), " "),
    (re.compile(rf"([0-9]{{{_LONGEST_NUMBER}}})(?=[0-9])"), r"\1 "),
    (re.compile(rf"([^\W_]{{{_LONGEST_WORD}}})(?=[^\W_])"), r"\1 "),
    (re.compile(r" +(?=[.,;:!?)])"), ""),
    (re.compile(rf"([^\w\s]{{{_LONGEST_SYMBOLS}}})[^\w\s]+"), r"\1"),
    # The voice reads an ellipsis as a series of empty sentences.
    (re.compile(r" ?\.(?: ?\.)+(?= ?[,;:!?)])"), ""),
    (re.compile(r" ?\.(?: ?\.)+(?= ?[a-zäöüß])"), ","),
    (re.compile(r" ?\.(?: ?\.)+"), "."),
]


def voiceable(text: str) -> str:
    """Return `text` (any string) on one line, in letters and symbols that the voice pronounces.

    Never raises. The result has no markup or control characters, and no word, number or run of
    symbols that is too long for the voice. Idempotent.
    """
    text = unicodedata.normalize("NFC", text)
    if not _PRONOUNCEABLE.issuperset(text):
        text = _LETTERS_ONLY.sub(_capitalised_if_foreign, text)
        for pattern, spelling in _SPELLINGS:
            text = pattern.sub(spelling, text)
        text = _SINGLE_GREEK.sub(lambda found: _GREEK.get(found[0].lower(), " "), text)
    text = text.translate(_TABLE)
    for pattern, replacement in _CLEANING:
        text = pattern.sub(replacement, text)
    return text.strip()


def _capitalised_if_foreign(word: re.Match[str]) -> str:
    """Prevent reading all-caps words with foreign letters as acronyms: ŠEFČOVIČ → Šefčovič."""
    strange = word[0].isupper() and not _PRONOUNCEABLE.issuperset(word[0])
    return word[0].capitalize() if strange else word[0]


class _Table(dict[int, str]):
    """Spellings by code point, each computed on first use."""

    def __missing__(self, code: int) -> str:
        self[code] = _spelling(chr(code))
        return self[code]


def _spelling(char: str) -> str:
    lower = char.lower()
    if char in _OTHER:
        return _OTHER[char]
    if lower in _LETTERS:
        return _LETTERS[lower] if char == lower else _LETTERS[lower].capitalize()
    if char in _PRONOUNCEABLE:
        return char
    simpler = unicodedata.normalize("NFKD", char)
    if simpler != char:
        return "".join(_spelling(part) for part in simpler if not _is_dropped(part))
    if (digit := unicodedata.digit(char, None)) is not None:
        return str(digit)
    return "" if _is_dropped(char) else " "


def _is_dropped(char: str) -> bool:
    return unicodedata.category(char) in _DROPPED


_TABLE = _Table()
