"""Infer case and gender from the words around a passage.

German has "am ersten Mai", "der erste Mai" and "erster Mai": the determiner, the preposition and
the noun determine the ending of an ordinal (or of any word that declines like an adjective).
"""

from __future__ import annotations

import re
from typing import Literal

from podcast.german.words.nouns import Gender, adjectival_ending, gender, known
from podcast.german.words.openers import OPENERS
from podcast.german.words.wordlist import listed

Case = Literal["nominative", "accusative", "dative", "genitive"]

_REACH = 90  # characters of look-behind and look-ahead: enough for four long words
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*\.?|[^\w\s]")
_CHAIN = re.compile(  # ordinals that share one determiner: "der 1., 2. und 3. Platz"
    r"(?:\d{1,4}\.(?:\d{1,2}\.(?:\d{2,4})?)? ?"
    r"(?:(?:[A-ZÄÖÜ][a-zäöü]+\.? )?(?:,|und|bis|oder|sowie|/|–|-)|auf) ?)+\Z"
)
_NEXT_NOUN = re.compile(
    r"(?:[„\"»“ ]|\d{1,4}\.|(?:,|und|bis|oder|sowie)(?= [\da-zäöüß])|/|–|-){0,12}"
    r"((?:[a-zäöüß]+(?:e|en|er|es|em) ){0,2})([^\W\d_][\w'’-]*)"
)

_STEMS = listed("mein dein sein ihr unser euer kein ein")
_WEAK_STEMS = listed("dies jed jen welch manch jedwed derselb")
_FORMS = {"unser": ("unser", "unsr"), "euer": ("euer", "eur")}


def _inflected(endings: tuple[str, ...]) -> frozenset[str]:
    stems = [form for stem in _STEMS for form in _FORMS.get(stem, (stem,))]
    return frozenset(stem + ending for stem in stems for ending in endings)


_LIKE_DIE = _inflected(("e",)) | {
    "die",
    "diese",
    "jede",
    "jene",
    "welche",
    "alle",
    "beide",
    "manche",
}
_LIKE_DER = {"der", "dieser", "jeder", "jener", "welcher", "mancher", "derselbe"}
_LIKE_DAS = listed(
    """
    das dieses jedes jenes welches ins ans aufs durchs fürs ums übers unters hinters vors
    """
)
_BARE_EIN = frozenset(_STEMS)
_ALWAYS_EN = (
    _inflected(("em", "en", "er", "es"))
    | {stem + ending for stem in _WEAK_STEMS for ending in ("em", "en")}
    | listed(
        """
    am im zum zur vom beim dem den des alle beide aller beider allen beiden hinterm überm unterm
    """
    )
)
DETERMINERS = _LIKE_DIE | _LIKE_DER | _LIKE_DAS | _BARE_EIN | _ALWAYS_EN

_DATIVE = listed(
    """
    mit nach bei seit von aus zu ab außer gegenüber binnen entgegen nebst samt in an auf vor
    unter hinter neben zwischen laut dank trotz mangels
    """
)
_ACCUSATIVE = listed("für durch gegen ohne um bis pro per je wider über à")
_GENITIVE = listed(
    """
    wegen während statt anstatt innerhalb außerhalb aufgrund infolge mittels hinsichtlich
    bezüglich angesichts anlässlich
    """
)
PREPOSITIONS = _DATIVE | _ACCUSATIVE | _GENITIVE
_COPULAS = listed(
    """
    fehlt fehlte fehlen reicht bleibe genügt
    ist sind war waren wird werden wurde wurden bleibt blieb bleiben als sei wäre wie heißt hieß
    """
)

_STRONG: dict[Case, dict[Gender, str]] = {
    "nominative": {"m": "er", "f": "e", "n": "es", "p": "e"},
    "accusative": {"m": "en", "f": "e", "n": "es", "p": "e"},
    "dative": {"m": "em", "f": "er", "n": "em", "p": "en"},
    "genitive": {"m": "en", "f": "er", "n": "en", "p": "er"},
}
_EIN: dict[Case, dict[Gender, str]] = {
    "nominative": {"m": "ein", "f": "eine", "n": "ein", "p": "eins"},
    "accusative": {"m": "einen", "f": "eine", "n": "ein", "p": "eins"},
    "dative": {"m": "einem", "f": "einer", "n": "einem", "p": "eins"},
    "genitive": {"m": "eines", "f": "einer", "n": "eines", "p": "eins"},
}


_NEXT_CAPITAL = re.compile(r"[”“\"»«)]{0,3} [„\"»«]?([A-ZÄÖÜ][a-zäöüß]+)")


def sentence_begins(text: str, position: int) -> bool:
    """Whether the word after `position` certainly starts a sentence."""
    match = _NEXT_CAPITAL.match(text, position)
    return match is not None and match[1] in OPENERS


