"""Forms that name more than one gender: "Bürger*innen", "Leser:innen", "jede/r", "Kolleg(inn)en".

News readers make a short stop before "innen"; a space makes a voice do the same. Other endings are
joined ("jede*r" is "jeder"), so that no letter gets lost.
"""

from __future__ import annotations

import re

from podcast.german.rules.engine import Rule


def _stop(match: re.Match[str]) -> str:
    return " " + match[1]


def _joined(match: re.Match[str]) -> str:
    return match[1]


_BEFORE = r"(?<=[a-zäöüß])"
_AFTER = r"(?![a-zäöüß])"
RULES = (
    Rule("gender form", rf"{_BEFORE}[*:_·/]-?(inn?(?:en)?){_AFTER}", _stop),
    Rule("gender form", rf"{_BEFORE}[*:_·/]-?(innen)(?=[a-zäöüß])", _stop),
    Rule("gender form", rf"{_BEFORE}[*:_·/]-?((?:e[nrms]?|[rnsm])){_AFTER}", _joined),
    Rule("gender form", rf"{_BEFORE}\((innen|in)\){_AFTER}", _stop),
    Rule("gender form", rf"{_BEFORE}\(([a-zäöüß]{{1,4}})\)", _joined),
)
