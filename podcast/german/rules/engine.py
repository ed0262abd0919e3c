"""One pass over a text: every passage that is not said as it is written gets its spoken form.

A rule looks at the written text alone, never at what another rule made of it, so rules can be read,
tested and ordered one by one. A trigger finds the places where something could be different; the
rules for that kind of place are tried in order, and the first that has an answer wins.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from podcast.german.words.grammar import sentence_begins

Say = Callable[[re.Match[str]], str | None]
"""What is said for a match; None where the rule does not apply after all."""


class Rewrite(NamedTuple):
    """A piece of text that is said otherwise than it is written."""

    start: int
    """Characters from the start of the cleaned text."""
    written: str
    spoken: str
    rule: str
    """Name of the rule, for example `date`."""


class Rule:
    """One way of saying one kind of thing."""

    def __init__(self, name: str, pattern: str, say: Say) -> None:
        """`pattern` is matched where the trigger hit; it takes exactly what it replaces."""
        self.name = name
        self.pattern = pattern
        self.say = say

    @cached_property
    def match(self) -> Callable[[str, int], re.Match[str] | None]:
        """The matcher; made when it is first needed, because all of them would delay the start."""
        return re.compile(self.pattern).match


def always(spoken: str) -> Say:
    """What a rule says that has just one answer."""
    return lambda _match: spoken


class Span(NamedTuple):
    """A passage that is settled before the rules begin."""

    start: int
    end: int
    spoken: str
    rule: str


_AT_THE_END = re.compile(r"[”“\"»«›‹’‘')\]]{0,4}(?:\n|\Z)")


def _apart(text: str, start: int, spoken: str) -> str:
    """`spoken`, kept apart from a letter right before a number: "H5N1", "A7"."""
    joined = start and text[start].isdigit() and text[start - 1].isalpha()
    return f" {spoken}" if joined else spoken


def _after_dot(text: str, end: int, spoken: str) -> str:
    """`spoken`, with what a swallowed dot stood for: the end of a sentence, or a space ("Nr.5")."""
    if not spoken or text[end - 1] != "." or spoken[-1] in ".!?, ":
        return spoken
    if text[end : end + 1].isalnum():
        return spoken + " "
    return spoken + "." if _AT_THE_END.match(text, end) else spoken


def _full_stop(rule: Rule, text: str, end: int, spoken: str) -> str:
    """`spoken` with a full stop where the next sentence begins; abbreviations see to it alone."""
    swallowed = text[end - 1] == "." and spoken[-1:].isalpha() and rule.name != "abbreviation"
    return spoken + "." if swallowed and sentence_begins(text, end) else spoken


def _answer(rules: Sequence[Rule], text: str, start: int) -> tuple[Rule, int, str] | None:
    for rule in rules:
        match = rule.match(text, start)
        if match and (spoken := rule.say(match)) is not None and match.end() > start:
            spoken = _after_dot(text, match.end(), _apart(text, start, spoken))
            return rule, match.end(), _full_stop(rule, text, match.end(), spoken)
    return None


def scan(
    text: str,
    trigger: re.Pattern[str],
    rules: Mapping[str, Sequence[Rule]],
    settled: Iterable[Span] = (),
) -> Iterator[Rewrite]:
    """Every passage of `text` that a rule changes or that is settled already, from left to right.

    `trigger` has one named group for each key of `rules`.
    """
    spans = deque(settled)
    done = 0
    while match := trigger.search(text, done):
        start = match.start()
        while spans and spans[0].start <= start:
            span = spans.popleft()
            if span.start >= done:
                yield _passage(text, *span)
                done = span.end
        if done > start:
            continue
        if found := _answer(rules[match.lastgroup or ""], text, start):
            rule, done, spoken = found
            if spoken != text[start:done]:
                yield _passage(text, start, done, spoken, rule.name)
        else:
            done = start + 1
    yield from (_passage(text, *span) for span in spans if span.start >= done)


def _passage(text: str, start: int, end: int, spoken: str, rule: str) -> Rewrite:
    return Rewrite(start=start, written=text[start:end], spoken=spoken, rule=rule)


# What is left where passages meet: two spaces, a space before a comma, two commas, "?,".
_TIDY = (
    (re.compile(r" {2,}"), " "),
    (re.compile(r" ([,;:.!?](?![.\w]))"), r"\1"),
    (re.compile(r",(?: ?,)+"), ","),
    (re.compile(r"([.;:!?…]),"), r"\1"),
    (re.compile(r",([.;:!?…])"), r"\1"),
    (re.compile(r"(?m)^[ ,]+|[ ,]+$"), ""),
)


def join(text: str, passages: Iterable[Rewrite]) -> str:
    """`text` with every passage replaced by what is said."""
    parts: list[str] = []
    done = 0
    for passage in passages:
        parts += text[done : passage.start], passage.spoken
        done = passage.start + len(passage.written)
    if not parts:
        return text
    said = "".join([*parts, text[done:]])
    for pattern, replacement in _TIDY:
        said = pattern.sub(replacement, said)
    return said
