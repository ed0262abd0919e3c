"""Roman numerals: "Ludwig XIV.", "Heinrichs VIII.", "II. Weltkrieg", "Kapitel IV", "SGB II"."""

from __future__ import annotations

import re
from itertools import pairwise

from podcast.german.rules.engine import Rule
from podcast.german.words import grammar, nouns, numbers
from podcast.german.words.wordlist import listed

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_CANONICAL = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_NOT_NUMERALS = listed(
    """
    C D L M CD CC DC DM MC MD MM CM XL XXL LI DI MI CI CV CL ML DL MIX CIVIC DIV LIV
    """
)

# Names of rulers and popes: after one of them, a single "I." or "V." is not an initial.
_RULERS = listed(
    """
    Bartholomäus Frederik Hans-Adam Alois Henri Pippin Vlad Stefan Theoderich Justinian
    Abdullah Adolf Albert Albrecht Alexander Alexei Alfons Amenophis Antiochos Artaxerxes August
    Balduin Baudouin Benedikt Bonifatius Carl Charles Chlodwig Christian Clemens Cölestin
    Dareios Dionysios Eduard Edward Ernst Eugen Felipe Ferdinand Franz Franziskus Friedrich Fuad
    Georg George Gregor Gustav Haakon Hadrian Hassan Harald Heinrich Henry Honorius Hussein
    Innozenz Iwan Jakob James Joachim Johann Johannes Joseph Josef Juan Karl Kasimir Konrad
    Konstantin Kyrill Leo Leopold Lothar Louis Ludwig Manuel Marcellus Maximilian Mehmed Michael
    Mohammed Murad Napoleon Nikolaus Olaf Oskar Otto Ottokar Paul Pedro Peter Philipp Philippe
    Pius Ptolemäus Rainier Ramses Richard Robert Rudolf Ruprecht Selim Sergius Sigismund
    Silvester Sixtus Sobieski Stephan Theodor Thutmosis Tiberius Umberto Urban Viktor Waldemar
    Wenzel Wilhelm Willem William Wladimir Władysław Xerxes Zar
    """
)
_QUEENS = listed(
    """
    Anna Beatrix Berenike Christina Elisabeth Elizabeth Isabella Isabelle Johanna Juliana
    Katharina Kleopatra Margarethe Margrethe Maria Mary Victoria Viktoria Wilhelmina
    """
)
_TITLES = listed(
    """
    König Königs Kaiser Kaisers Zar Zaren Papst Papstes Prinz Herzog Fürst Pharao Kurfürst
    Sultan Großherzog Erzherzog Landgraf Graf Patriarch Gegenpapst Schah Emir Kalif
    """
)
_FEMALE_TITLES = listed("Königin Kaiserin Zarin Fürstin Herzogin Prinzessin Großherzogin")
_LABELS = listed(
    """
    Kapitel Teil Band Klasse Akt Abschnitt Stufe Typ Gruppe Phase Artikel Art. Absatz Abs. Buch
    Hartz Halle Block SGB Szene Abteilung Liga Bundesliga Kategorie Tafel Anhang Anlage Titel
    Mosul Serie Oberliga Reaktor Episode Ziffer Rocky Satz Sinfonie Grad Saal Stalag Oflag
    Kreisliga Bezirksliga Landesliga Sektor Zone Variante Version Weltkrieg Faust
    """
)
_ARTICLES: dict[grammar.Case, tuple[str, str]] = {
    "nominative": ("der", "e"),
    "genitive": ("des", "en"),
    "dative": ("dem", "en"),
    "accusative": ("den", "en"),
}
_QUEENS_ARTICLES: dict[grammar.Case, tuple[str, str]] = {
    "nominative": ("die", "e"),
    "genitive": ("der", "en"),
    "dative": ("der", "en"),
    "accusative": ("die", "e"),
}
_CASES_OF_ARTICLES: dict[str, grammar.Case] = {
    "des": "genitive",
    "eines": "genitive",
    "dem": "dative",
    "zum": "dative",
    "vom": "dative",
    "beim": "dative",
    "einem": "dative",
    "den": "accusative",
    "einen": "accusative",
}


_INITIAL = re.compile(r" [A-ZÄÖÜ]\.(?!\w)")  # "I. G. Farben"
_LOWERCASE_NEXT = re.compile(r"[,;)]| [a-zäöü(]")


def value(numeral: str) -> int | None:
    """Return the value of a numeral, or None if malformed or something else ("CD", "DM")."""
    if numeral in _NOT_NUMERALS or not _CANONICAL.fullmatch(numeral):
        return None
    digits = [_VALUES[letter] for letter in numeral]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-this if this < following else this for this, following in pairs)


def _base(name: str) -> str:
    return name if name in _RULERS | _QUEENS else name.rstrip("’'").removesuffix("s")


def _is_genitive(name: str) -> bool:
    return name not in _RULERS | _QUEENS and name.endswith(("s", "'", "’"))


