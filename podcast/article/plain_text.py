"""Reader for plain text: infer paragraphs, lists and headings from blank lines and line length."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING

from podcast.article import furniture, header
from podcast.article.encoding import clean
from podcast.article.parsed import Metadata, ParsedArticle, RawBlock
from podcast.german.words.wordlist import has_word
from podcast.models import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LONG_LINE = 120
"""Nobody hard-wraps at more than this, so longer lines are paragraphs. Characters."""

_HEADING = re.compile(r"[^\W_a-zäöüß].{1,79}")
_BULLET = re.compile(r"[•‣▪●◦·*–-]\s+(?=\S)")
_ITEM = re.compile(r"(?:[•‣▪●◦·*–-]|\d{1,3}[.)])\s+\S")
_BROKEN_WORD = re.compile(r"[^\W\d_]{2,}-\Z")
_REST_OF_WORD = re.compile(
    r"(?!(?:und|oder|bzw|beziehungsweise|sowie|als|bis|noch|wie|aber|nicht|statt|ohne)\b)"
    r"[a-zäöüß]{2,}"
)


def read(text: str, known: Metadata) -> ParsedArticle:
    """Parse plain `text`; `known` is the metadata from its front matter."""
    head, parts, before = header.parse(list(_parts(text)), known)
    parts, after = furniture.remove(parts)
    return ParsedArticle(head=head, blocks=blocks(_with_headings(parts)), dropped=(*before, *after))


def blocks(parts: Iterable[RawBlock]) -> tuple[Block, ...]:
    """Join the lines of each part; parts without any words are left out."""
    joined = ((part.kind, join(part.lines)) for part in parts)
    return tuple(Block(kind=kind, text=text) for kind, text in joined if has_word(text))


def join(lines: Iterable[str]) -> str:
    """Join wrapped lines into one; rejoin words hyphenated at a line break where that is safe."""
    pieces: list[str] = []
    for line in (" ".join(clean(line).split()) for line in lines):
        if pieces and _BROKEN_WORD.search(pieces[-1][-40:]):
            pieces[-1] = _rejoined(pieces[-1], line)
            pieces.append(line)
        else:
            pieces += [" ", line] if pieces else [line]
    return "".join(pieces)


def _rejoined(before: str, after: str) -> str:
    """Adjust `before`, which ends in a hyphen, so that `after` can be appended directly."""
    if after[:1].isupper() or before.endswith("isch-"):
        return before  # Trump-Administration, russisch-ukrainisch
    return before[:-1] if _REST_OF_WORD.match(after) else before + " "


def _parts(text: str) -> Iterator[RawBlock]:
    lines = (line.strip() for line in text.split("\n"))
    for spoken, group in groupby(lines, key=has_word):
        if spoken:
            yield from _paragraphs(tuple(group))


def _paragraphs(lines: tuple[str, ...]) -> Iterator[RawBlock]:
    if len(lines) > 1 and all(_ITEM.match(line) for line in lines):
        for line in lines:
            yield RawBlock(kind="list item", lines=(_BULLET.sub("", line, count=1),))
    elif _one_line_each(lines):
        for line in lines:
            yield RawBlock(kind="paragraph", lines=(line,))
    else:
        yield RawBlock(kind="paragraph", lines=lines)


def _one_line_each(lines: Sequence[str]) -> bool:
    return len(lines) > 1 and median(map(len, lines)) > _LONG_LINE


def _with_headings(parts: Sequence[RawBlock]) -> Iterator[RawBlock]:
    """Mark short lines before a longer text as headings."""
    for part, following in pairwise(parts):
        heading = _is_heading(part, following)
        yield RawBlock(kind="heading", lines=part.lines) if heading else part
    yield from parts[-1:]


def _is_heading(part: RawBlock, following: RawBlock) -> bool:
    line = part.lines[0]
    return (
        part.kind == "paragraph"
        and len(part.lines) == 1
        and _HEADING.fullmatch(line) is not None
        and len(line.split()) <= 12
        and line[-1] not in ".!?…:;,“”»«\"'"
        and following.kind == "paragraph"
        and len(" ".join(following.lines)) > 80
    )
