"""Quantities with a unit or a scale word: "120 km/h", "−3 °C", "2,5 %", "1,5 Mio. t"."""

from __future__ import annotations

import re

from podcast.german.rules.engine import Rule
from podcast.german.rules.unit_names import PER, UNITS, Unit
from podcast.german.words import grammar, numbers

_NUMBERED = re.compile(
    r"§|(?:[Pp]aragraf(?:en)?|[Aa]rtikel|Art\.|Abs\.|Absatz|Nr\.|Nummer|[Kk]lasse|Haus|Linie|Gleis|Zimmer|"
    r"[Ss]traße|[Ss]tr\.|[Ww]eg|[Gg]asse|[Pp]latz|[Aa]llee|[Rr]ing|Seite|S\.|Abb\.|Raum)\Z"
)
_CASE_NUMBER = re.compile(r" \d{1,5}/\d\d")  # "3 U 12/19" is a court case number
_AFTER_PAGES = re.compile(r"[,;)]|\Z| [a-zäöü]")
_SCALES = {
    "Mio": ("Million", "Millionen"),
    "Mill": ("Million", "Millionen"),
    "Mrd": ("Milliarde", "Milliarden"),
    "Mia": ("Milliarde", "Milliarden"),
    "Bio": ("Billion", "Billionen"),
}
SCALE = (
    r"(Mio|Mrd|Mill|Mia|Bio|Tsd|Million(?:en)?|Milliarden?|Billion(?:en)?|Tausend)\b"
    r"(?:(?<=[odla])(?<!Tausend)\.)?"
)
_SYMBOL = (
    r"(%|dB\(A\)(?!\w)|‰|° ?[CF]?|º[CF]|℃|Ω|"
    r"[^\W\d_]{1,4}[²³23]?(?:/[^\W\d_]{1,4}[²³23]?)?)(?![\w²³])"
)


def scale(text: str, start: int, number: str, written: str) -> str:
    """Return `number` with its scale word.

    "1 Mio." is "eine Million"; "2,5 Mrd." takes the plural.
    """
    if written.startswith(("Tsd", "Tausend")):
        return f"{numbers.say(number)} Tausend"
    singular, plural = _SCALES.get(written, (written, written))
    if number == "1":
        one = singular if written in _SCALES else written.removesuffix("en")
        return f"{grammar.one_before(text, start, 'f')} {one}"
    return f"{numbers.say(number)} {plural}"


def name(symbol: str) -> Unit | None:
    """Return the unit of `symbol`, or None if unknown; "km/h" is composed of its two units."""
    symbol = symbol.replace("μ", "µ").replace("° ", "°")
    if symbol in UNITS:
        return UNITS[symbol]
    above, slash, below = symbol.partition("/")
    top, bottom = UNITS.get(above), UNITS.get(below)
    per = bottom.one if bottom else PER.get(below)
    if not (slash and top and per):
        return None
    return Unit(f"{top.one} pro {per}", f"{top.many} pro {per}", top.kind)


def _is_lettered(match: re.Match[str]) -> bool:
    """Whether the letter is part of the preceding number: "§ 312g", "Klasse 10 A"."""
    words = grammar.words_before(match.string, match.start())
    return len(match[2]) == 1 and bool(words) and bool(_NUMBERED.search(words[0]))


def _is_model(match: re.Match[str]) -> bool:
    """Whether the number and letter are part of a model name: "F-35A"."""
    before = match.string[max(0, match.start() - 2) : match.start()]
    joined = before[-1:].isalpha() or (before[-1:] == "-" and before[:1].isalpha())
    return joined and match[2].isalpha() and " " not in match[0]


def _quantity(match: re.Match[str]) -> str | None:
    unit = name(match[2])
    if unit is not None and _is_model(match):
        return None
    if unit is None or _is_lettered(match) or _CASE_NUMBER.match(match.string, match.end()):
        return None
    if match[2] == "S." and not _AFTER_PAGES.match(match.string, match.end()):
        return None
    if numbers.is_one(match[1]):
        return f"{_one(match, unit)} {unit.one}"
    return f"{numbers.say(match[1])} {_many(match, unit)}"


def _one(match: re.Match[str], unit: Unit) -> str:
    words = grammar.words_before(match.string, match.start())
    if words[:1] == ["Auf"]:  # "Auf 1 m² wachsen 300 Pflanzen.": no verb of motion precedes
        return grammar.one("dative", unit.kind)
    return grammar.one(grammar.case_of_quantity(words), unit.kind)


