"""Abbreviations: "z. B.", "Prof. Dr.", "sog.", "Nr.", "Hrsg."."""

from __future__ import annotations

import re

from podcast.german import dates, grammar, nouns, roman, short_forms
from podcast.german.engine import Rule, always
from podcast.german.wordlist import listed

_CLOSED = re.compile(r" ?[()]|[”“\"»«]?(?:\.|\Z)")
_LETTERED = listed(
    """
    Vitamin Gruppe Plan Typ Klasse Block Team Hepatitis Kategorie Stufe Linie
    """
)
_START_ONLY = listed("Max. Min. Lat. Mind.")
_ADJECTIVE_ENDING = re.compile(r" [^\W\d_]+?(e|en|er|es|em) [A-ZÄÖÜ]")


def _inflect(match: re.Match[str], stem: str) -> str:
    text, start, end = match.string, match.start(), match.end()
    follows = _ADJECTIVE_ENDING.match(text, end)
    noun = grammar.noun_after(text, end)
    if follows and noun and nouns.known(noun) is None:
        return stem + follows[1]
    return stem + grammar.ending_at(text, start, end)


def _finish(match: re.Match[str], said: str, *, may_end: bool) -> str:
    return said + "." if may_end and grammar.sentence_begins(match.string, match.end()) else said


def _person_ending(words: list[str]) -> str:
    """ "der Abgeordnete", but "die Rede der Abgeordneten"."""
    if words and words[0].isdigit():
        return "e"  # "2 Vors." are several
    while len(words) > 1 and words[0].endswith("."):  # "der stellv. Vors."
        words = words[1:]
    owned = words[:1] == ["der"] and words[1:2] and words[1][0].isupper()
    return "en" if owned else grammar.ending(words, None, bare="nominative")


def _cut(match: re.Match[str]) -> str:
    """What is cut after an "l": "schriftl.", "zusätzl. Kosten"."""
    declined = re.match(r" [A-ZÄÖÜ]", match.string[match.end() : match.end() + 2])
    return _inflect(match, match[1] + "ich") if declined else match[1] + "ich"


def _word(match: re.Match[str]) -> str | None:
    written = match[0]
    if match.string.startswith("..", match.end()):
        return None  # a word broken off: "nicht gesch..."
    if person := short_forms.PERSONS.get(written):
        return person + _person_ending(grammar.words_before(match.string, match.start()))
    said = short_forms.WORDS.get(written) or _at_the_start(match)
    if said is None:
        return None
    follows = match.string[match.end() : match.end() + 2]
    before = match.string[max(0, match.start() - 1) : match.start()]
    declines = before != "(" and (
        follows[1:].isupper() or written not in short_forms.SOMETIMES_ADJECTIVES
    )
    if written in short_forms.ADJECTIVES and follows[1:].isalpha() and declines:
        return _inflect(match, said)
    return _finish(match, said, may_end=written in short_forms.ENDING)


def _at_the_start(match: re.Match[str]) -> str | None:
    """An abbreviation with a capital at the start of a sentence: "Vgl." like "vgl."."""
    written = match[0]
    said = short_forms.WORDS.get(written[0].lower() + written[1:])
    words = grammar.words_before(match.string, match.start())
    follows = match.string[match.end() : match.end() + 2]
    if said is None or (words and words[0][-1].isalnum()) or not follows.strip():
        return None
    if written in _START_ONLY and not follows.strip().isdigit():
        return None
    return said[0].upper() + said[1:]


def _letters(match: re.Match[str]) -> str | None:
    written = match[0].replace(" ", "")
    if written in short_forms.DECLINED_LETTERS:
        return _inflect(match, short_forms.DECLINED_LETTERS[written])
    said = short_forms.LETTERS.get(written)
    if said is None:
        return None
    if written in short_forms.EPITHETS and _is_person(match):
        words = grammar.words_before(match.string, match.start())
        return roman.epithet(words, short_forms.EPITHETS[written])
    if written == "u.a." and _CLOSED.match(match.string, match.end()):
        return "und andere"
    return _finish(match, said, may_end=written in short_forms.ENDING_LETTERS)


def _is_person(match: re.Match[str]) -> bool:
    """Whether a name stands before: "Kühn d. J." is younger, "im Mai d. J." is this year."""
    words = grammar.words_before(match.string, match.start())
    return bool(words) and words[0][0].isupper() and words[0] not in dates.MONTHS


