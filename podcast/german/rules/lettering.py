"""Unusual lettering: s p a c e d words and all-caps headlines."""

from __future__ import annotations

import re

from podcast.german.rules.acronyms import WORDS, is_known, is_shouted, may_be_shouted, spell
from podcast.german.rules.engine import Rule
from podcast.german.words.wordlist import listed

_LOWERCASE = listed(
    """
    DER DIE DAS DEN DEM DES EIN EINE EINEN EINER UND ODER ABER IN IM AN AM AUF AUS BEI MIT NACH
    VON VOM VOR ZU ZUM ZUR FÜR GEGEN ÜBER UNTER UM ES ER SIE WIR IHR ICH IST SIND WAR HAT NICHT
    AUCH WIE WAS WER ALS WENN DASS SO NUR NOCH SCHON BIS
    """
)
_MIN_SHOUTED = 2  # common words that identify a headline
_MIN_LONG_WORD = 6  # letters; a headline has at least one word too long for an acronym


def _spaced(match: re.Match[str]) -> str | None:
    """Join spaced lower-case letters; spaced capitals are usually spelled-out acronyms."""
    word = match[0].replace(" ", "")
    return word if word[1:].islower() else None


def _lowered(word: str) -> str:
    if word in _LOWERCASE:
        return word.lower()
    if is_known(word) or not may_be_shouted(word):
        return spell(word)
    return word.capitalize()


def _headline(match: re.Match[str]) -> str | None:
    words = re.findall(r"[^\W\d_]+", match[0])
    long = any(len(word) >= _MIN_LONG_WORD and word not in WORDS for word in words)
    if not long and sum(map(is_shouted, words)) < _MIN_SHOUTED:
        return None
    return re.sub(r"[^\W\d_]+", lambda word: _lowered(word[0]), match[0])


_CAPITALS = "[A-ZÄÖÜẞ]"
RULES = (
    Rule("spaced letters", r"(?:[^\W\d_] ){3,39}[^\W\d_](?![\w'’])", _spaced),
    Rule(
        "headline",
        rf"{_CAPITALS}{{2,30}}(?:[ -]{_CAPITALS}{{2,30}}){{2,40}}(?![^\W\d_])",
        _headline,
    ),
)