# Nouns labelled, not counted, by the number that follows: "Kapitel 1".
LABELS = listed(
    """
    Platz Rang Nummer Nr. Formel Kapitel Artikel Art. Gruppe Liga Teil Kategorie Klasse Klassen
    Stufe Seite Seiten S. Punkt Nummern Band Phase Halle Tor Gleis Haus Linie Ligue Level Tag
    Runde Paragraf Absatz Abs. § §§ Satz Ziffer Variante Version Startnummer Zimmer Raum Lektion
    Stufe
    """
)


def is_labelled(words: list[str]) -> bool:
    """Whether the number that follows the nearest of `words` is its label, not a count."""
    return bool(words) and words[0] in LABELS


def follows_noun(words: list[str]) -> bool:
    """Whether a noun precedes within the sentence: a number after it is mostly its label."""
    return len(words) > 1 and words[0][0].isupper() and words[1][-1] not in ".!?:"


def words_before(text: str, position: int) -> list[str]:
    """Return up to about four words, with punctuation, before `position`, nearest first."""
    return _TOKEN.findall(text[max(0, position - _REACH) : position])[::-1]


def without_chain(text: str, position: int) -> int:
    """Return the start of the ordinal list that `position` is in ("am 1. und 2. Mai": the 1)."""
    start = max(0, position - _REACH)
    chain = _CHAIN.search(text[start:position])
    return start + chain.start() if chain else position


def noun_after(text: str, position: int) -> str | None:
    """Return the noun modified by the ordinal that ends at `position`.

    Skips adjectives and further ordinals of a list. Returns None if another phrase starts first:
    "der 18. seiner Karriere".
    """
    match = _NEXT_NOUN.match(text[position : position + _REACH])
    if not match or not match[2][0].isupper():
        return None
    if DETERMINERS & set(match[1].split()):
        return None
    beyond = _BEYOND_ADJECTIVE.match(text, position + match.end())
    return beyond[1] if beyond and _named(match[2], beyond[1]) else match[2]


_BEYOND_ADJECTIVE = re.compile(r" ([A-ZÄÖÜ][\w-]*)")
_NAMED = re.compile(r"[A-ZÄÖÜ][\w-]*(?:(?:isch|onal|eutsch)e[nrms]?|\w{2}er)")


def _named(adjective: str, noun: str) -> bool:
    """Whether a name starts with an adjective: "3. Berliner Konferenz"."""
    return known(noun) is not None and not known(adjective) and bool(_NAMED.fullmatch(adjective))


def case_after(words: list[str]) -> Case | None:
    """Return the case governed by the nearest of `words`, or None if it is not a preposition."""
    word = words[0].lower() if words else ""
    if word in _DATIVE:
        return "dative"
    if word in _ACCUSATIVE:
        return "accusative"
    return "genitive" if word in _GENITIVE else None


def strong(case: Case, kind: Gender) -> str:
    """Return the strong adjective ending, used without a determiner: "mit zweitem Platz"."""
    return _STRONG[case][kind]


def one(case: Case, kind: Gender) -> str:
    """Return the numeral 1 as inflected before a noun: "einen Euro", "eine Million"."""
    return _EIN[case][kind]


def case_of_object(words: list[str]) -> Case:
    """Return the likely case of a noun after `words`: from a preposition, or subject or object.

    Within a clause, a masculine noun is usually an object ("kostet 1 Euro"); at the start of a
    clause and after a copula, it is in the nominative.
    """
    if case := case_after(words):
        return case
    if words and words[0].lower() in _DATIVE_VERBS:
        return "dative"
    near = words[1:] if words[:1] == ["es"] else words  # "am Ende hieß es 5. Platz"
    linked = bool(near) and near[0].lower() in _COPULAS
    begins = not words or not words[0][-1].isalnum() or linked
    return "nominative" if begins or words[0].lower() in _CLAUSE_OPENERS else "accusative"


_DATIVE_VERBS = listed(
    "entspricht entsprechen entsprach entsprachen entspräche gleicht gleichkommt"
)
_CLAUSE_OPENERS = listed("und oder aber dass weil wenn ob sowie nur etwa rund knapp noch")


_ROUGHLY = listed(
    """
    rund etwa knapp fast gut circa ca. nur mindestens maximal höchstens ungefähr insgesamt jeweils
    über unter
    """
)


_WITH = frozenset(("mit", "aus", "zu", "bei", "samt", "nebst"))
_LIST_SEPARATORS = frozenset((",", "und", "sowie", "oder"))


