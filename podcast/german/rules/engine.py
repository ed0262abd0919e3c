"""The rule engine: one pass over a text replaces each passage that is not read as written.

A rule sees only the written text, never the output of another rule, so each rule can be read,
tested and ordered on its own. A trigger finds the candidate positions. The engine tries the rules
for that kind of position in order, and the first rule that returns a result wins.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from podcast.german.words.grammar import sentence_begins

Say = Callable[[re.Match[str]], str | None]
"""Returns the spoken form of a match, or None if the rule does not apply after all."""


class Rewrite(NamedTuple):
    """A passage whose spoken form differs from its written form."""

    start: int
    """Offset in the cleaned text, in characters."""
    written: str
    spoken: str
    rule: str
    """Name of the rule, for example `date`."""


class Rule:
    """A named pattern and the function that returns its spoken form."""

    def __init__(self, name: str, pattern: str, say: Say) -> None:
        """Match `pattern` at the position of the trigger; the whole match is replaced."""
        self.name = name
        self.pattern = pattern
        self.say = say

    @cached_property
    def match(self) -> Callable[[str, int], re.Match[str] | None]:
        """The matcher, compiled on first use because compiling all of them would delay start-up."""
        return re.compile(self.pattern).match


def always(spoken: str) -> Say:
    """Return a `Say` function with a constant result."""
    return lambda _match: spoken


class Span(NamedTuple):
    """A passage whose spoken form is fixed before the rules run."""

    start: int
    end: int
    spoken: str
    rule: str


_AT_THE_END = re.compile(r"[”“\"»«›‹’‘')\]]{0,4}(?:\n|\Z)")


def _separate(text: str, start: int, spoken: str) -> str:
    """Return `spoken`, separated from a letter directly before the number: "H5N1", "A7"."""
    joined = start and text[start].isdigit() and text[start - 1].isalpha()
    return f" {spoken}" if joined else spoken


def _restore_dot(text: str, end: int, spoken: str) -> str:
    """Return `spoken` with what the consumed dot implied: a full stop or a space ("Nr.5")."""
    if not spoken or text[end - 1] != "." or spoken[-1] in ".!?, ":
        return spoken
    if text[end : end + 1].isalnum():
        return spoken + " "
    return spoken + "." if _AT_THE_END.match(text, end) else spoken


def _with_full_stop(rule: Rule, text: str, end: int, spoken: str) -> str:
    """Return `spoken` with a full stop if the next sentence begins after it.

    Abbreviation rules add their own full stop.
    """
    consumed = text[end - 1] == "." and spoken[-1:].isalpha() and rule.name != "abbreviation"
    return spoken + "." if consumed and sentence_begins(text, end) else spoken


def _first_result(rules: Sequence[Rule], text: str, start: int) -> tuple[Rule, int, str] | None:
    for rule in rules:
        match = rule.match(text, start)
        if match and (spoken := rule.say(match)) is not None and match.end() > start:
            spoken = _restore_dot(text, match.end(), _separate(text, start, spoken))
            return rule, match.end(), _with_full_stop(rule, text, match.end(), spoken)
    return None


def scan(
    text: str,
    trigger: re.Pattern[str],
    rules: Mapping[str, Sequence[Rule]],
    settled: Iterable[Span] = (),
) -> Iterator[Rewrite]:
    """Yield each passage of `text` that a rule changes or that is in `settled`, left to right.

    `trigger` has one named group for each key of `rules`.
    """
    spans = deque(settled)
    done = 0
    while match := trigger.search(text, done):
        start = match.start()
        while spans and spans[0].start <= start:
            span = spans.popleft()
            if span.start >= done:
                yield _rewrite(text, *span)
                done = span.end
        if done > start:
            continue
        if found := _first_result(rules[match.lastgroup or ""], text, start):
            rule, done, spoken = found
            if spoken != text[start:done]:
                yield _rewrite(text, start, done, spoken, rule.name)
        else:
            done = start + 1
    yield from (_rewrite(text, *span) for span in spans if span.start >= done)


def _rewrite(text: str, start: int, end: int, spoken: str, rule: str) -> Rewrite:
    return Rewrite(start=start, written=text[start:end], spoken=spoken, rule=rule)


# Artefacts at passage boundaries: two spaces, a space before a comma, two commas, "?,".
_CLEANUP = (
    (re.compile(r" {2,}"), " "),
    (re.compile(r" ([,;:.!?](?![.\w]))"), r"\1"),
    (re.compile(r",(?: ?,)+"), ","),
    (re.compile(r"([.;:!?…]),"), r"\1"),
    (re.compile(r",([.;:!?…])"), r"\1"),
    (re.compile(r"(?m)^[ ,]+|[ ,]+$"), ""),
)


def join(text: str, passages: Iterable[Rewrite]) -> str:
    """Return `text` with each passage replaced by its spoken form."""
    parts: list[str] = []
    done = 0
    for passage in passages:
        parts += text[done : passage.start], passage.spoken
        done = passage.start + len(passage.written)
    if not parts:
        return text
    said = "".join([*parts, text[done:]])
    for pattern, replacement in _CLEANUP:
        said = pattern.sub(replacement, said)
    return said
