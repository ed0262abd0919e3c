"""Results and ratios: "3:2", "1:100.000"."""

from __future__ import annotations

import re

from podcast.german.rules.engine import Rule
from podcast.german.words import numbers


def _ratio(match: re.Match[str]) -> str:
    space = " " if match.string[match.end() : match.end() + 1].isalpha() else ""
    return f"{numbers.say(match[1])} zu {numbers.say(match[2])}{space}"


RULES = (
    Rule(
        "score",
        rf"({numbers.NUMBER})(?::| : )({numbers.NUMBER})(?!:?\d)(?= |\W|\w|\Z)",
        _ratio,
    ),
)
