"""Years: "1989", "2023/24", "die 1990er Jahre", "'89"."""

from __future__ import annotations

import re

from podcast.german.rules.engine import Rule
from podcast.german.words import grammar, numbers
from podcast.german.words.calendar import MONTHS, SHORT_MONTHS
from podcast.german.words.nouns import is_plural
from podcast.german.words.wordlist import listed

_HINTS = listed(
    """
    jahr jahre jahren jahres jahrgang seit anno sommer winter herbst frühjahr frühling anfang
    ende mitte silvester ostern weihnachten wm em olympia saison von zwischen bis baujahr
    wahljahr
    """
) | {m.lower() for m in [*MONTHS, *SHORT_MONTHS, "Jänner"]}
_COUNTING = listed(
    """
    rund etwa circa ca. knapp fast gut über insgesamt mindestens höchstens nur ungefähr exakt genau
    maximal etliche weitere weiteren übrigen je pro annähernd nahezu
    """
)
_NUMBERED = listed("nr nummer zimmer seite seiten artikel paragraf hausnummer postfach gleis linie")
_ABOUT = frozenset(("ca.", "circa", "etwa", "rund"))
_DATING = frozenset(("von", "aus", "seit", "um", "ab", "("))
_COUNTING_PAIRS = frozenset((("als", "mehr"), ("als", "weniger"), ("zu", "bis")))  # nearest first
_COUNTED = listed(
    """
    Menschen Euro Dollar Franken Meter Metern Kilometer Kilometern Personen Leute Stimmen
    Stunden Mann Tote Toten Verletzte Verletzten Teilnehmer Zuschauer Besucher Mitarbeiter
    Einwohner Beschäftigte Jahre Jahren Tage Tagen Grad Prozent Punkte Punkten Liter Tonnen
    Gramm Kilogramm Hektar Seiten Quadratmeter Kubikmeter Polizisten Soldaten Schüler Kinder
    Fälle Fällen Einsatzkräfte Stück Wohnungen Arbeitsplätze Stellen Mitglieder Gäste Häuser
    Tiere Kubikzentimeter Watt PS Höhenmeter
    """
)
_WEAK_HINTS = frozenset(("von", "zwischen", "bis"))
_COUNTED_NOUN = re.compile(r" (?:[a-zäöüß]{2,20} ){0,3}([A-ZÄÖÜ][\w-]{1,40})")
_NEXT = re.compile(r"(?: ?[–/-] ?\d{2,4}| (?:bis|und|oder) \d{4})(?!\d)")
_PREVIOUS = re.compile(r"\d{4}(?: ?[–/-] ?| (?:bis|und|oder) )\Z")


def _is_count(text: str, start: int, end: int, number: int) -> bool:
    """Whether a number that could be a year is a count."""
    words = [word.lower() for word in grammar.words_before(text, start)[:2]]
    match = _COUNTED_NOUN.match(text, end)
    noun = match[1] if match else None
    if words and words[0] in _WEAK_HINTS and noun and is_plural(noun) and number < 1900:
        return True
    if words and words[0] in _HINTS:
        return words[0] in _WEAK_HINTS and noun in _COUNTED
    if noun is not None and (noun in _COUNTED or (is_plural(noun) and number < 1900)):
        return True
    numbered = [word for word in words if word != "."][:1]  # "Nr." is two tokens
    if numbered and numbered[0].rstrip(".") in _NUMBERED:
        return True
    if (
        grammar.noun_after(text, end) is None
        and words[:1]
        and words[0] in _ABOUT
        and words[1:2]
        and words[1] in _DATING
    ):
        return False  # "ein Gemälde von ca. 1620"
    counting = words[:1] and (words[0] in _COUNTING or tuple(words) in _COUNTING_PAIRS)
    return bool(counting) and (noun is not None or number < 1900)


def _year(match: re.Match[str]) -> str | None:
    text, start, end, number = match.string, match.start(), match.end(), int(match[1])
    near = _NEXT.match(text, end) or _PREVIOUS.search(text[max(0, start - 10) : start])
    if near is None and _is_count(text, start, end, number):
        return None
    return numbers.year(number)


def _season(match: re.Match[str]) -> str:
    return f"{numbers.year(int(match[1]))} {numbers.cardinal(int(match[2]))}"


def _long_season(match: re.Match[str]) -> str | None:
    if int(match[2]) != int(match[1]) + 1:
        return None
    return f"{numbers.year(int(match[1]))} {numbers.year(int(match[2]))}"


_SPECIAL_DECADES = {1: "einser", 7: "siebener", 100: "hunderter", 1000: "tausender"}


def _decade(match: re.Match[str]) -> str:
    number = int(match[1])
    words = numbers.year(number) if 1100 <= number < 2000 else numbers.cardinal(number)
    stem = _SPECIAL_DECADES.get(number) or words + "er"
    return stem + match[2]


def _two_digit_year(match: re.Match[str]) -> str:
    return numbers.cardinal(int(match[1])) + ("er" if match[2] else "")


RULES = (
    Rule("decade", r"(\d{1,4})er(n|s|innen|)(?!\w)", _decade),
    Rule("year", r"((?:1[1-9]|20)\d\d)/(\d\d)(?![\d.,]\d|\d)", _season),
    Rule("year", r"((?:1[1-9]|20)\d\d)/((?:19|20)\d\d)(?!\d)", _long_season),
    Rule("year", r"(1[1-9]\d\d)(?![\d,]\d|\d|\.\d|[^\W\d_])", _year),
)
APOSTROPHE_RULES = (Rule("year", r"['’‘](\d\d)(er)?(?!\w)", _two_digit_year),)
