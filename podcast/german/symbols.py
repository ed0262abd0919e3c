"""Marks that are not letters: quotation marks, dashes, brackets, signs, emoji."""

from __future__ import annotations

import re

from podcast.german.engine import Rule

_SIGNS = {
    "&": " und ",
    "+": " plus ",
    "=": " gleich ",
    "×": " mal ",
    "÷": " geteilt durch ",
    "±": " plus minus ",
    "≈": " ungefähr ",
    "≥": " größer gleich ",
    "≤": " kleiner gleich ",
    "≠": " ungleich ",
    "%": " Prozent ",
    "‰": " Promille ",
    "°": " Grad ",
    "§": " Paragraf ",
    "√": " Wurzel ",
    "∞": " unendlich ",
    "€": " Euro ",
    "№": " Nummer ",
    "@": " at ",
    "#": " Hashtag ",
    "²": " Quadrat ",
    "³": " hoch drei ",
    "…": "...",
    "′": " Minuten ",
}
_PAUSES = frozenset("–—―‒|;•·")
_QUOTES = '„“”‟"«»‹›‚‘`´'


def _sign(match: re.Match[str]) -> str:
    """The word for a sign, a comma for a pause, a space for what has no sound."""
    return _SIGNS.get(match[0]) or (", " if match[0] in _PAUSES else " ")


def _minus(match: re.Match[str]) -> str:
    return "minus "


def _range(match: re.Match[str]) -> str:
    return " bis "


def _open(match: re.Match[str]) -> str:
    joined = match.start() and match.string[match.start() - 1].isalpha()
    return "" if joined else ", "


def _close(match: re.Match[str]) -> str:
    follows = match.string[match.end() : match.end() + 1]
    return "" if follows.isalpha() else ","


def _nothing(match: re.Match[str]) -> str:
    return ""


_D = r"[–—−-]"
RULES = (
    Rule("footnote", re.compile(r"\[\d{1,3}\]|(?<=[^\W\d_]{3})[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}(?!\w)"), _nothing),
    Rule("ellipsis", re.compile(r"[(\[](?:\.\.\.|…)[)\]]"), lambda m: "..."),
    Rule("range", re.compile(rf"(?<=[\d.%€°])(?: {_D} |{_D})(?=\d)"), _range),
    Rule("minus", re.compile(r"(?<![^\s(\[„“\"])[−–-](?=\d)|−(?= ?\d)"), _minus),
    Rule("quote", re.compile(f"[{_QUOTES}]|(?<!\\w)['’]|['’](?!\\w)"), _nothing),
    Rule("bracket", re.compile(r"[(\[{]"), _open),
    Rule("bracket", re.compile(r"[)\]}]"), _close),
    Rule("dash", re.compile(r"(?<=[^\W\d_])[–—](?=[^\W\d_])"), lambda m: "-"),
    Rule("dash", re.compile(r"-{1,3}(?= |\Z)|[–—―]"), lambda m: ","),
    Rule("slash", re.compile(r" ?/ ?"), lambda m: " "),
    Rule("symbol", re.compile(r"[^\w\s]|_|[^\W\d]"), _sign),
)
