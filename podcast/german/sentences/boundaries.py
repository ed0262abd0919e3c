"""German sentence boundary detection."""

from __future__ import annotations

import re
from dataclasses import dataclass

from podcast.german.sentences.stops import (
    NEVER_FINAL,
    OFTEN_FINAL,
    OPEN_TO_NUMBERS,
    RARELY_FINAL,
    UNITS,
)
from podcast.german.words.calendar import AUSTRIAN_MONTHS, MONTHS
from podcast.german.words.openers import OPENERS
from podcast.german.words.wordlist import has_word

_CLOSERS = "“”\"'»«‘’›‹)\\]"
_OPENING = "„“”\"'»«‚‘›‹([{–—•·*→-"

CANDIDATE = re.compile(
    rf"(?<![.!?…])(?P<stops>[.!?…]++)"
    rf"(?P<closers>(?:[{_CLOSERS}]|\[\d{{1,3}}\]|[¹²³⁴-⁹])*+)"
    rf"(?P<space>\s++|(?<=[a-zäöüß]{{3}}[.!?])(?=[A-ZÄÖÜ][a-zäöüß]++\s))"
)
"""A possible end of a sentence. Matching examines each character a bounded number of times."""

_CONTEXT = 100
"""Characters of context on each side that a rule examines."""

_LONGEST_BRACKET = 300
"""Maximum length of a bracketed remark, in characters."""

_LONGEST_QUOTE = 80
"""Maximum length of a quoted title or phrase within a sentence, in characters."""


