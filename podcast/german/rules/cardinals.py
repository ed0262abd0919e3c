"""All remaining numbers: cardinals, compounds, fractions and digit sequences."""

from __future__ import annotations

import re

from podcast.german.rules import units
from podcast.german.rules.engine import Rule
from podcast.german.words import grammar, nouns, numbers

_FRACTIONS = {2: "halb", 3: "drittel", 4: "viertel", 7: "siebtel", 8: "achtel"}
_DENOMINATORS = frozenset((*range(2, 13), 16, 20, 100, 1000))
_SIMPLE_DENOMINATORS = frozenset((2, 3, 4, 5, 10))  # "3/4-Mehrheit", but "9/11-Anschläge"
_REGISTER_CODE = re.compile(r"[A-Z]+[a-z]?[A-Z]*")  # "4 O 15/18", "2 BvR 1/20"
_CASE_NUMBER = re.compile(r" [A-Z][A-Za-z]{0,4} \d{1,5}/\d\d")
_VULGAR = {
    "½": (1, 2),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅕": (1, 5),
    "⅖": (2, 5),
    "⅗": (3, 5),
    "⅘": (4, 5),
    "⅙": (1, 6),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
}
_MEASURED = re.compile(
    r" ?(?:[%°€$]|(?:Prozent|Mi[lo]|Mrd|Grad|Kilo|Meter|Euro|Franken|Punkte)\w*)"
)
_HALF_ENDINGS: dict[nouns.Gender, str] = {"m": "er", "f": "e", "n": "es", "p": "e"}


def _thousand_and_one(match: re.Match[str]) -> str:
    """Read the 1001 of the Arabian Nights: "aus 1001 Nacht", "in 1001 Nächten"."""
    if match[1] != "acht":
        return "tausendundein"
    return "tausendund" + grammar.one_before(match.string, match.start(), "f")


_BY_ENDING = {"ter": "ein", "te": "eine", "ten": "einen"}  # "1 Verletzter"


def _one(match: re.Match[str]) -> str | None:
    """Decline a 1 before a noun: "1 Tor", "1 weitere Person"."""
    words = grammar.words_before(match.string, match.start())
    noun = grammar.noun_after(match.string, match.end())
    if _CASE_NUMBER.match(match.string, match.end()):
        return None
    if noun is None or grammar.is_labelled(words) or grammar.follows_noun(words):
        return None
    if kind := nouns.known(noun):
        return grammar.one(grammar.case_of_quantity(words), kind)
    by_ending = _BY_ENDING.get(noun[-3:]) or _BY_ENDING.get(noun[-2:])
    case = grammar.case_of_quantity(words)
    return by_ending or grammar.one(case, nouns.gender(noun) or "n")


_COUNTED_NOUN = re.compile(r" \w+ [\w.]+ (?:[a-zäöüß]+en )?([A-ZÄÖÜ]\w+)")


def _one_of(match: re.Match[str]) -> str | None:
    """Decline the 1 of "1 von 3 Fragen", which takes the gender of the singular noun."""
    found = _COUNTED_NOUN.match(match.string, match.end())
    kind = nouns.gender_of_one(found[1]) if found else None
    words = grammar.words_before(match.string, match.start())
    if kind is None or grammar.is_labelled(words):
        return None
    case = grammar.case_of_quantity(words)
    return _ONES.get((case, kind)) or grammar.one(case, kind)


_ONES: dict[tuple[grammar.Case, nouns.Gender], str] = {
    ("nominative", "m"): "einer",
    ("nominative", "n"): "eins",
    ("accusative", "n"): "eins",
}


def _one_in_range(match: re.Match[str]) -> str | None:
    """Read the uninflected 1 of "1 bis 2 Stunden"."""
    words = grammar.words_before(match.string, match.start())
    named = grammar.is_labelled(words) or grammar.follows_noun(words)  # "die Plätze 1 bis 30"
    return None if named else "ein"


def _times(match: re.Match[str]) -> str:
    return numbers.say(match[1]) + " mal "


def _x_times(match: re.Match[str]) -> str:
    return numbers.combining(numbers.whole(match[1])) + "mal"


