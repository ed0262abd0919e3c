"""Ordinals: "am 3. Tag", "die 2. Runde", "zum 4. Mal", "auf den 2."."""

from __future__ import annotations

import re

from podcast.german.rules import dates
from podcast.german.rules.engine import Rule
from podcast.german.words import calendar, grammar, nouns, numbers
from podcast.german.words.openers import OPENERS
from podcast.german.words.wordlist import listed

_LARGEST = 2100  # above this, a number with a dot is a cardinal at the end of a sentence


# Nouns abbreviated after an ordinal: "am 1. So. im Monat", "(12. Jh.)".
_SHORT_NOUNS = calendar.WEEKDAYS | {
    "Jh": "Jahrhundert",
    "Jhd": "Jahrhundert",
    "Jahrh": "Jahrhundert",
    "Jt": "Jahrtausend",
    "Sem": "Semester",
    "Aufl": "Auflage",
    "Bd": "Band",
    "Kl": "Klasse",
    "Jg": "Jahrgang",
    "Kap": "Kapitel",
    "Bez": "Bezirk",
    "Std": "Stunde",
    "Min": "Minute",
    "Hj": "Halbjahr",
    "Abs": "Absatz",
    "Abt": "Abteilung",
    "Stv": "Stellvertreter",
}
_SHORT_NOUN = re.compile(rf" ({'|'.join(_SHORT_NOUNS)})\.")
# Genitive attributes of a noun: "ein Kreuz 1. Klasse", "Cousins 2. Grades".
_ATTRIBUTES = {
    **dict.fromkeys(("Klasse", "Wahl", "Ordnung", "Güte", "Kategorie", "Hand"), "er"),
    **dict.fromkeys(("Grades", "Ranges"), "en"),
}
_SINGULAR = frozenset(("m", "f", "n"))
_GENITIVES = frozenset(("deren", "dessen", "wessen"))


def _is_ordinal(match: re.Match[str], words: list[str], noun: str | None) -> bool:
    text, end, number = match.string, match.end(), numbers.whole(match[1])
    follows = text[end : end + 2]
    determined = bool(words) and words[0].lower() in grammar.DETERMINERS | _GENITIVES
    adjective = len(words) > 1 and words[1].lower() in grammar.DETERMINERS and words[0].islower()
    if number > _LARGEST or "." in match[1]:
        return determined and noun is not None and noun not in OPENERS
    if not follows.strip() or follows[0] in '\n”“"»«!?':
        if _EARLIER_RANK.search(text[max(0, match.start() - 90) : match.start()]):
            return True
        return determined and number <= 1000 and words[0].lower() != "eine"  # "gab ihr eine 9."
    if follows[0] in ",;" or follows[1:2].islower():
        return determined or not grammar.is_labelled(words)  # "7., der HSV", "2. im Slalom"
    if follows[0] in "):" or follows[1:2].isdigit():
        return determined or adjective
    opens = noun in OPENERS and not (determined and nouns.known(noun))  # "ihre 3. Ehe"
    if noun is None or opens or grammar.is_labelled(words):
        return False
    governed = grammar.case_after(words) is not None and nouns.gender(noun) in _SINGULAR
    if noun in _ATTRIBUTES:
        return True
    begins = not words or (words[0] in ",(" and words[1:2] != [] and not words[1].isdigit())
    if begins and nouns.gender(noun) in _SINGULAR:
        return True  # "1. Advent, 2. Kerze"
    return determined or adjective or governed or not words or nouns.known(noun) is not None


# Another rank earlier in the same sentence: "Ulm ist 7., der HSV 13."
_EARLIER_RANK = re.compile(r"\b\d{1,3}\.(?:,| und| sowie) [^.!?:]*(?<![Pp]latz )(?<!Rang )\Z")


def _ordinal(match: re.Match[str]) -> str | None:
    text, start, end = match.string, match.start(), match.end()
    noun = grammar.noun_after(text, end)
    if short := _SHORT_NOUN.match(text, end):
        noun = _SHORT_NOUNS[short[1]]
    words = grammar.words_before(text, grammar.without_chain(text, start))
    if not _is_ordinal(match, words, noun):
        return None
    stem = numbers.ordinal(numbers.whole(match[1]))
    if noun in calendar.MONTHS:
        return stem + dates.ending(text, start)
    if noun is None and not grammar.governs(words):
        return stem + grammar.strong("nominative", "f" if _is_woman(words) else "m")
    if noun in _ATTRIBUTES and words and words[0][0].isupper() and not grammar.governs(words):
        return stem + _ATTRIBUTES[noun]
    if noun and (noun_ending := nouns.adjectival_ending(noun)):
        return stem + noun_ending
    return stem + grammar.ending(words, nouns.gender(noun) if noun else None)


