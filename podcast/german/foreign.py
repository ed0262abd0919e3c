"""Detect words that a German voice is likely to mispronounce.

The patterns match spellings that are rare in German: together they occur in 3 of 1,000 words of a
German dictionary, nearly all of them loanwords. Many foreign names look German, so detection is
incomplete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile(
    r"""
    ^(?: [skwz]h | dj | gj | kj | mc | mack | nj | ts[aiu] | x[ihu] | hj | bj | lj | gw | rh?y )
    | (?: sh | ght | gh | oo[dkmnl]s? | ea[dkmpst]s? | ou(?:gh|ld|nd|nt|p)s? | [aeo]w | [ao]ys?
        | [bdhklnrs]ey | [aeo]ux | eaux | skij? | sky[ij]? | [iy]ov | [^aeiou]ov | cci | ggio
        | zzo | zzi | [ao]lho | inho | ić | ck[aio] )$
    | oeu | cq | q(?!u) | cz | szc | aa[kfn]is | [çćčğłńřśşźžñãõőűåøďťěů] | augh
    """,
    re.VERBOSE | re.IGNORECASE,
)


_FALSE_POSITIVES = frozenset({"Beat", "Deal", "Deals", "Intermezzo", "Macke", "Team", "Teams"})


def words(text: str) -> Iterator[re.Match[str]]:
    """Yield the capitalised words of `text` that look foreign."""
    for word in _WORD.finditer(text):
        written = word[0]
        name = written[0].isupper() and not written.isupper() and written not in _FALSE_POSITIVES
        if name and _FOREIGN.search(written):
            yield word
