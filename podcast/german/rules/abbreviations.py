"""Expand abbreviations: "z. B.", "Prof. Dr.", "sog.", "Nr.", "Hrsg."."""

from __future__ import annotations

import re

from podcast.german.rules import roman, short_forms
from podcast.german.rules.engine import Rule, always
from podcast.german.rules.short_forms import ShortForm
from podcast.german.words import calendar, grammar, nouns
from podcast.german.words.wordlist import listed

_CLOSED = re.compile(r" ?[()]|[”“\"»«]?(?:\.|\Z)")
_LETTERED = listed(
    """
    Vitamin Gruppe Plan Typ Klasse Block Team Hepatitis Kategorie Stufe Linie
    """
)
_START_ONLY = listed("Max. Min. Lat. Mind.")
_NEXT_ADJECTIVE = re.compile(r" ([^\W\d_]+?(e|en|er|es|em)) [A-ZÄÖÜ]")


_PLURAL_STEMS = listed("verschieden zahlreich sämtlich div")


def _inflect(match: re.Match[str], stem: str) -> str:
    """Inflect the adjective `stem`.

    It copies the ending of a following adjective ("die ehem. große Halle"), otherwise it agrees
    with its noun.
    """
    text, start, end = match.string, match.start(), match.end()
    beside = _NEXT_ADJECTIVE.match(text, end)
    if beside and beside[1] not in grammar.DETERMINERS | grammar.PREPOSITIONS:
        return stem + beside[2]
    noun = grammar.noun_after(text, end)
    short = f"{noun}." if noun and text.startswith(f"{noun}.", end + 1) else ""
    form = short_forms.FORMS.get(short)
    if form and form.how == "person":
        noun = None
    elif form:
        noun = form.said
    kind = nouns.gender(noun) if noun else None
    return stem + grammar.ending_of(text, start, "p" if stem.lower() in _PLURAL_STEMS else kind)


def _with_full_stop(match: re.Match[str], said: str, *, may_end: bool) -> str:
    return said + "." if may_end and grammar.sentence_begins(match.string, match.end()) else said


def _person_ending(words: list[str]) -> str:
    """Return the ending of a nominalised adjective.

    It is "e" in "der Abgeordnete", but "en" in "die Rede der Abgeordneten".
    """
    while len(words) > 1 and words[0].endswith("."):  # "der stellv. Vors."
        words = words[1:]
    owned = words[:1] == ["der"] and words[1:2] and words[1][0].isupper()
    return "en" if owned else grammar.ending(words, None, bare="nominative")


def _truncated_lich(match: re.Match[str]) -> str:
    """Complete an adjective in "-lich" that is truncated after its "l": "zusätzl. Kosten"."""
    said = match[1] + "ich"
    if grammar.sentence_begins(match.string, match.end()):
        return said + "."
    declined = re.match(r" [A-ZÄÖÜ]", match.string[match.end() : match.end() + 2])
    return _inflect(match, said) if declined else said


def _word(match: re.Match[str]) -> str | None:
    written = match[0]
    if match.string.startswith("..", match.end()):
        return None  # a truncated word: "nicht gesch..."
    form = short_forms.FORMS.get(written) or _capitalised(match) or _compound(written)
    if form is None:
        return None
    if form.how == "person":
        return form.said + _person_ending(grammar.words_before(match.string, match.start()))
    if form.declines and _is_attributive(match, form):
        return _inflect(match, form.said)
    return _with_full_stop(match, form.said, may_end=form.how == "ends" or form.declines)


def _is_attributive(match: re.Match[str], form: ShortForm) -> bool:
    """Whether the adjective is attributive; false in "(engl. Wall Street)", "nördl. von Ulm"."""
    text, start, end = match.string, match.start(), match.end()
    before, follows = text[max(0, start - 1) : start], text[end : end + 2]
    if grammar.sentence_begins(text, end):
        return False
    if follows[1:].isupper():
        noun = grammar.noun_after(text, end)
        return before != "(" or bool(noun and nouns.known(noun))
    return follows[1:].isalpha() and form.how == "adjective" and before != "("


def _capitalised(match: re.Match[str]) -> ShortForm | None:
    """Look up an abbreviation capitalised at the start of a sentence: "Vgl." for "vgl."."""
    written = match[0]
    form = short_forms.FORMS.get(written[0].lower() + written[1:])
    words = grammar.words_before(match.string, match.start())
    follows = match.string[match.end() : match.end() + 2]
    if form is None or (words and words[0][-1].isalnum()) or not follows.strip():
        return None
    if written in _START_ONLY and not follows.strip().isdigit():
        return None
    return form._replace(said=form.said[0].upper() + form.said[1:])


