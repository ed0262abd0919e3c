"""Abbreviated weekdays, where adjacent text shows that "So." is not the word "so"."""

from __future__ import annotations

import re

from podcast.german.rules.dates import MONTH
from podcast.german.rules.engine import Rule
from podcast.german.words.calendar import WEEKDAYS

_DAY = "(?:Mo|Di|Mi|Do|Fr|Sa|So)"
_CLOCK = r"\d{1,2}(?:[:.]\d\d)?"
_HOURS = rf"{_CLOCK}(?: ?(?:[–-]|bis|und) ?{_CLOCK})? ?(?:Uhr|h)"
_FOLLOWED = re.compile(
    rf"\.?(?: ?[–/-] ?{_DAY}\b| (?:bis|und|oder|u\.) {_DAY}\b|, ?\d| \d{{1,2}}\.? ?{MONTH}"
    rf"| \d{{1,2}}\.\d{{1,2}}\.|:? {_HOURS}\b)|\.[,:]"
    rf"| (?:bis|von|um|ab) {_HOURS}\b"
    rf"|\.(?: (?:auch|nur|zusätzlich|jeweils|erst|schon|ab|von|bis)){{1,2}} {_HOURS}\b"
    r"|\. (?:geschlossen|geöffnet|zu\b|frei\b|Ruhetag|(?:bis|ab|von|um|nur) \d)"
)
_PRECEDED = re.compile(rf"\b{_DAY}\.?(?: ?[–/+&-] ?| (?:bis|und|oder|u\.) |, )\Z|\b\d\. \Z")
_PREPOSITION = re.compile(r"\b(?:am|jeden|bis|vom|ab|zum|diesen) \Z")


# Without "Fr.", which may mean "Frau", and "So.", which may be the word "so".
_ALONE = frozenset(("Mo.", "Di.", "Mi.", "Do.", "Sa."))


# "So ab 20 Uhr" means Sunday in a list; in "So ab 20 Uhr wird es voll", "so" is the word.
_SO = re.compile(rf" (?:bis|von|um|ab) {_HOURS} [^\W\d_]")


def _weekday(match: re.Match[str]) -> str | None:
    text, start = match.string, match.start()
    if match[0] == "So" and _SO.match(text, match.end()):
        return None
    before = text[max(0, start - 12) : start]
    dotted = match[0].endswith(".")
    if _FOLLOWED.match(text, match.end() - dotted) or _PRECEDED.search(before):
        return WEEKDAYS[match[1]]
    alone = match[0] in _ALONE and start == 0
    return WEEKDAYS[match[1]] if alone or (dotted and _PREPOSITION.search(before)) else None


def _span(match: re.Match[str]) -> str:
    return f"{WEEKDAYS[match[1]]} {'bis' if match[2] in '–-' else 'und'} "


RULES = (
    Rule("weekday", rf"(Mo|Di|Mi|Do|Fr|Sa|So)\.? ?([–/+&-]|u\.) ?(?={_DAY}\b)", _span),
    Rule("weekday", r"(Mo|Di|Mi|Do|Fr|Sa|So)(?:\.(?!\w)|(?![\w.]))", _weekday),
)
