"""Web addresses: URLs, e-mail addresses, handles and hashtags."""

from __future__ import annotations

import re

from podcast.german.rules.engine import Rule
from podcast.german.words import numbers

_MARKS = {
    ".": "Punkt",
    "/": "Schrägstrich",
    "-": "Bindestrich",
    "_": "Unterstrich",
    "@": "at",
    "?": "Fragezeichen",
    "=": "gleich",
    "&": "und",
    "#": "Raute",
    "+": "plus",
    ":": "Doppelpunkt",
    "~": "Tilde",
    "%": "Prozent",
}
_PIECE = re.compile(r"[^\W\d_]+|\d{1,15}|[^\w\s]|_")
_DOMAINS = (
    "de|at|ch|li|com|org|net|eu|info|io|tv|gov|edu|int|mil|biz|app|dev|online|news|blog|fm|me|ai|uk|fr|it|nl"
    "|es|pl|be|ru|ua|us|cc|berlin|hamburg|bayern|nrw|koeln|wien|swiss|museum|jobs|shop|social"
)
_HOST = rf"(?:[^\W_](?:[\w-]{{0,62}}\.)){{1,6}}(?:{_DOMAINS})(?![\w-])"
_PATH = r"(?:[/?#][^\s„“”\"»«<>()\[\],;]{0,300})?"


def _piece(piece: str) -> str:
    if piece.isdecimal():
        return numbers.say(piece)
    if piece == "www":
        return "w w w"
    return _MARKS.get(piece, piece if piece.isalpha() else "")


def _spoken(address: str) -> str:
    return " ".join(filter(None, map(_piece, _PIECE.findall(address))))


def _address(match: re.Match[str]) -> str:
    address = match[0].rstrip(".,:;!?'")
    tail = match[0][len(address) :]
    return _spoken(re.sub(r"^https?://", "", address).rstrip("/")) + tail


def _handle(match: re.Match[str]) -> str:
    return "at " + _spoken(match[1])


def _hashtag(match: re.Match[str]) -> str:
    return "Hashtag " + _spoken(match[1])


_MAIL = r"[\w.+-]{1,64}@[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){1,5}"
MAIL_RULES = (Rule("e-mail", _MAIL, _address),)
RULES = (
    Rule("URL", r"https?://[^\s„“”\"»«<>()\[\],;]{1,400}", _address),
    Rule("URL", r"www\.[^\s„“”\"»«<>()\[\],;]{1,400}", _address),
    Rule("URL", _HOST + _PATH, _address),
)
SYMBOL_RULES = (
    Rule("handle", r"@(\w[\w.]{0,40}\w)", _handle),
    Rule("hashtag", r"#(\w{1,80})", _hashtag),
)