_COMPOUNDS = tuple(written[1:] for written in short_forms.FORMS if written[0] == "-")


def _compound(written: str) -> ShortForm | None:
    """Look up a compound with an abbreviated last part: "Bezirksinsp.", "Hausnr."."""
    if not written.endswith(_COMPOUNDS) or not written[0].isupper():
        return None
    end = next(end for end in _COMPOUNDS if written.endswith(end))
    form = short_forms.FORMS["-" + end]
    return form._replace(said=written.removesuffix(end) + form.said[1:])


def _letters(match: re.Match[str]) -> str | None:
    written = match[0].replace(" ", "")
    form = short_forms.FORMS.get(written)
    if form is None:
        return None
    if form.declines:
        return _inflect(match, form.said)
    if written in short_forms.EPITHETS and _follows_name(match):
        words = grammar.words_before(match.string, match.start())
        return roman.epithet(words, short_forms.EPITHETS[written])
    if written == "u.a." and _CLOSED.match(match.string, match.end()):
        return "und andere"
    return _with_full_stop(match, form.said, may_end=form.how == "ends")


def _follows_name(match: re.Match[str]) -> bool:
    """Whether a name precedes: "Kühn d. J." is "the younger", "im Mai d. J." is "this year"."""
    words = grammar.words_before(match.string, match.start())
    return bool(words) and words[0][0].isupper() and words[0] not in calendar.MONTHS


def _born(match: re.Match[str]) -> str:
    """Expand "geb. 1950" to "geboren" and "geb. Kasner" to "geborene"."""
    return "geborene" if match[1] else "geboren"


def _initial(match: re.Match[str]) -> str | None:
    """Return the letter of an initial: "George W. Bush", but not "Vitamin C. Das".

    A letter of a spelled acronym ("der E U. Dann") is not an initial either.
    """
    words = grammar.words_before(match.string, match.start())
    spelled = bool(words) and len(words[0]) == 1 and words[0].isalpha()
    labelled = bool(words) and words[0] in _LETTERED
    if spelled or labelled or grammar.sentence_begins(match.string, match.end()):
        return None
    return match[1]


def _undotted_letters(match: re.Match[str]) -> str | None:
    """Expand a multi-letter abbreviation without its last dot: "v.l.n.r:"."""
    form = short_forms.FORMS.get(match[0].replace(" ", "") + ".")
    return form.said if form else None


def _undotted(match: re.Match[str]) -> str:
    return short_forms.FORMS[match[0] + "."].said


def _century(match: re.Match[str]) -> str:
    words = grammar.words_before(match.string, match.start())
    genitive = any(word.lower() in {"des", "eines"} for word in words[1:3])
    return "Jahrhunderts" if genitive else "Jahrhundert"


_L = r"[^\W\d_]"
RULES = (
    *(
        Rule("abbreviation", rf"{_L}{{1,4}}\.(?: ?{_L}{{1,4}}\.){{{more}}}", _letters)
        for more in (5, 4, 3, 2, 1)  # longest match first: "u. v. a. m." before "u. v. a."
    ),
    Rule("abbreviation", rf"{_L}{{1,3}}(?:\. ?{_L}{{1,3}}){{1,4}}(?=[:,;) ])", _undotted_letters),
    Rule("abbreviation", r"ü\. ?NN(?!\w)", always("über Normalnull")),
    Rule("abbreviation", r"(?:Jhd?t?|Jahrh)\.", _century),
    Rule("abbreviation", r"geb\.(?=,? \d[\d.,]{0,6} ?(?:€|Euro|EUR))", always("gebunden")),
    Rule("abbreviation", r"geb\.(?= Ausgabe)", always("gebundene")),
    Rule("abbreviation", r"min\.(?= ?(?:\d|ein|zwei|drei))", always("mindestens")),
    Rule("abbreviation", r"(?<!\d )(?<!\d)Min\.(?= ?\d)", always("Mindestens")),
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
    Rule("abbreviation", rf"{_L}{{1,30}}\.", _word),
    Rule(
        "abbreviation",
        r"([a-zäöüß]{2,16}(?:[bcdfgkmnptzß]|ch)l)\.(?= [\w(]|[,;)\n”“\"»«]|\Z)",
        _truncated_lich,
    ),
    Rule(
        "abbreviation",
        r"(?:bzw|ca|usw|etc|ggf|evtl|inkl|zzgl|Nr|Mio|Mrd|Hbf|vgl|bspw|Std|Dr|Prof|Bft"
        r"|Tel(?=:? ?[+(\d]))(?![\w.-])",
        _undotted,
    ),
)

LAST_RULES = (Rule("initial", r"([A-ZÄÖÜ])\.(?= ?-?[A-ZÄÖÜ])", _initial),)
