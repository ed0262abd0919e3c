"""Numbers read digit by digit: telephone and emergency numbers, postcodes, IBANs."""

from __future__ import annotations

import re

from podcast.german.rules.engine import Rule
from podcast.german.words import grammar, numbers

_CUES = re.compile(
    r"(?:Tel\.|[Tt]elefon(?:nummern?)?|[Hh]otline|[Rr]ufnummern?|[Nn]otruf(?:nummern?|en?)?|[Pp]olizeiruf|"
    r"[Ff]ax|[Hh]andynummer|[Mm]obil|[Dd]urchwahl|Kurzwahl|WhatsApp)(?: der| die)?[.:]? ?\(?\Z"
)
_EMERGENCY = frozenset(("110", "112", "115", "116117", "116 117"))
_DIAL_CUES = frozenset(("die", "der", "nummer", "wählen", "wählt", "wählte", "gewählt"))
_CONTEXT = 70  # characters
_CALL_CUES = re.compile(r"(?i)notruf|notfall|hinweise|wähl|melde|erreich|anruf|telefon|leitstelle")
_AFTER_A_STREET = re.compile(r"(?:\d ?[a-z]?, |PLZ:? |Postleitzahl |\b[DA]-|\bCH-)\Z")


def _groups(text: str) -> str:
    """Read digit by digit, with a pause between groups."""
    return ", ".join(numbers.digits(group) for group in re.findall(r"\d+", text))


def _international(match: re.Match[str]) -> str | None:
    dialled = match[0].replace("(0)", " ")  # dialled only within the country
    return f"plus {_groups(dialled)}" if sum(c.isdigit() for c in dialled) >= 8 else None


def _leading_zero(match: re.Match[str]) -> str | None:
    return _groups(match[0]) if sum(c.isdigit() for c in match[0]) >= 6 else None


def _announced(match: re.Match[str]) -> str | None:
    start = match.start()
    before = match.string[max(0, start - 40) : start]
    return _groups(match[0]) if _CUES.search(before) else None


def _emergency(match: re.Match[str]) -> str | None:
    text, end = match.string, match.end()
    words = grammar.words_before(text, match.start())
    counted = grammar.noun_after(text, end) if text[end : end + 1] == " " else None
    near = words[0].lower() if words else ""
    in_row = words[:1] == ["und"] and " ".join(words[1:2]) in _EMERGENCY
    doctor = match[0].startswith("116")  # 116117 is unambiguous
    reached = near == "unter" and _CALL_CUES.search(text[max(0, end - _CONTEXT) : end + _CONTEXT])
    dialled = doctor or in_row or reached or near in _DIAL_CUES
    return _groups(match[0]) if dialled and counted is None else None


def _postcode(match: re.Match[str]) -> str | None:
    before = match.string[max(0, match.start() - 16) : match.start()]
    known = _AFTER_A_STREET.search(before) or match[0][0] == "0"
    return numbers.digits(match[0]) if known else None


def _code(match: re.Match[str]) -> str:
    said = (numbers.digits(c) if c.isdigit() else c for c in match[0] if c != " ")
    return " ".join(said)


_JOINT = r"(?: ?[/–-] ?| )"
RULES = (
    Rule(
        "telephone",
        rf"(?<!\w)0\d{{2,5}}(?:{_JOINT}\d{{1,9}}){{1,6}}(?![\d.,:]*\d)",
        _leading_zero,
    ),
    Rule("telephone", r"(?<!\w)0\d{5,14}(?![\d.,:]*\d)", _leading_zero),
    Rule(
        "telephone",
        rf"\d{{2,15}}(?:{_JOINT}\d{{2,9}}){{0,6}}(?![\d.,:]*\d)",
        _announced,
    ),
    Rule("telephone", r"(?:11[025]|116 ?117)(?![\d.,:]*\d| ?[%€])", _emergency),
    Rule("postcode", r"\d{5}(?= [A-ZÄÖÜ])", _postcode),
)
SYMBOL_RULES = (
    Rule(
        "telephone",
        rf"\+\d{{1,3}}(?:{_JOINT}?\(?\d{{1,9}}\)?){{1,7}}(?!\d)",
        _international,
    ),
    Rule(
        "telephone",
        rf"\(0\d{{1,5}}\){_JOINT}?\d{{2,9}}(?:{_JOINT}\d{{1,9}}){{0,5}}(?!\d)",
        _leading_zero,
    ),
)
WORD_RULES = (
    Rule("code", r"(?=[A-Z\d]{0,9}\d{6})[A-Z]{2}[A-Z\d]{8,14}(?!\w)", _code),
    Rule("IBAN", r"[A-Z]{2}\d\d(?: ?[\dA-Z]{4}){3,7}(?: ?\d{1,3})?(?!\w)", _code),
)
