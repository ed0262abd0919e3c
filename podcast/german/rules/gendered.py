"""Gender-inclusive forms: "Bürger*innen", "Leser:innen", "jede/r", "Kolleg(inn)en".

Newsreaders pause briefly before "innen"; a space makes a voice do the same. Other endings are
joined to the word ("jede*r" is "jeder"), so no letter gets lost.
"""

from __future__ import annotations

import re

from podcast.german.rules.engine import Rule


def _with_pause(match: re.Match[str]) -> str:
    return " " + match[1]


def _joined(match: re.Match[str]) -> str:
    return match[1]


_BEFORE = r"(?<=[a-zäöüß])"
_AFTER = r"(?![a-zäöüß])"
RULES = (
    Rule("gender form", rf"{_BEFORE}[*:_·/]-?(inn?(?:en)?){_AFTER}", _with_pause),
    Rule("gender form", rf"{_BEFORE}[*:_·/]-?(innen)(?=[a-zäöüß])", _with_pause),
    Rule("gender form", rf"{_BEFORE}[*:_·/]-?((?:e[nrms]?|[rnsm])){_AFTER}", _joined),
    Rule("gender form", rf"{_BEFORE}\((innen|in)\){_AFTER}", _with_pause),
    Rule("gender form", rf"{_BEFORE}\(([a-zäöüß]{{1,4}})\)", _joined),
)
