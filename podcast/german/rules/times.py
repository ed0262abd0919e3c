"""Times of day and durations: "14:30 Uhr", "8–10 Uhr", "2:05:34 Stunden"."""

from __future__ import annotations

import re

from podcast.german.rules.engine import Rule
from podcast.german.words import grammar, numbers
from podcast.german.words.wordlist import listed

_CLOCK = r"(\d{1,2})[:.](\d\d)(?::(\d\d))?"
_CUES = listed("um ab gegen bis seit von zwischen nach vor kurz spätestens täglich")
_LABELS = listed("Beginn Anpfiff Einlass Start Anstoß Abfahrt Ankunft Uhrzeit Treffpunkt")
_QUANTITY = re.compile(r"[-\d]| ?[€$%°]| (?:Euro|Franken|Prozent|Dollar|Punkte?n?|Min|Sek|St)")
_NOT_A_TIME = re.compile(
    r"\.\d| ?[€$%°]| (?:Euro|Franken|Prozent|Dollar|Punkte?n?|[A-ZÄÖÜ]\w+)\b|[-\d]"
)


def _clock(hour: str, minute: str, second: str | None = None) -> str | None:
    if int(hour) > 24 or int(minute) > 59:
        return None
    said = f"{numbers.combining(int(hour))} Uhr"
    if int(minute) or second:
        said += f" {numbers.cardinal(int(minute))}"
    return f"{said} und {numbers.cardinal(int(second))} Sekunden" if second else said


def _time(match: re.Match[str]) -> str | None:
    return _clock(match[1], match[2], match[3])


def _hour(match: re.Match[str]) -> str:
    return f"{numbers.combining(int(match[1]))} Uhr "


def _cued(match: re.Match[str]) -> str | None:
    """Read a time without "Uhr", identified by a cue such as "um" or by a leading zero."""
    words = grammar.words_before(match.string, match.start())
    label = words[0] if words and words[0] != ":" else "".join(words[1:2])
    cued = bool(words) and (label.lower() in _CUES or label in _LABELS)
    dotted = match[0][len(match[1])] == "."
    padded = (match[1][0] == "0" and len(match[1]) == 2) or match[2][0] == "0"
    zero = padded and not dotted  # scores are never written "14:02"
    if zero and match[1][0] == "0" and not _QUANTITY.match(match.string, match.end()):
        return _clock(match[1], match[2], match[3])  # "07:28 Ukraine meldet Angriffe"
    if not (cued or zero) or _NOT_A_TIME.match(match.string, match.end()):
        return None
    return _clock(match[1], match[2], match[3])


_HOURS_OF_DAY = listed("um ab gegen bis")


def _hour_of_day(match: re.Match[str]) -> str | None:
    """Read "um 9 h" as a time; "für 9 h" and "3 bis 4 h" are durations."""
    words = grammar.words_before(match.string, match.start())
    near = words[0].lower() if words else ""
    if near == "bis" and words[1:2] and words[1].isdigit():
        near = words[2].lower() if len(words) > 2 else ""
        timed = near in {"von", "um", "ab"}
    else:
        label = words[1] if near == ":" and len(words) > 1 else near.capitalize()
        timed = near in _HOURS_OF_DAY or label in _LABELS
    if not timed or int(match[1]) > 24:
        return None
    return f"{numbers.combining(int(match[1]))} Uhr"


def _units(match: re.Match[str], count: str, one: str, many: str) -> str:
    if int(count) == 1:
        return f"{grammar.one_before(match.string, match.start(), 'f')} {one}"
    return f"{numbers.cardinal(int(count))} {many}"


def _long_duration(match: re.Match[str]) -> str:
    hours, minutes, seconds = match[1], match[2], match[3]
    return (
        f"{_units(match, hours, 'Stunde', 'Stunden')} {_units(match, minutes, 'Minute', 'Minuten')}"
        f" und {_units(match, seconds, 'Sekunde', 'Sekunden')}"
    )


def _duration(match: re.Match[str]) -> str:
    unit = "Minute" if match[4][:3].lower() == "min" else "Stunde"
    rest = numbers.say(match[2].lstrip("0") or "0")
    rest += f" Komma {numbers.digits(match[3])}" if match[3] else ""
    return f"{_units(match, match[1], unit, unit + 'n')} {rest}"


RULES = (
    Rule("time", rf"{_CLOCK} ?(?:Uhr|h)\b", _time),
    Rule(
        "time",
        rf"{_CLOCK}(?= ?(?:[–-]|bis|und|oder|/) ?\d{{1,2}}(?:[:.]\d\d)? ?(?:Uhr|h)\b)",
        _time,
    ),
    Rule("time", r"(\d{1,2})h(?=\d\d\b)", _hour),
    Rule("time", r"(\d{1,2}) ?h(?![\w/])", _hour_of_day),
    Rule("time", r"([01])(?= Uhr\b)", lambda m: numbers.combining(int(m[1]))),
    Rule("duration", r"(\d{1,3}):(\d\d):(\d\d) (?:Stunden|Std\.|h\b)", _long_duration),
    Rule(
        "duration",
        r"(\d{1,3}):(\d\d)(?:,(\d{1,3}))? (Minuten\b|[Mm]in\.|min\b|Stunden\b|Std\.)",
        _duration,
    ),
    Rule("time", rf"{_CLOCK}(?![\d,])", _cued),
)