def _compound(match: re.Match[str]) -> str:
    """Read the leading number of a compound: "3-Zimmer-Wohnung", "16-Jährige", "3fach"."""
    text, start = match.string, match.start()
    whole, fraction = numbers.split(match[1])
    before = text[max(0, start - 2) : start]
    inside = before[-1:].isalpha() or (before[-1:] == "-" and before[0].isalpha())
    inside = inside or before[-1:] == "+"  # "die 50+1-Regel"
    if fraction or inside or len(whole) > 12 or (whole[0] == "0" and len(whole) > 1):
        words = numbers.say(match[1])
    else:
        words = numbers.combining(int(whole))
    follows = text[match.end() : match.end() + 7]
    if follows == "Jährige":
        return words.capitalize() + "-"
    return words + (match[2] or "") if follows[:1].isupper() else words


def _ordinal_suffix(match: re.Match[str]) -> str | None:
    return numbers.ordinal(int(match[1])) + match[2]


def _dotted(match: re.Match[str]) -> str:
    """Read a number whose dot is not a thousands separator: "Version 2.0", "3.5 Prozent"."""
    before, *after = match[0].split(".")
    if len(after) == 1 and _MEASURED.match(match.string, match.end()):
        return numbers.say(f"{before},{after[0]}")
    return " Punkt ".join(map(numbers.say, [before, *after]))


def fraction(numerator: int, denominator: int) -> str:
    """Return a fraction in words: "1/3" is "ein Drittel", "3/4" is "drei Viertel"."""
    if (numerator, denominator) == (1, 2):
        return "ein halb"
    name = _FRACTIONS.get(denominator) or numbers.ordinal(denominator) + "el"
    return f"{numbers.combining(numerator)} {name.capitalize()}"


def _fraction(match: re.Match[str]) -> str | None:
    numerator, denominator = int(match[1]), int(match[2])
    if not 0 < numerator < denominator or denominator not in _DENOMINATORS:
        return None
    words = grammar.words_before(match.string, match.start())
    docket = bool(words) and words[0] not in grammar.LABELS and _REGISTER_CODE.fullmatch(words[0])
    if docket or grammar.is_labelled(words):
        return None
    return _declined(match, numerator, denominator)


def _declined(match: re.Match[str], numerator: int, denominator: int) -> str:
    """Decline a fraction for its context.

    "½ Stunde" is "eine halbe Stunde", "zu 1/3" is "zu einem Drittel".
    """
    if denominator == 2 and (half := _half(match)):
        return half
    said = fraction(numerator, denominator)
    case = grammar.case_of_quantity(grammar.words_before(match.string, match.start()))
    if denominator == 2:
        return said
    if numerator > 1:
        measures = _MEASURES.match(match.string, match.end())  # "mit drei viertel Kilogramm Mehl"
        return said + "n" if case == "dative" and not measures else said
    ending = "s" if case == "genitive" else ""
    return f"{grammar.one(case, 'n')} {said.removeprefix('ein ')}{ending}"


_MEASURES = re.compile(r" ?(?:[A-ZÄÖÜ]|(?:k?g|[cm]?l|[ckm]?m|h|t|ha|min)(?!\w))")


def _fraction_compound(match: re.Match[str]) -> str | None:
    numerator, denominator = int(match[1]), int(match[2])
    if not 0 < numerator < denominator or denominator not in _SIMPLE_DENOMINATORS:
        return None
    return fraction(numerator, denominator).replace(" ", "").lower() + "-"


def _mixed(match: re.Match[str]) -> str | None:
    """Read a mixed number: "2 ½" is "zweieinhalb", "1 3/4" is "eins drei Viertel"."""
    numerator, denominator = _VULGAR[match[2]] if match[2] else (int(match[3]), int(match[4]))
    if not 0 < numerator < denominator <= 20:
        return None
    if (numerator, denominator) == (1, 2):
        return numbers.combining(int(match[1])) + "einhalb"
    return f"{numbers.cardinal(int(match[1]))} {fraction(numerator, denominator)}"


def _vulgar(match: re.Match[str]) -> str:
    numerator, denominator = _VULGAR[match[0]]
    return _declined(match, numerator, denominator)


