"""Symbols: quotation marks, dashes, brackets, signs and emoji."""

from __future__ import annotations

import re
import unicodedata

from podcast.german.rules import acronyms, gendered, money, unit_names, units
from podcast.german.rules.engine import Rule, always
from podcast.german.words import calendar, nouns, numbers
from podcast.german.words.wordlist import listed

_SIGNS = {
    "&": " und ",
    "+": " plus ",
    "=": " gleich ",
    "×": " mal ",
    "÷": " geteilt durch ",
    "±": " plus minus ",
    "≈": " ungefähr ",
    "≥": " größer gleich ",
    "≤": " kleiner gleich ",
    "≠": " ungleich ",
    "%": " Prozent ",
    "‰": " Promille ",
    "°": " Grad ",
    "§": " Paragraf ",
    "√": " Wurzel ",
    "∞": " unendlich ",
    "€": " Euro ",
    "№": " Nummer ",
    "@": " at ",
    "#": " Hashtag ",
    "²": " Quadrat ",
    "³": " hoch drei ",
    "…": "...",
    "′": " Minuten ",
}
_PAUSES = frozenset("–—―‒|;•·")
_QUOTES = '„“”‟"«»‹›‚‘`´'


def _sign(match: re.Match[str]) -> str:
    """Return the word for a sign, a comma for a pause, or a space for a silent symbol."""
    return _SIGNS.get(match[0]) or (", " if match[0] in _PAUSES else " ")


def _open(match: re.Match[str]) -> str:
    joined = match.start() and match.string[match.start() - 1].isalpha()
    return "" if joined else ", "


def _close(match: re.Match[str]) -> str:
    follows = match.string[match.end() : match.end() + 1]
    return "" if follows.isalpha() or follows == "-" else ","


def _spelled(name: str) -> str:
    return acronyms.spell(name) if len(name) <= _LONGEST_AGENCY else name


def _agency(match: re.Match[str]) -> str:
    """Read a news agency credit: "Berlin (dpa/lby) –"."""
    return ", " + ", ".join(map(_spelled, re.split("[/-]", match[1]))) + ","


def _spelled_range(match: re.Match[str]) -> str | None:
    """Read a range of months, weekdays or single letters: "Mai–Juli", "A–Z"."""
    before = _LAST_WORD.search(match.string[max(0, match.start() - 12) : match.start()])
    after = _NEXT_WORD.match(match.string, match.end())
    if before and after and {before[0], after[0]} <= _CALENDAR:
        return " bis "
    letters = before and after and len(before[0]) == len(after[0]) == 1
    return " bis " if letters else None


def _month_range(match: re.Match[str]) -> str | None:
    """Read the dash between a month and a day: "1. Januar-31. Dezember"."""
    before = _LAST_WORD.search(match.string[max(0, match.start() - 12) : match.start()])
    return " bis " if before and before[0] in _CALENDAR else None


def _is_counted(word: str, per_unit: str) -> bool:
    """Whether `word` is a currency, unit or plural noun: "Euro/Tag", "Einwohner/km²"."""
    measured = word in _PRICES or units.name(word) is not None
    return measured or per_unit.endswith(("²", "³")) or nouns.gender(word) == "p"


def _per(match: re.Match[str]) -> str | None:
    """Read the slash between a quantity and its reference unit: "€/m²", "Euro/Tag"."""
    before = _LAST_WORD.search(match.string[max(0, match.start() - 14) : match.start()])
    unit = units.name(match[1])
    if not before or not _is_counted(before[0], match[1]):
        return None
    per_unit = (
        unit.one
        if unit
        else unit_names.PER.get(match[1]) or (match[1] if match[1] in _COUNTED_BY else None)
    )
    return f" pro {per_unit}" if per_unit else None


_MODEL = re.compile(r"(?:Boeing|Airbus|Embraer|Typ) [A-Z]{0,3}-?\d{2,4}\Z")


def _model(match: re.Match[str]) -> str | None:
    """Read the hyphen of a model number, which is not a range: "Boeing 737-800"."""
    before = match.string[max(0, match.start() - 20) : match.start()]
    return " " if _MODEL.search(before) else None


def _power(match: re.Match[str]) -> str:
    exponent = "".join(str(unicodedata.digit(c)) for c in match[0].lstrip("⁻"))
    sign = "minus " if match[0][0] == "⁻" else ""
    return f" hoch {sign}{numbers.say(exponent)} "


