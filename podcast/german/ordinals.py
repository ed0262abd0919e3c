"""Ordinals: "am 3. Tag", "die 2. Runde", "zum 4. Mal", "auf den 2."."""

from __future__ import annotations

import re

from podcast.german import grammar, nouns, numbers
from podcast.german.engine import Rule
from podcast.german.wordlist import listed

_ENDS = re.compile(r" ?[”“\"»«›‹’‘')\],;:!?–-]{0,4}(?: |\n|\Z)")
_LOWER = re.compile(r" [a-zäöü]|[,;)]")
_OPENERS = listed(
    """
    Der Die Das Den Dem Des Ein Eine Einen Einem Er Sie Es Wir Ihr Ich Man In Im Am An Auf Aus
    Bei Beim Mit Nach Von Vom Vor Zu Zum Zur Für Gegen Über Unter Um Und Oder Aber Doch Denn
    Dann Danach Nun Da Dort Hier Damit Dabei Dazu Davon Dafür Auch Als Wenn Weil Dass Ob Wie Was
    Wer Wo Warum Nicht Noch Nur Schon So Seit Trotz Während Diese Dieser Dieses Alle Alles Viele
    Sein Seine Ihre Kein Keine Heute Gestern Morgen Zudem Außerdem Allerdings Jedoch Deshalb Bis
    Durch Ohne Laut
    """
)
_MONTH_OR_LARGE = 2100


def _stands_alone(match: re.Match[str], words: list[str]) -> str | None:
    """An ordinal without its noun: "am 1. und", "wurde der 2."; a cardinal at the end otherwise."""
    if _LOWER.match(match.string, match.end()):
        return "en" if not words else None
    return None


def _is_ordinal(match: re.Match[str], words: list[str], noun: str | None) -> bool:
    text, end, number = match.string, match.end(), int(match[1])
    follows = text[end : end + 2]
    determined = bool(words) and words[0].lower() in grammar.DETERMINERS
    adjective = len(words) > 1 and words[1].lower() in grammar.DETERMINERS and words[0].islower()
    if number > _MONTH_OR_LARGE:
        return False
    if not follows.strip() or follows[0] in '\n”“"»«!?':
        return determined and number <= 1000
    if follows[0] in ",;):" or follows[1:2].islower() or follows[1:2].isdigit():
        return determined or adjective or follows[1:2].islower()
    if noun is None or noun in _OPENERS:
        return False
    return determined or adjective or not words or nouns.known(noun) is not None


def _ordinal(match: re.Match[str]) -> str | None:
    text, start, end = match.string, match.start(), match.end()
    noun = grammar.noun_after(text, end)
    words = grammar.words_before(text, grammar.without_chain(text, start))
    if not _is_ordinal(match, words, noun):
        return None
    kind = nouns.gender(noun) if noun else None
    return numbers.ordinal(int(match[1])) + grammar.ending(words, kind)


def _in_row(match: re.Match[str]) -> str | None:
    """The first of two ordinals joined by a mark: "1.–3. Juni", "9./10. Mai"."""
    words = grammar.words_before(match.string, grammar.without_chain(match.string, match.start()))
    noun = grammar.noun_after(match.string, match.end())
    ending = grammar.ending(words, nouns.gender(noun) if noun else "m", bare="nominative")
    link = "und" if match[2] == "/" else "bis"
    return f"{numbers.ordinal(int(match[1]))}{ending} {link} "


RULES = (
    Rule("ordinal", r"(\d{1,3})\. ?([–—/-]) ?(?=\d{1,3}\.(?!\d{3}))", _in_row),
    Rule("ordinal", r"(\d{1,4})\.(?!\d)(?=\W|\Z)", _ordinal),
)