_MONTHS = "|".join([*AUSTRIAN_MONTHS, *(month[:3] for month in MONTHS)])
# Nouns that ordinals count, matched by the end of the word.
_COUNTED = re.compile(
    rf"(?:{_MONTHS})|\w*(?:platz|platzes|rang|liga|ligist|ligisten|runde|spieltag|spieltags|minute"
    r"|sekunde|stunde|klasse|klässler|klässlerin|stock|stockwerk|etage|geschoss|mal|male"
    r"|jahrhundert|jahrhunderts|jahrhunderte|jahrtausend|jahrtausends|jahr|jahres|jahre|tag|tages"
    r"|tage|woche|monat|monats|quartal|quartals|halbjahr|halbjahrs|halbjahres|halbzeit|weltkrieg"
    r"|weltkriegs|weltkrieges|reich|reiches|reichs|auflage|ausgabe|folge|staffel|teil|teils|kapitel"
    r"|akt|satz|etappe|lauf|durchgang|senat|senats|kammer|armee|division|brigade|regiment|korps"
    r"|bataillon|bezirk|bezirks|wahlgang|wahlperiode|periode|sitzung|lesung|rate|stelle|position"
    r"|generation|semester|semesters|mannschaft|advent|stufe|grad|grades|ordnung|instanz"
    r"|vorsitzende|vorsitzender|vorsitzenden|bürgermeister|bürgermeisterin|tor|kind|versuch|sieg"
    r"|niederlage|titel|welle|impfung|dosis|republik|internationale|internationalen|kategorie"
    r"|gebot|verfassungszusatz|zusatzartikel|breitengrad|längengrad|sinfonie|symphonie|präsident"
    r"|präsidenten|präsidentin|gipfel|kongress|meisterschaft|festspiele|filmfestspiele|bundestag"
    r"|auflagen|amtszeit|ehe|frau|mann|person|arrondissement|ss?w|fc|fsv|sv|tsv|sc|ffc|fck|vfb|"
    r"bundesliga|division|hälfte|viertel|drittel|set|gang|preis|geige|violine|wahl|hand|stern)\b",
    re.IGNORECASE,
)
_BEFORE_ORDINAL = re.compile(
    r"(?:a[mn]|[Dd](?:er|ie|as|en|em|es)|[Ii]m|[Aa]m|[Zz]u[mr]|vom|[Bb]eim|[Ii]ns|ans|aufs|fürs|übers"
    r"|[Aa]ls|[Ii]n|[Jj]ede[mnrs]?|[Dd]iese[mnrs]?|[Ss]ein(?:e[mnrs]?)?|[Ii]hr(?:e[mnrs]?)?"
    r"|[Uu]nser(?:e[mnrs]?)?|[Mm]ein(?:e[mnrs]?)?|[Ee]in(?:e[mnrs]?)?|[Kk]ein(?:e[mnrs]?)?"
    r"|\d+\.\s(?:und|oder|bis|sowie|bzw\.|auf den)|\d+\.(?:\s?[/–-])?)\Z"
)
_LETTERED = re.compile(
    r"(?:Plan|Vitamin|Klasse|Gruppe|Typ|Typs|Punkt|Hepatitis|Influenza|Block|Halle|Kategorie"
    r"|Buchstabe|Buchstaben|Serie|Haus|Team|Note|Liga|Stufe|Version|Variante|Ebene|Sektor"
    r"|Generation|Blutgruppe|Produkt|Aktie|Tag|Stunde|Malcolm|Zone|Linie|Strecke|Abschnitt)\Z"
)
_ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")
_ABBREVIATION = re.compile(r"(?:\b\w{1,4}\.\s?)*\w+\Z")
_RESUMED = re.compile(r"[„“\"»«]…")
_LAST_WORD = re.compile(r"(?<![^\s()\[\]„“”\"'»«‚‘’])[^\s()\[\]„“”\"'»«‚‘’]+\Z")
_VOWELS = re.compile(r"[aeiouyäöüAEIOUYÄÖÜ]")
_DAY = re.compile(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\Z")


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop and its context."""

    left: str
    """The sentence up to the stop; only its last `_CONTEXT` characters if it is longer."""
    stops: str
    closers: str
    word: str
    """The characters directly before the stop, back to a space, bracket or quotation mark."""
    before: str
    """The text before `word`."""
    following: str
    """The first word after the stop, or "" if there is none."""

    @property
    def starter(self) -> bool:
        """Whether the next word is capitalised only at the start of a sentence."""
        return self.following in OPENERS


def ends(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether the sentence of `text` that starts at `begin` ends at this `CANDIDATE` match."""
    if _nested(text, begin, match):
        return False
    place = _place(text, begin, match)
    if not match["space"]:  # no space follows: do not split web addresses
        return place.starter and not re.search(r"[/@]|www", place.word)
    if _RESUMED.match(text, match.end()):
        return True
    for rule in _RULES:
        verdict = rule(place)
        if verdict is not None:
            return verdict
    return True


def _place(text: str, begin: int, match: re.Match[str]) -> Stop:
    left = text[max(begin, match.start() - _CONTEXT) : match.start()]
    found = _LAST_WORD.search(left)
    tail = found[0] if found else ""
    right = text[match.end() : match.end() + _CONTEXT].lstrip(_OPENING + " …\t\n]")
    following = re.match(r"\S[\w’'-]*", right)
    return Stop(
        left=left,
        stops=match["stops"],
        closers=match["closers"],
        word=tail,
        before=left[: len(left) - len(tail)].rstrip(),
        following=following[0] if following else "",
    )


def _nested(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether the stop is in brackets or a quoted phrase and the sentence continues after it."""
    start = max(begin, match.start() - _LONGEST_BRACKET)
    left = text[start : match.start()]
    bracket = left.rfind("(")
    if bracket > left.rfind(")") and has_word(left[:bracket]):
        if ")" in match["closers"]:
            return match["closers"].startswith(")") and not _place(text, begin, match).starter
        if text.find(")", match.end(), match.end() + _LONGEST_BRACKET) >= 0:
            return True
    return any(_quoted(left, text, match, *pair) for pair in ("„“", "‚‘", "»«", "«»"))


def _quoted(left: str, text: str, match: re.Match[str], opener: str, closer: str) -> bool:
    opened = left.rfind(opener)
    if opened <= left.rfind(closer) or closer in match["closers"]:
        return False
    if not has_word(left[:opened]) or left[:opened].rstrip().endswith((":", ",")):
        return False
    closed = text.find(closer, match.end(), match.end() + _LONGEST_QUOTE)
    return closed >= 0 and re.match(r"\s+[a-zäöüß]", text[closed + 1 : closed + 20]) is not None


def _nothing_follows(place: Stop) -> bool | None:
    return True if not place.following else None


def _continues(place: Stop) -> bool | None:
    """A lower-case letter continues the sentence, unless it opens a name such as iPhone."""
    if place.following[0] in ".,;:!?":
        return False
    if not place.following[0].islower():
        return None
    return bool(re.match(r"[a-zäöü]{1,2}[A-ZÄÖÜ]", place.following))


def _ellipsis(place: Stop) -> bool | None:
    if "…" not in place.stops and ".." not in place.stops:
        return None
    if place.stops[-1] in "!?" or place.starter:
        return True
    if place.closers[:1] == "]" and place.left.endswith("["):
        return False
    return bool(place.closers) or place.left[-1:].isalpha()


def _exclamation(place: Stop) -> bool | None:
    if not set(place.stops) & {"!", "?"}:
        return None
    return not (place.closers == ")" and place.left.endswith("(")) or place.starter


def _quoted_stop(place: Stop) -> bool | None:
    """A stop inside or directly after quotation marks is never part of an abbreviation."""
    return True if place.closers.strip(")]") or not place.word else None


def _number(place: Stop) -> bool | None:
    """`9.` may be a day, a rank, or a cardinal number that ends the sentence."""
    number = place.word.rpartition("/")[2].rpartition("–")[2].rpartition("-")[2]
    if not number.isdecimal() or not number.isascii():
        return None
    if not has_word(place.before):
        return False  # the number of a list item
    if _COUNTED.match(place.following):
        return False
    if place.following[0].isdecimal():
        return len(number) > 2  # 9. 5. 2025
    if place.starter:
        return True
    return _BEFORE_ORDINAL.search(_last_words(place.before)) is None


def _date(place: Stop) -> bool | None:
    """`24.12.` before a noun is a date within a sentence."""
    if not _DAY.match(place.word):
        return None
    return place.starter or _last_words(place.before).rpartition(" ")[2] in ("um", "gegen", "Uhr")


def _roman(place: Stop) -> bool | None:
    if len(place.word) < 2 or not _ROMAN.match(place.word):
        return None
    if place.starter:
        return True
    ordinal = _COUNTED.match(place.following) or _BEFORE_ORDINAL.search(_last_words(place.before))
    return ordinal is None


def _last_words(text: str) -> str:
    return " ".join(text.split()[-3:])


def _initial(place: Stop) -> bool | None:
    """`J.` is an initial unless the preceding noun takes a letter, as in "Plan B"."""
    letter = place.word.rpartition("-")[2]
    if not re.fullmatch(r"(?:[A-ZÄÖÜ]\.)*[A-ZÄÖÜ]", letter) or _dotted(place):
        return None
    return place.starter or _LETTERED.search(_last_words(place.before)) is not None


def _dotted(place: Stop) -> bool:
    """Whether the stop ends a known abbreviation with several dots, such as a. D."""
    found = _abbreviation(place)
    return "." in found and any(
        found in table for table in (NEVER_FINAL, RARELY_FINAL, OFTEN_FINAL)
    )


def _abbreviated(place: Stop) -> bool | None:
    if _is_unit(place):
        return True
    names = _names(place)
    if any(name in NEVER_FINAL for name in names):
        return False
    if names[-1] in ("f", "ff") and place.following.isupper():
        return False  # §§ 3 ff. BGB
    if any(name in OFTEN_FINAL for name in names):
        return not (_number_follows(place) and set(names) & OPEN_TO_NUMBERS)
    if any(name in RARELY_FINAL for name in names) or _looks_abbreviated(names[-1]):
        return place.starter
    return None


def _is_unit(place: Stop) -> bool:
    """Whether the word is a unit, not an abbreviation: `m` after a number, `kWh` in ct/kWh."""
    counted = re.search(r"(?:\d|\bje|\bpro|\bdie|\bder)\Z", place.before)
    return counted is not None and place.word.rpartition("/")[2] in UNITS


def _number_follows(place: Stop) -> bool:
    """Whether an Arabic or Roman number follows."""
    return place.following[0].isdecimal() or _ROMAN.match(place.following) is not None


def _names(place: Stop) -> tuple[str, ...]:
    """Return the keys to look the abbreviation up by, longest first."""
    last = re.split(r"[./–-]", place.word)[-1]
    whole = _abbreviation(place)
    if "." in whole:  # Z. B. at the start of a sentence
        whole = whole[0].lower() + whole[1:]
    names = (whole, place.word, last)
    if last.endswith("str") and len(last) > 4:
        return (*names, "str")
    return names


def _abbreviation(place: Stop) -> str:
    """Return the letters before the stop plus any dotted ones before them: `z. B` → `z.B`."""
    found = _ABBREVIATION.search(f"{place.before[-20:]} {place.word}".strip())
    return "".join(found[0].split()) if found else ""


def _looks_abbreviated(word: str) -> bool:
    """Whether `word` has no vowel or is a single lower-case letter."""
    if not word.isalpha() or word.isupper():
        return False
    return len(word) == 1 or _VOWELS.search(word) is None


_RULES = (
    _nothing_follows,
    _continues,
    _ellipsis,
    _exclamation,
    _quoted_stop,
    _number,
    _date,
    _roman,
    _initial,
    _abbreviated,
)
