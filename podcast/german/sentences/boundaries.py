"""Where a German sentence ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from podcast.german.sentences.stops import GLUED, LOOSE, OPEN_TO_NUMBERS, TIGHT, UNITS
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
"""A place where a sentence may end. Every character is looked at a fixed number of times."""

_SEEN = 100
"""Characters to the left and the right that a rule looks at."""

_ASIDE = 300
"""Characters that a remark in brackets may be long."""

_QUOTED = 80
"""Characters that a quoted title or phrase within a sentence may be long."""


_MONTHS = "|".join([*AUSTRIAN_MONTHS, *(month[:3] for month in MONTHS)])
# What is counted with an ordinal number, by the end of the word.
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
    """What stands around a stop."""

    left: str
    """The sentence up to the stop, its end only if it is long."""
    stops: str
    closers: str
    word: str
    """The characters directly before the stop, up to a space or a bracket."""
    before: str
    """What precedes the word."""
    following: str
    """The first word after the stop, or "" where there is none."""

    @property
    def starter(self) -> bool:
        """Does a word follow that only opens sentences?"""
        return self.following in OPENERS


def ends(text: str, begin: int, match: re.Match[str]) -> bool:
    """Does the sentence of `text` that began at `begin` end with this `CANDIDATE`?"""
    if _within(text, begin, match):
        return False
    place = _place(text, begin, match)
    if not match["space"]:  # the space is missing: do not tear web addresses apart
        return place.starter and not re.search(r"[/@]|www", place.word)
    if _RESUMED.match(text, match.end()):
        return True
    for rule in _RULES:
        verdict = rule(place)
        if verdict is not None:
            return verdict
    return True


def _place(text: str, begin: int, match: re.Match[str]) -> Stop:
    left = text[max(begin, match.start() - _SEEN) : match.start()]
    found = _LAST_WORD.search(left)
    tail = found[0] if found else ""
    right = text[match.end() : match.end() + _SEEN].lstrip(_OPENING + " …\t\n]")
    following = re.match(r"\S[\w’'-]*", right)
    return Stop(
        left=left,
        stops=match["stops"],
        closers=match["closers"],
        word=tail,
        before=left[: len(left) - len(tail)].rstrip(),
        following=following[0] if following else "",
    )


def _within(text: str, begin: int, match: re.Match[str]) -> bool:
    """Is this a stop in brackets or in a quoted phrase, with the sentence going on after it?"""
    start = max(begin, match.start() - _ASIDE)
    left = text[start : match.start()]
    bracket = left.rfind("(")
    if bracket > left.rfind(")") and has_word(left[:bracket]):
        if ")" in match["closers"]:
            return match["closers"].startswith(")") and not _place(text, begin, match).starter
        if text.find(")", match.end(), match.end() + _ASIDE) >= 0:
            return True
    return any(_quoted(left, text, match, *pair) for pair in ("„“", "‚‘", "»«", "«»"))


def _quoted(left: str, text: str, match: re.Match[str], opener: str, closer: str) -> bool:
    opened = left.rfind(opener)
    if opened <= left.rfind(closer) or closer in match["closers"]:
        return False
    if not has_word(left[:opened]) or left[:opened].rstrip().endswith((":", ",")):
        return False
    closed = text.find(closer, match.end(), match.end() + _QUOTED)
    return closed >= 0 and re.match(r"\s+[a-zäöüß]", text[closed + 1 : closed + 20]) is not None


def _nothing_follows(place: Stop) -> bool | None:
    return True if not place.following else None


def _goes_on(place: Stop) -> bool | None:
    """A small letter goes on, unless it opens a list item or a name like iPhone."""
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
    """A stop inside quotation marks, or after them, belongs to no abbreviation."""
    return True if place.closers.strip(")]") or not place.word else None


def _number(place: Stop) -> bool | None:
    """`9.` may be a day, a rank or just a number at the end."""
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
    """`J.` belongs to a name unless a noun before it wants a letter."""
    letter = place.word.rpartition("-")[2]
    if not re.fullmatch(r"(?:[A-ZÄÖÜ]\.)*[A-ZÄÖÜ]", letter) or _dotted(place):
        return None
    return place.starter or _LETTERED.search(_last_words(place.before)) is not None


def _dotted(place: Stop) -> bool:
    """Is this the end of an abbreviation of several letters, such as a. D.?"""
    found = _abbreviation(place)
    return "." in found and any(found in table for table in (GLUED, TIGHT, LOOSE))


def _abbreviated(place: Stop) -> bool | None:
    if _is_unit(place):
        return True
    names = _names(place)
    if any(name in GLUED for name in names):
        return False
    if names[-1] in ("f", "ff") and place.following.isupper():
        return False  # §§ 3 ff. BGB
    if any(name in LOOSE for name in names):
        return not (_counts(place) and set(names) & OPEN_TO_NUMBERS)
    if any(name in TIGHT for name in names) or _looks_abbreviated(names[-1]):
        return place.starter
    return None


def _is_unit(place: Stop) -> bool:
    """`m` after a number, `kWh` in ct/kWh: no abbreviation."""
    counted = re.search(r"(?:\d|\bje|\bpro|\bdie|\bder)\Z", place.before)
    return counted is not None and place.word.rpartition("/")[2] in UNITS


def _counts(place: Stop) -> bool:
    """Does a number follow, in digits or Roman?"""
    return place.following[0].isdecimal() or _ROMAN.match(place.following) is not None


def _names(place: Stop) -> tuple[str, ...]:
    """What the abbreviation may be called in the tables, the longest first."""
    last = re.split(r"[./–-]", place.word)[-1]
    whole = _abbreviation(place)
    if "." in whole:  # Z. B. at the start of a sentence
        whole = whole[0].lower() + whole[1:]
    names = (whole, place.word, last)
    if last.endswith("str") and len(last) > 4:
        return (*names, "str")
    return names


def _abbreviation(place: Stop) -> str:
    """The letters before the stop with those dotted ones that precede them: `z. B` → `z.B`."""
    found = _ABBREVIATION.search(f"{place.before[-20:]} {place.word}".strip())
    return "".join(found[0].split()) if found else ""


def _looks_abbreviated(word: str) -> bool:
    """Letters that nobody can pronounce, or a single small one."""
    if not word.isalpha() or word.isupper():
        return False
    return len(word) == 1 or _VOWELS.search(word) is None


_RULES = (
    _nothing_follows,
    _goes_on,
    _ellipsis,
    _exclamation,
    _quoted_stop,
    _number,
    _date,
    _roman,
    _initial,
    _abbreviated,
)