_RANK_VERBS = listed("wurde ist war wird landete belegte kam")
_WOMEN = listed(
    """
    Alexandra Alina Andrea Angelique Anja Anna Anne Annika Antje Barbara Birgit Britta Carolin
    Christina Claudia Denise Elena Elisabeth Emma Eva Federica Franziska Gesa Gina Hannah Heike
    Helene Ines Iga Ina Jana Janina Jasmin Jennifer Jessica Johanna Judith Julia Juliane Karin
    Karla Katarina Katharina Kathrin Katja Kira Klara Kristin Lara Laura Lea Lena Lina Linda Lisa
    Luisa Malaika Manuela Maren Maria Marie Marion Martina Melanie Mia Michaela Mikaela Monika
    Nadine Natalie Nina Paula Petra Pia Rebecca Ricarda Sabine Sabrina Sandra
    Sara Sarah Selina Silke Simone Sina
    Sofia Sophia Sophie Stefanie Susanne Svenja Tanja Tatjana Theresa Ursula Vanessa Vera
    Victoria Viktoria
    """
)


def _is_woman(words: list[str]) -> bool:
    """Whether the ranked person is a woman: "Sie wurde 2.", "Die Schweizerin wurde 3."."""
    if len(words) < 2 or words[0] not in _RANK_VERBS:
        return False
    named = bool(_WOMEN & set(words[1:3]))
    return (
        words[1].lower() == "sie" or words[1].endswith("erin") or named or _is_german_woman(words)
    )


def _is_german_woman(words: list[str]) -> bool:
    return words[1] == "Deutsche" and words[2:3] == ["Die"]


def _first_of_pair(match: re.Match[str]) -> str | None:
    """Read the first of two ordinals joined by a dash or slash: "1.–3. Juni", "9./10. Mai"."""
    words = grammar.words_before(match.string, grammar.without_chain(match.string, match.start()))
    noun = grammar.noun_after(match.string, match.end())
    ending = grammar.ending(words, nouns.gender(noun) if noun else "m", bare="nominative")
    link = "und" if match[2] == "/" else "bis"
    return f"{numbers.ordinal(int(match[1]))}{ending} {link} "


def _minute(match: re.Match[str]) -> str:
    """Read the minute of a goal: "Kane (90.)", "Naldo (90.+5)", "(16., 64./Elfmeter)"."""
    added = f" plus {numbers.say(match[2])}" if match[2] else ""
    space = " " if match.string[match.end() : match.end() + 1].isalnum() else ""
    return f"{numbers.ordinal(int(match[1]))}e{added}{space}"


def _ranked(match: re.Match[str]) -> str:
    """Read an ordinal that ends a compound: "der Tabellen-16." is "der Tabellensechzehnte"."""
    text, start = match.string, match.start()
    compound = _COMPOUND.search(text[max(0, start - 40) : start])
    length = len(compound[0]) if compound else 0
    words = grammar.words_before(text, start - length)
    return numbers.ordinal(int(match[1])) + grammar.ending(words, None)


# "der 3.-Letzte", "die 2.größte Stadt"
_SUPERLATIVE = r"(?:[Ll]etzt|[^\W\d_]{2,12}[sß]t)e[nrms]?(?!\w)"
_RANKINGS = ("WM-", "EM-", "abellen-", "listen-", "liga-", "Liga-", "esamt-", "cup-", "lympia-")
_AFTER_RANKING = "|".join(f"(?<={ranking})" for ranking in _RANKINGS)
_COMPOUND = re.compile(r"[^\W\d_]+-\Z")
RULES = (
    Rule("ordinal", r"(?<=\()(\d{1,3})\.(?:\+(\d{1,2}))?(?=[),;+]|/[^\W\d])", _minute),
    Rule("ordinal", r"(?<=\d\., )(\d{1,3})\.(?:\+(\d{1,2}))?(?=[);]|/[^\W\d])", _minute),
    Rule("ordinal", rf"(?<=[^\W\d_]-)(?:{_AFTER_RANKING})(\d{{1,3}})\.(?!\w)", _ranked),
    Rule("ordinal", r"(\d{1,3})\.?-(?=[Pp]latziert)", lambda m: numbers.ordinal(int(m[1]))),
    Rule("ordinal", rf"([2-9]|1\d)\.-?(?={_SUPERLATIVE})", lambda m: numbers.ordinal(int(m[1]))),
    Rule("ordinal", r"(\d{1,3})\. ?([–—/-]) ?(?=\d{1,3}\.(?!\d{3}))", _first_of_pair),
    Rule("ordinal", r"(?<![^\W\d_])(\d{1,7}|\d{1,3}(?:\.\d{3}){1,2})\.(?![\da-zäöüß])", _ordinal),
)