def _many(match: re.Match[str], unit: Unit) -> str:
    """Return the plural of the unit, with the dative "n" where required: "seit 20 Jahren"."""
    words = grammar.words_before(match.string, match.start())
    under = words[:1] == ["u."]  # "Kinder u. 6 J."
    onto = words[:1] == ["auf"]  # "kam auf 27 Punkte"
    dative = grammar.case_after(words) == "dative" and words[1:2] != ["bis"] and not onto
    dative = dative or under
    plural = unit.many != unit.one and unit.many.endswith("e")
    if dative and _ADJECTIVE_END in unit.many:
        return unit.many.replace(_ADJECTIVE_END, "schen ")
    return unit.many + "n" if dative and plural and " " not in unit.many else unit.many


_ADJECTIVE_END = "sche "  # "von 0,3 astronomischen Einheiten"


def _blood_pressure(match: re.Match[str]) -> str | None:
    """Read a blood pressure: "140/90 mmHg", "ein Blutdruck von 140/90"."""
    before = match.string[max(0, match.start() - 60) : match.start()]
    if not (match[3] or _PRESSURE.search(before)):
        return None
    unit = f" {UNITS['mmHg'].many}" if match[3] else ""
    return f"{numbers.say(match[1])} zu {numbers.say(match[2])}{unit}"


_PRESSURE = re.compile(r"[Bb]lutdruck[^.!?]*\Z")


def _scaled(match: re.Match[str]) -> str:
    return scale(match.string, match.start(), match[1], match[2])


def _scaled_quantity(match: re.Match[str]) -> str | None:
    unit = name(match[3])
    return f"{_scaled(match)} {unit.many}" if unit else None


def _percentage(match: re.Match[str]) -> str:
    return f"{numbers.say(match[1])} Prozent{match[2].lower()}"


def _percent_adjective(match: re.Match[str]) -> str:
    whole, fraction = numbers.split(match[1])
    words = numbers.say(match[1]) if fraction else numbers.combining(int(whole))
    return f"{words}prozentig{match[2]}"


def _compound(match: re.Match[str]) -> str | None:
    unit = name(match[2])
    whole, fraction = numbers.split(match[1])
    words = numbers.say(match[1]) if fraction else numbers.combining(int(whole))
    return f"{words}-{unit.one}-" if unit else None


def _scaled_compound(match: re.Match[str]) -> str:
    number = numbers.say(match[1])
    return f"{number}-{_SCALES[match[2]][1]}-"


def _per_hundred(match: re.Match[str]) -> str:
    unit = name(match[2]) or UNITS["l"]
    return f"{numbers.say(match[1])} {unit.many} auf einhundert Kilometer"


_N = rf"({numbers.NUMBER})"
RULES = (
    Rule("unit", r"(\d{2,3})/(\d{2,3})( ?mmHg(?!\w)|(?![\d/]))", _blood_pressure),
    Rule("percent", rf"{_N} ?%-?(Punkte?n?)\b", _percentage),
    Rule("percent", rf"{_N} ?-?(?:%-?ig)(\w{{0,3}})\b", _percent_adjective),
    Rule("unit", rf"{_N}-(%|[^\W\d_]{{1,4}}[²³]?)-(?=[^\W\d_])", _compound),
    Rule("unit", rf"{_N}-(Mio|Mrd)\.?-(?=[^\W\d_€$])", _scaled_compound),
    Rule("unit", rf"{_N} ?(l|L|Liter|kWh|kg|g) ?/ ?100 ?(?:km|Kilometer)\b", _per_hundred),
    Rule("unit", rf"{_N} ?{SCALE} ?{_SYMBOL}", _scaled_quantity),
    Rule("scale", rf"{_N} ?{SCALE}", _scaled),
    Rule("unit", rf"{_N} ?([^\W\d_]{{1,4}}\.)(?!\w)", _quantity),
    Rule("unit", rf"{_N} ?{_SYMBOL}", _quantity),
)


def _alone(match: re.Match[str]) -> str | None:
    """Read a unit without a number: "pro kWh", "in km/h"."""
    unit = name(match[0])
    return unit.one if unit else None


_ALONE = r"(?:k[mg]|cm|mm|[kMGT]Wh|[MG]W|qm|km²|m[²³]|ha|(?<=[\d½⅓⅔¼¾⅛] )(?:[lgmht]|[TE]L))"
_AFTER_PER = r"(?:(?<=[Pp]ro )|(?<=per ))[^\W\d_]{1,4}"
WORD_RULES = (
    Rule("unit", rf"(?:{_ALONE}|{_AFTER_PER})(?:/[a-zµ]{{1,3}}[²³]?)?(?![\w²³])", _alone),
)
