"""Bible references: "Lk 2,11", "Psalm 23,4", "1 Kor 13,4–7"."""

from __future__ import annotations

import re

from podcast.german.rules.engine import Rule
from podcast.german.words import numbers

_BOOKS = {
    "Gen": "Genesis",
    "Ex": "Exodus",
    "Lev": "Levitikus",
    "Dtn": "Deuteronomium",
    "Jos": "Josua",
    "Ri": "Richter",
    "Sam": "Samuel",
    "Kön": "Könige",
    "Ps": "Psalm",
    "Spr": "Sprüche",
    "Koh": "Kohelet",
    "Jes": "Jesaja",
    "Jer": "Jeremia",
    "Hes": "Hesekiel",
    "Ez": "Ezechiel",
    "Dan": "Daniel",
    "Mi": "Micha",
    "Mt": "Matthäus",
    "Matth": "Matthäus",
    "Mk": "Markus",
    "Lk": "Lukas",
    "Joh": "Johannes",
    "Apg": "Apostelgeschichte",
    "Röm": "Römer",
    "Kor": "Korinther",
    "Gal": "Galater",
    "Eph": "Epheser",
    "Phil": "Philipper",
    "Kol": "Kolosser",
    "Thess": "Thessalonicher",
    "Tim": "Timotheus",
    "Hebr": "Hebräer",
    "Jak": "Jakobus",
    "Petr": "Petrus",
    "Offb": "Offenbarung",
}
_BOOK = f"(?:{'|'.join([*_BOOKS, *_BOOKS.values(), 'Mose', 'Hiob', 'Amos', 'Hosea'])})"
TRIGGER = rf"(?:{_BOOK})(?=\.? \d{{1,3}},\d)"


def _reference(match: re.Match[str]) -> str:
    last = f" bis {numbers.say(match[4])}" if match[4] else ""
    book = _BOOKS.get(match[1], match[1])
    return f"{book} {numbers.say(match[2])}, {numbers.say(match[3])}{last}"


RULES = (
    Rule(
        "Bible",
        rf"({_BOOK})\.? (\d{{1,3}}),(\d{{1,3}})(?:[–-](\d{{1,3}}))?"
        r"(?![\d,]*\d| ?[%€°]| (?:Prozent|Euro|Mi[lo]|Mrd|Grad|Punkt))",
        _reference,
    ),
)