def _governor(words: list[str]) -> str:
    """Return the word that governs the case of a name, skipping titles, names and "und"."""
    for word, before in pairwise([*words, ""]):
        small = word.lower()
        if small in _CASES_OF_ARTICLES or small in grammar.PREPOSITIONS:
            return small
        row = small in {"und", "oder"} and before.endswith(".")  # "Wilhelm I. und Wilhelm II."
        if not word[0].isupper() and not row:
            break
    return ""


def _case(words: list[str]) -> grammar.Case:
    if _is_genitive(words[0]) or any(_is_genitive(w) for w in words[1:2] if _base(w) in _RULERS):
        return "genitive"
    governor = _governor(words)
    return _CASES_OF_ARTICLES.get(governor) or grammar.case_after([governor]) or "nominative"


def _of_ruler(number: int, words: list[str]) -> str:
    case = _case(words)
    queen = _base(words[0]) in _QUEENS or bool(_FEMALE_TITLES & set(words[1:3]))
    article, ending = (_QUEENS_ARTICLES if queen else _ARTICLES)[case]
    return f"{article} {numbers.ordinal(number).capitalize()}{ending}"


def epithet(words: list[str], stem: str) -> str:
    """Decline an epithet such as "der Ältere" in the case of the preceding name: "dem Älteren".

    The first item of `words` is the last word of that name.
    """
    article, ending = _ARTICLES[_case(words)]
    return f"{article} {stem}{ending}"


def _is_ruler(words: list[str]) -> bool:
    return _base(words[0]) in _RULERS | _QUEENS or bool(
        (_TITLES | _FEMALE_TITLES) & set(words[1:3])
    )


def _is_name(words: list[str]) -> bool:
    if not words or words[0].lower() in grammar.DETERMINERS:
        return False
    return words[0][0].isupper() and words[0][-1] not in ".:"


def _before(match: re.Match[str]) -> list[str]:
    """Return the words before a numeral, also in "Hartz-IV-Reform" and after "Ramses'"."""
    start = match.start()
    hyphen = match.string[max(0, start - 1) : start] == "-"
    words = grammar.words_before(match.string, start - hyphen)
    if len(words) > 1 and words[0] in {"'", "’"}:
        return [words[1] + "'", *words[2:]]
    return words


def _with_dot(match: re.Match[str]) -> str | None:
    number = value(match[1])
    text, start, end = match.string, match.start(), match.end()
    if number is None or _INITIAL.match(text, end):
        return None
    words = _before(match)
    if match[1] == "X" and words[:1] == ["Franz"]:
        return None  # Xaver
    if words and words[0] in _LABELS - {"Weltkrieg"}:
        return numbers.cardinal(number) + "."
    noun = grammar.noun_after(text, end) if text[end : end + 1] == " " else None
    determined = bool(words) and words[0].lower() in grammar.DETERMINERS
    counted = noun and nouns.known(noun) and not (_is_name(words) and _is_ruler(words))
    if match[1] == "X" and not determined:
        counted = None  # usually the social network, not a number: "auf X. Parteitage sind …"
    if counted or (determined and noun):
        return numbers.ordinal(number) + grammar.ending_at(text, start, end)
    if not _is_name(words):
        return None
    # "Welf I., der …", but "Peter M. sagte" and "Wladimir I. Lenin"
    follows_small = _LOWERCASE_NEXT.match(text, end) is not None
    if _is_ruler(words) or (follows_small and (len(match[1]) > 1 or match[1] == "I")):
        return _of_ruler(number, words)
    return numbers.cardinal(number) + "." if len(match[1]) > 1 else None  # "gegen Pforzheim II."


def _without_dot(match: re.Match[str]) -> str | None:
    number = value(match[1])
    words = _before(match)
    if number is None or number >= 100:
        return None
    if words and words[0].isdigit() and len(match[1]) > 1:
        return numbers.cardinal(number)  # a club's second team: "HSC 96 II"
    if not _is_name(words):
        return None
    if words[0] in _LABELS:
        return numbers.cardinal(number)
    if len(match[1]) < 2 or match.string[match.end() : match.end() + 1] == "-":
        return None
    return _of_ruler(number, words) if _is_ruler(words) else numbers.cardinal(number)


def _in_series(match: re.Match[str]) -> str | None:
    """Read numerals joined by "und" and the like as cardinals: "Bayern I und II"."""
    number = value(match[1])
    return numbers.cardinal(number) if number else None


_SERIES = r" ?(?:und|bis|oder|/|–|-) ?"
RULES = (
    Rule("roman numeral", rf"([IVX]{{1,5}})(?={_SERIES}[IVX]{{2,5}}(?![\w.]))", _in_series),
    Rule("roman numeral", r"(?<=[IVX] (?:und|bis) )([IVX]{1,5})(?![\w.])", _in_series),
    Rule("roman numeral", r"([IVXLCDM]{1,9})\.(?!\w)", _with_dot),
    Rule("roman numeral", r"([IVXLCDM]{1,9})(?![\w'’&+])", _without_dot),
)