def _case_in_list(words: list[str]) -> Case | None:
    """Return the case of an item in a list: "mit 3 kg Mehl, 1 Liter Milch und 1 Ei"."""
    if not words or words[0] not in _LIST_SEPARATORS:
        return None
    for at, word in enumerate(words):
        if case := case_after(words[at:]):
            owned = word == "von" and words[at + 1 : at + 2]  # "eine Buße von 9 Euro und 1 Tag"
            counts = words[at - 1].isdigit() and not (owned and owned[0][0].isupper())
            return case if word.lower() in _WITH or counts else None
        counted = word.isdigit() or not word[0].isalpha() or word[0].isupper() or len(word) < 3
        if word in ".!?:;" or not (counted or word in _LIST_SEPARATORS):
            break
    return None


def case_of_quantity(words: list[str]) -> Case:
    """Return the likely case of an amount: "auf einen Euro", "mit über einer Milliarde"."""
    beyond = words[1:] if words and words[0].lower() in _ROUGHLY else words
    case = case_after(beyond) or _case_in_list(beyond)
    if case is None:
        return case_of_object(beyond)
    if beyond[0] in _LIST_SEPARATORS:
        return case
    moved = beyond[0].lower() == "in" and any(_INTO.match(word) for word in beyond[1:])
    return "accusative" if moved or beyond[0].lower() == "auf" else case


# "fließen in eine Million Wohnungen": verbs of motion, which take the accusative after "in".
_INTO = re.compile(
    r"(?:ge)?(?:(?:fl[ieo]+(?:ß|ss)|steck|investier|pump|teil|zerfäll|zerfiel|verwandel)\w*)\Z"
)


def _after_determiner(word: str, before: list[str], kind: Gender | None) -> str | None:
    if word in _ALWAYS_EN:
        return "en"
    if word in _LIKE_DAS:
        return "e"
    if word in _LIKE_DIE:
        return "e" if kind in {"f", None} else "en"  # "die sog. Reichsbürger": plural
    if word in _LIKE_DER:
        oblique = kind in {"f", "p"} or case_after(before) is not None
        return "en" if oblique else "e"
    if word in _BARE_EIN:
        return "es" if kind == "n" else "er"
    return None


_ADJECTIVE = re.compile(r"[a-zäöüß]{2,}(e|en|er|es|em)")


def _adjective_ending(words: list[str]) -> str | None:
    """Return the ending of an adjective between determiner and ordinal: "ihr neues 3. Album"."""
    match = _ADJECTIVE.fullmatch(words[0]) if len(words) > 1 else None
    known = words[1].lower() in DETERMINERS if match else False
    return match[1] if match and known else None


def _is_owner(words: list[str]) -> bool:
    """Whether a name in the genitive precedes: "Trumps 2. Amtszeit"."""
    owner = bool(words) and words[0][0].isupper() and words[0].endswith(("s", "'", "’"))
    return owner and words[0] not in OPENERS and words[0].lower() not in PREPOSITIONS


_COUNTING = listed(
    """
    zwei drei vier fünf sechs sieben acht neun zehn elf zwölf mehrere mehreren mehrerer viele vielen
    vieler einige einigen einiger wenige wenigen weniger etliche etlichen zahlreiche zahlreichen
    zahlreicher verschiedene verschiedenen verschiedener andere anderen anderer
    """
)


def governs(words: list[str]) -> bool:
    """Whether the nearest of `words` determines the case of an ordinal without a noun."""
    if not words:
        return False
    determined = words[0].lower() in DETERMINERS or _adjective_ending(words) is not None
    return determined or case_after(words) is not None or _is_owner(words)


def ending(words: list[str], kind: Gender | None, *, bare: Case | None = None) -> str:
    """Return the ending of an ordinal between `words` (nearest first) and a noun of gender `kind`.

    `bare` is the case to assume if neither a determiner nor a preposition determines it.
    """
    word = words[0].lower() if words else ""
    if word in _COUNTING or (word.isdigit() and word != "1"):
        return strong(case_after(words[1:]) or "nominative", "p")  # "3 versch. Sorten"
    found = _after_determiner(word, words[1:], kind) or _adjective_ending(words)
    if found:
        return found
    case = case_after(words[1:] if _is_owner(words) else words) or bare
    return strong(case or case_of_object(words), kind or "m")


def ending_of(text: str, start: int, kind: Gender | None) -> str:
    """Return the ending of an ordinal or adjective at `start` before a noun of gender `kind`."""
    return ending(words_before(text, without_chain(text, start)), kind)


def ending_at(text: str, start: int, end: int) -> str:
    """Return the ending of the ordinal or adjective at `text[start:end]`."""
    noun = noun_after(text, end)
    if noun and (alike := adjectival_ending(noun)):
        return alike
    return ending_of(text, start, gender(noun) if noun else None)


def one_before(text: str, start: int, kind: Gender) -> str:
    """Return the numeral 1 at `start`, before a noun of gender `kind`: "ein", "einen", …"""
    return one(case_of_quantity(words_before(text, start)), kind)