def _born(match: re.Match[str]) -> str:
    """ "geb. 1950" is "geboren", "geb. Kasner" is "geborene"."""
    return "geborene" if match[1] else "geboren"


def _initial(match: re.Match[str]) -> str | None:
    """The letter of a first name: "George W. Bush"; not "Vitamin C. Das" nor "der E U. Dann"."""
    words = grammar.words_before(match.string, match.start())
    spelled = bool(words) and len(words[0]) == 1 and words[0].isalpha()
    labelled = bool(words) and words[0] in _LETTERED
    if spelled or labelled or grammar.sentence_begins(match.string, match.end()):
        return None
    return match[1]


def _undotted_letters(match: re.Match[str]) -> str | None:
    """Several letters whose last dot is missing: "v.l.n.r:"."""
    return short_forms.LETTERS.get(match[0].replace(" ", "") + ".")


def _undotted(match: re.Match[str]) -> str:
    return short_forms.WORDS[match[0] + "."]


def _century(match: re.Match[str]) -> str:
    words = grammar.words_before(match.string, match.start())
    genitive = any(word.lower() in {"des", "eines"} for word in words[1:3])
    return "Jahrhunderts" if genitive else "Jahrhundert"


_L = r"[^\W\d_]"
RULES = (
    *(
        Rule("abbreviation", rf"{_L}{{1,4}}\.(?: ?{_L}{{1,4}}\.){{{more}}}", _letters)
        for more in (5, 4, 3, 2, 1)  # the longest first: "u. v. a. m." before "u. v. a."
    ),
    Rule("abbreviation", rf"{_L}{{1,3}}(?:\. ?{_L}{{1,3}}){{1,4}}(?=[:,;) ])", _undotted_letters),
    Rule("abbreviation", r"ü\. ?NN(?!\w)", always("über Normalnull")),
    Rule("abbreviation", r"Jhd?t?\.", _century),
    Rule("abbreviation", r"geb\.(?=,? \d[\d.,]{0,6} ?(?:€|Euro|EUR))", always("gebunden")),
    Rule("abbreviation", r"geb\.(?= Ausgabe)", always("gebundene")),
    Rule("abbreviation", r"min\.(?= ?(?:\d|ein|zwei|drei))", always("mindestens")),
    Rule("abbreviation", r"u\.(?= ?\d{1,2} J(?:\.|ahren?\b))", always("unter")),
    Rule("abbreviation", r"ü\.(?= ?\d{1,2} J(?:\.|ahren?\b))", always("über")),
    Rule("abbreviation", r"geb\.(?=(?: ([A-ZÄÖÜ]))?)", _born),
    Rule("address", r"((?:[^\W\d_][\w-]{0,40}?)?[Ss]tr)\.(?!\w)", lambda m: m[1] + "aße"),
    Rule("abbreviation", r"St\.(?= ?-?[A-ZÄÖÜ])", always("Sankt")),
    Rule("abbreviation", r"(?<=\d )f\.(?!\w)|(?<=\d)f\.(?!\w)", always("folgende")),
    Rule("abbreviation", r"(?<=\d )v\.(?= \d{1,6}(?!\.?\d|\.))", always("von")),
    Rule("abbreviation", r"v\.(?= \d)", always("vom")),
    Rule("abbreviation", r"v\.(?= (?:d\. )?[A-ZÄÖÜ])", always("von")),
    Rule("abbreviation", r"s\.(?= (?:S\.|\d|[A-ZÄÖÜ]))", always("siehe")),
    Rule("abbreviation", r"Fr\.(?= [A-ZÄÖÜ])", always("Frau")),
    Rule("abbreviation", rf"{_L}{{1,9}}\.-{_L}{{1,9}}\.", _word),
    Rule("abbreviation", rf"{_L}{{1,9}}\.", _word),
    Rule("abbreviation", r"([a-zäöüß]{2,16}(?:[bcdfgkmnptzß]|ch)l)\.(?= [\w(]|[,;)\n]|\Z)", _cut),
    Rule(
        "abbreviation",
        r"(?:bzw|ca|usw|etc|ggf|evtl|inkl|zzgl|Nr|Mio|Mrd|Hbf|vgl|bspw|Std|Tel|Dr|Prof|Bft)(?![\w.-])",
        _undotted,
    ),
)

LAST_RULES = (Rule("initial", r"([A-ZÄÖÜ])\.(?= ?-?[A-ZÄÖÜ])", _initial),)