def _half(match: re.Match[str]) -> str | None:
    """Read "½ Stunde" as "eine halbe Stunde", in the gender of the noun and the case it needs."""
    noun = grammar.noun_after(match.string, match.end())
    kind = nouns.gender(noun) if noun else None
    if kind is None:
        return None
    case = grammar.case_of_quantity(grammar.words_before(match.string, match.start()))
    return _half_of(case, kind)


def _half_of(case: grammar.Case, kind: nouns.Gender) -> str:
    article = grammar.one(case, kind)
    weak = case in {"dative", "genitive"} or article == "einen"
    return f"{article} halb{'en' if weak else _HALF_ENDINGS[kind]}"


def _half_unit(match: re.Match[str]) -> str | None:
    """Read half a unit: "½ l", "1/2 TL"."""
    unit = units.name(match[1])
    if unit is None:
        return None
    case = grammar.case_of_quantity(grammar.words_before(match.string, match.start()))
    return f"{_half_of(case, unit.kind)} {unit.one}"


def _formation(match: re.Match[str]) -> str:
    """Read hyphenated single digits, such as the team formation "4-4-2"."""
    return numbers.digits(match[0])


def _number(match: re.Match[str]) -> str:
    after = " " if match.string[match.end() : match.end() + 1].isalpha() else ""
    return numbers.say(match[0]) + after


def _digits(match: re.Match[str]) -> str:
    return f" {numbers.digits(match[0])} "


_N = rf"({numbers.NUMBER})"
_DOTTED = r"(?:\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)|\d{1,4}(?:\.(?!\d{3}(?!\d))\d{1,4}){1,4}(?!\d))"
_UNIT = r" ?([^\W\d_]{1,4}[²³]?)(?!\w)"
# What follows a counting "1 bis 2": a noun, a unit, or an adjective with its noun.
_COUNTED = r"(?:[A-ZÄÖÜ€%°$]|(?:k[mg]|[cm]?m|g|h|l|t|ha|min)(?!\w)|[a-zäöüß]+e[nr]? [A-ZÄÖÜ])"
LONG_RULES = (Rule("digits", r"\d{16,}", _digits),)
RULES = (
    Rule(
        "fraction",
        rf"(\d{{1,3}}) ?(?:([{''.join(_VULGAR)}])|(?<= )(\d)/(\d)(?![\d/]))",
        _mixed,
    ),
    Rule("fraction", r"(\d{1,2})/(\d{1,2})-(?=[^\W\d_])", _fraction_compound),
    Rule("fraction", rf"1/2{_UNIT}", _half_unit),
    Rule("fraction", r"(\d{1,2})/(\d{1,3})(?![\d/.,-]*\d|-[^\W\d_])", _fraction),
    Rule("digits", r"(?<![\d-])\d(?:-\d){2,4}(?![\d,.]*\d)", _formation),
    Rule("times", rf"{_N} ?[x×] ?(?=\d)", _times),
    Rule("times", r"(\d{1,3})(?: ?x(?= [^\W\d_]|[,.)])|x(?!\w)|[ -]mal(?!\w))", _x_times),
    Rule("number", r"1\.?001(?=[ -]N(acht|ächten?)\b)", _thousand_and_one),
    Rule("ordinal", r"(\d{1,4})-?s?t(e[nrsm]?)(?!\w)", _ordinal_suffix),
    Rule("number", rf"{_N}(?:(-)(?=[^\W\d_])|(?=[^\W\d_]{{3}}))", _compound),
    Rule("number", _DOTTED, _dotted),
    Rule("number", rf"(?<![\w-])1(?= ?(?:bis|oder|–|-) ?\d[\d,.]* ?{_COUNTED})", _one_in_range),
    Rule("number", r"(?<![\w-])1(?= (?:von|der|aus) (?:\d|zwei|drei|vier|fünf|zehn))", _one_of),
    Rule("number", r"(?<![\w-])1(?= [^\W\d_])", _one),
    Rule("number", numbers.NUMBER, _number),
    Rule("digits", r"\d{1,15}", _digits),
)
SYMBOL_RULES = (
    Rule("fraction", rf"½{_UNIT}", _half_unit),
    Rule("fraction", f"[{''.join(_VULGAR)}]", _vulgar),
)
