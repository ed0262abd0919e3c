"""Legal citations: "§ 5 Abs. 2 S. 1 GG", "§§ 3 ff.", "Art. 1 GG"."""

from __future__ import annotations

import re

from podcast.german.rules import roman
from podcast.german.rules.engine import Rule, always
from podcast.german.words import grammar, numbers
from podcast.german.words.wordlist import listed

_DECLINED = listed("des dem den eines einem einen vom zum beim")
_PARTS = {
    "Abs.": "Absatz",
    "Art.": "Artikel",
    "Artt.": "Artikel",
    "Buchst.": "Buchstabe",
    "lit.": "Buchstabe",
    "Hs.": "Halbsatz",
    "UAbs.": "Unterabsatz",
    "Unterabs.": "Unterabsatz",
    "Kap.": "Kapitel",
    "Var.": "Variante",
    "Alt.": "Alternative",
    "Lit.": "Buchstabe",
    "Bl.": "Blatt",
    "Kl.": "Klasse",
    "Sp.": "Spalte",
    "Zi.": "Zimmer",
}
_PART = "(?:Abs|Artt?|Buchst|[Ll]it|Hs|UAbs|Unterabs|Kap|Var|Bl|Kl|Sp|Zi)"
_CITED = re.compile(r"(?:§|Art\.|Abs\.|Artikel|Absatz)[^.!?]{0,12}\Z")


def _section(match: re.Match[str]) -> str:
    if len(match[1]) > 1:
        return "Paragrafen "
    words = grammar.words_before(match.string, match.start())
    return "Paragrafen " if words and words[0].lower() in _DECLINED else "Paragraf "


def _part(match: re.Match[str]) -> str | None:
    return _PARTS.get(match[1])


def _sentence(match: re.Match[str]) -> str | None:
    """Read "S." before a number: "Satz" in a citation, "Seite" elsewhere."""
    start = match.start()
    return "Satz" if _CITED.search(match.string[max(0, start - 20) : start]) else "Seite"


def _senate(match: re.Match[str]) -> str | None:
    """Read the Roman numeral of a court's case number: "VII ZR 133/24"."""
    number = roman.value(match[1])
    return numbers.cardinal(number) if number else None


RULES = (
    Rule("law", r"([IVX]{1,5})(?= (?:Z[RBA]|StR|A[RZ]|BLw|R|B) \d)", _senate),
    Rule("law", r"S\.(?= ?\d)", _sentence),
    Rule(
        "law",
        rf"({_PART}\.)(?= ?(?:\d|[a-z]\b|[IVX]))",
        _part,
    ),
    Rule("law", r"Abs(?= \d)", always("Absatz")),
    Rule(
        "law", r"(?:(?<=\d )(?:Hs|Alt)|(?<=\d\. )(?:Kl|Kap|Sp|Alt|Var))\.", lambda m: _PARTS[m[0]]
    ),
)
SYMBOL_RULES = (Rule("law", r"(§{1,2}) ?", _section),)