_LAST_WORD = re.compile(r"(?:[^\W\d_]+\.?|€|\$|£|°C|%)[²³]?\Z")
_NEXT_WORD = re.compile(r"[^\W\d_]+\.?")
_CALENDAR = (
    frozenset(calendar.MONTHS) | set(calendar.SHORT_MONTHS) | set(calendar.WEEKDAYS.values())
)
_PRICES = frozenset(money.CURRENCIES) | {"Cent", "Rappen", "Pfennig"}
_COUNTED_BY = listed(
    """
    Tag Monat Jahr Stunde Minute Sekunde Woche Nacht Person Stück Kilo Kilogramm Liter Kopf
    Tonne Quadratmeter Kubikmeter Kilowattstunde Kilometer Einwohner Haushalt Hektar Barrel Unze
    """
)
_LONGEST_AGENCY = 4  # letters in a name that is spelled out; "Reuters" is a word
_AGENCY = (
    "(?:dpa|afp|AFP|DPA|rtr|Reuters|apa|APA|sda|SDA|SID|sid|epd|kna|KNA|dapd|dts|pte|ots|ap|AP)"
)
_D = "[–—−-]"
_EQUATION_TAIL = (
    r"\d{1,9}(?:,\d{1,9})?(?: ?[+–−-] ?\d{1,9}){0,4} ?= ?[−–-]?\d"  # the rest of an equation
)
SUPERSCRIPT_RULES = (Rule("symbol", "[⁰¹²³⁴⁵⁶⁷⁸⁹]", _sign),)  # `re` treats these as letters
RULES = (
    *gendered.RULES,
    Rule(
        "footnote",
        r"\[\d{1,3}\]|(?:(?<=[^\W\d_]{3})|(?<=[^\W\d_][.,;!?“”\"»)]))[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}(?!\w)",
        always(""),
    ),
    Rule("plus minus", r"\+ ?/ ?[−–-] ?|\+[−–-](?= ?\d)", always("plus minus ")),
    Rule("power", r"(?<=\d)⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}", _power),
    Rule("bullet", r"\+{2,5}|\*{2,5}|={2,9}|_{2,9}|#{2,9}", always(" ")),
    Rule("ellipsis", r"[(\[](?:\.\.\.|…)[)\]]", always("...")),
    Rule("minus", rf"(?:(?<=\d )|(?<=\d)){_D} ?(?={_EQUATION_TAIL})", always("minus ")),
    Rule("dash", rf"{_D} (?=\d{{1,3}} [A-Z][A-Za-z]{{0,3}} \d{{1,5}}/\d\d)", always(", ")),
    Rule("model", r"-(?=\d)", _model),
    Rule("about", r"~ ?(?=\d)", always("ungefähr ")),
    Rule("range", rf"(?<=[\d.%€°$]){_D}(?=\d)|(?<=Uhr){_D}(?=\d)", always(" bis ")),
    Rule(
        "dash",
        rf"(?:(?<=[^\W\d_] \d{{4}} )|(?<=\. \d{{4}} )){_D} (?=\d{{1,3}}(?!\d))",
        always(", "),
    ),
    Rule("range", rf"(?<=[\d.%€°$] ){_D} (?=\d)|(?<=\d )[–—](?=\d)", always("bis ")),
    Rule(
        "range",
        r"(?<=[^\W\d_.])[–—](?=[^\W\d_])|(?<=\.)[–—-](?=[^\W\d_])",
        _spelled_range,
    ),
    Rule("range", r"(?<=[^\W\d_])[–—-](?=\d{1,2}\. ?[A-ZÄ])", _month_range),
    Rule("minus", r"(?<![^\s(\[„“\"/])[−–-](?=\d)|−(?= ?\d)", always("minus ")),
    Rule("comparison", r"< ?(?=\d)", always("kleiner als ")),
    Rule("comparison", r"> ?(?=\d)", always("größer als ")),
    Rule("birth", r"\* ?(?=\d{1,2}\.)", always("geboren am ")),
    Rule("birth", r"\* ?(?=\d{4})", always("geboren ")),
    Rule("death", r"† ?(?=\d{1,2}\.)", always("gestorben am ")),
    Rule("death", r"(?<=\()\+ ?(?=1\d{3}\))", always("gestorben ")),
    Rule("death", r"† ?(?=\d{4})", always("gestorben ")),
    Rule("apostrophe", r"(?<=\w)['’‘´`ʼ](?=\w)", always("'")),
    Rule("quote", f"[{_QUOTES}'’]", always("")),
    Rule("agency", rf"\(({_AGENCY}(?:[/-](?:{_AGENCY}|[^\W\d_]{{2,5}}))*)\)", _agency),
    Rule("bracket", r"[(\[{]", _open),
    Rule("bracket", r"[)\]}]", _close),
    Rule("dash", r"(?<=[^\W\d_])[–—](?=[^\W\d_])", always("-")),
    Rule("hyphen", r"-(?=[^\W_])", always("-")),
    Rule("dash", r"-{1,3}|[–—―]", always(",")),
    Rule("per", r" ?/ ?(?=100 ?(?:km|Kilometer)\b)", always(" pro ")),
    Rule("per", r" ?/ ?([^\W\d_]{1,16}[²³]?)(?!\w)", _per),
    Rule("slash", r" ?/ ?", always(" ")),
    *SUPERSCRIPT_RULES,
    Rule("symbol", r"[^\w\s]|_|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞]", _sign),
)
