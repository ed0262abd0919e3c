"""Text in the letters and signs that a German voice can say, whatever it was before.

The default voice knows Latin-1 letters; others it skips in silence or reads as a gap in the
word, some signs are commands to it, and some lengths make it fail. Here the rest of the world is
spelled the way German does it: Erdoğan → Erdoan, Путин → Putin, Kučan → Kutschan.
"""

from __future__ import annotations

import re
import unicodedata

_LONGEST_WORD = 90  # letters and digits; the voice fails somewhere below 5,000
_LONGEST_NUMBER = 30  # digits; from about 100 on the voice is silent
_LONGEST_SIGNS = 8  # the voice fails on some hundreds of §

_SAID = "abcdefghijklmnopqrstuvwxyz0123456789äöüßéèêëàáâãåæçíìîïóòôõøúùûýÿñð"
_SIGNS = " .,;:!?()'-/&%+=@#$€£¥§°±²³µ×÷½¼¾©®‰"
_KEPT = frozenset(_SAID + _SAID.replace("ß", "").upper() + _SIGNS)

_SPELLED = """
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


_LETTERS = _pairs(_SPELLED)
_GREEK = _pairs(_GREEK_NAMES)
_OTHER = {
    **dict.fromkeys('"„“”‟«»‹›¿¡', ""),  # the voice would make long pauses of some of them
    **dict.fromkeys("‘’‚‛ʼʹ′", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    "™": "",
    "ẞ": "ß",
    "⁄": "/",
    "≈": " ungefähr ",
}
_GONE = {"Mn", "Me", "Cf"}  # accents, joiners: nothing in their place; all else becomes a gap

_SHOUTED = re.compile(r"[^\W\d_]{2,}")
_WORD = r"[^\W\d_]"
_SPELLINGS = [
    # The same letter, said differently in different places.
    (re.compile(r"\bÇ"), "Tsch"),
    (re.compile(r"ğ(?=[aeiouâöüı])"), ""),
    (re.compile(r"(?<=[аеёиоуыэюяії])с(?=[аеёиоуыэюяії])"), "сс"),
    (re.compile(r"(?<=[аеёиоуыэюяьъ])е|\bе"), "je"),
    (re.compile(r"\bЕ"), "Je"),
    (re.compile(r"(?<=[иы])й\b"), ""),
    (re.compile(r"ου"), "u"),
    (re.compile(r"Ου"), "U"),
]
_LONELY_GREEK = re.compile(rf"(?<!{_WORD})[α-ωΑ-Ω](?!{_WORD})")
_CLEANING = [
    (re.compile(rf"(?<!{_WORD})'|'(?!{_WORD})"), ""),  # quotes; an apostrophe stays
    (re.compile(r"\s+"), " "),
    (re.compile(rf"([0-9]{{{_LONGEST_NUMBER}}})(?=[0-9])"), r"\1 "),
    (re.compile(rf"([^\W_]{{{_LONGEST_WORD}}})(?=[^\W_])"), r"\1 "),
    (re.compile(r" +(?=[.,;:!?)])"), ""),
    (re.compile(rf"([^\w\s]{{{_LONGEST_SIGNS}}})[^\w\s]+"), r"\1"),
    # The voice reads an ellipsis as sentences without words.
    (re.compile(r" ?\.(?: ?\.)+(?= ?[,;:!?)])"), ""),
    (re.compile(r" ?\.(?: ?\.)+(?= ?[a-zäöüß])"), ","),
    (re.compile(r" ?\.(?: ?\.)+"), "."),
]


def voiceable(text: str) -> str:
    """`text` (any string) in letters and signs that the voice says, on one line.

    Never raises. The result has no markup characters, no controls and no word, number or run of
    signs that is too long for the voice; put through once more it stays as it is.
    """
    text = unicodedata.normalize("NFC", text)
    if not _KEPT.issuperset(text):
        text = _SHOUTED.sub(_calmed, text)
        for pattern, spelling in _SPELLINGS:
            text = pattern.sub(spelling, text)
        text = _LONELY_GREEK.sub(lambda found: _GREEK.get(found[0].lower(), " "), text)
    text = text.translate(_TABLE)
    for pattern, replacement in _CLEANING:
        text = pattern.sub(replacement, text)
    return text.strip()


def _calmed(word: re.Match[str]) -> str:
    """Capitals that become several letters make no acronym: ŠEFČOVIČ → Šefčovič."""
    strange = word[0].isupper() and not _KEPT.issuperset(word[0])
    return word[0].capitalize() if strange else word[0]


class _Table(dict[int, str]):
    """Spellings by code point, each worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _spelling(chr(code))
        return self[code]


def _spelling(char: str) -> str:
    lower = char.lower()
    if char in _OTHER:
        return _OTHER[char]
    if lower in _LETTERS:
        return _LETTERS[lower] if char == lower else _LETTERS[lower].capitalize()
    if char in _KEPT:
        return char
    simpler = unicodedata.normalize("NFKD", char)
    if simpler != char:
        return "".join(_spelling(part) for part in simpler if not _is_gone(part))
    if (digit := unicodedata.digit(char, None)) is not None:
        return str(digit)
    return "" if _is_gone(char) else " "


def _is_gone(char: str) -> bool:
    return unicodedata.category(char) in _GONE


_TABLE = _Table()
