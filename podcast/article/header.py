"""Parse title, author and date at the top of an article."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from podcast.article import furniture
from podcast.article.dates import trailing_date
from podcast.article.parsed import Metadata, RawBlock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_TITLE_LIMIT = 200
"""Maximum length of a title; a longer first line is a paragraph. Characters."""

_SENTENCE_LIMIT = 100
"""The same limit for a first line that ends in a full stop."""

_CREDIT_LIMIT = 160
"""Maximum length of the line, or part of it, that gives author and date. Characters."""

_BY = re.compile(
    r"(?:(?:Ein|Eine)\s+)?(?:(?:Gastbeitrag|Kommentar|Analyse|Essay|Interview|Kolumne|Reportage"
    r"|Bericht|Beitrag|Artikel|Text|Autor(?:in|en|innen)?|geschrieben|veröffentlicht)\s*:?\s+)?"
    r"(?:Von|By)\b:?\s+|(?:Text|Autor(?:in|en|innen)?|Redaktion)\s*:\s+",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:Stand|Datum|Veröffentlicht(?:\s+am)?|Erschienen(?:\s+am)?|Publiziert(?:\s+am)?|Vom|Am"
    r"|Aktualisiert(?:\s+am)?|Erstellt(?:\s+am)?|Zuletzt aktualisiert(?:\s+am)?)\s*:?\s+",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\(?(?:[^\W\d_a-zäöüß][\w.’'-]*|(?:von|van|vom|zu|zur|zum|der|den|de|del|della|di|da|dos|du|la|le"
    r"|al|el|bin|ibn|ter|ten|und|and|mit|aus|in|für|dpa|afp|apa|kna|epd|rtr)\b)\)?"
)
_BY_AFTER_DATE = re.compile(r"(.{4,60}\d\S{0,8}(?: Uhr)?),?\s+(?:von|by)\s+(\S.*)", re.IGNORECASE)
_NO_DATE = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}\.?\s*\Z|\b\d{4}-\d\d-\d\d\s*\Z")
_GAP = " \t.,;|·•–—-/("


def parse(parts: Sequence[RawBlock], known: Metadata) -> tuple[Metadata, list[RawBlock], list[str]]:
    """Parse the header: return `known` with its additions, the remaining parts, dropped lines."""
    above = list(takewhile(furniture.furniture_lines, parts))
    dropped = [line for part in above for line in part.lines]
    rest = list(parts[len(above) :])
    if rest and _BY.match(rest[0].lines[0]):  # byline first: no title
        dated, after = _byline(known, rest)
        known, rest = (dated, after) if dated.published else (known, rest)
    head, rest = _title(known, rest)
    for _ in range(2):  # author and date may be on separate lines
        head, rest = _byline(head, rest)
    return head, rest, dropped


def _title(head: Metadata, parts: list[RawBlock]) -> tuple[Metadata, list[RawBlock]]:
    if not parts:
        return head, parts
    line = parts[0].lines[0]
    title, author, published = title_line(line)
    same = head.title is None or _plain(head.title) in (_plain(title), _plain(line))
    if (author or published) and same:
        head = _merged(head, title=title or None, author=author, published=published)
        return head, _without_first_line(parts)
    if head.title is not None:
        return head, _without_first_line(parts) if same else parts
    if _starts_with_title(parts):
        return replace(head, title=title), _without_first_line(parts)
    return head, parts


def title_line(line: str) -> tuple[str, str | None, datetime | None]:
    """Split `Title|Author. 10.02.2025.`; a line of any other form is all title."""
    title, bar, credit = line.rpartition("|")
    if not bar or len(credit) > _CREDIT_LIMIT:
        return line.strip(), None, None
    if not credit.strip(_GAP):
        return title.strip(" |"), None, None
    author, published = _credit(credit)
    if published is None and not _is_credit(author):
        return line.strip(), None, None
    return title.strip(" |"), author or None, published


def _credit(text: str) -> tuple[str, datetime | None]:
    """Parse `Von Vitaly Portnikov, 10. Februar 2025.`; author or date may be missing."""
    text = " ".join(text.split())
    if swapped := _BY_AFTER_DATE.fullmatch(text):
        text = f"{swapped[2]}, {swapped[1]}"
    author, published = trailing_date(text)
    author = _NO_DATE.sub("", author) if published is None else _DATED.sub("", author + " ")
    return _BY.sub("", author.strip(_GAP), count=1).strip(_GAP), published


def _is_credit(author: str) -> bool:
    return (
        0 < len(author) <= 80 and len(author.split()) <= 8 and not re.search(r"[?!:„“\"]", author)
    )


def _byline(head: Metadata, parts: list[RawBlock]) -> tuple[Metadata, list[RawBlock]]:
    """Consume the first line if it is a byline or only a date."""
    if not parts or (head.author and head.published):
        return head, parts
    line = parts[0].lines[0].strip()
    if len(line) > _CREDIT_LIMIT:
        return head, parts
    author, published = _credit(line)
    if published and not author:
        return _merged(head, published=published), _without_first_line(parts)
    marked = _BY.match(line) is not None
    if author and _is_name(author) and (marked or (published and " " in author)):
        head = _merged(head, author=author, published=published)
        return head, _without_first_line(parts)
    return head, parts


def _is_name(text: str) -> bool:
    words = re.findall(r"[^\s,/&|]+", text)
    return 0 < len(words) <= 12 and all(_NAME.fullmatch(word) for word in words)


def _starts_with_title(parts: list[RawBlock]) -> bool:
    """Whether the first line is a heading, forms its own block, or precedes a byline."""
    first = parts[0]
    if first.kind == "heading":
        return True
    if first.kind != "paragraph" or not _is_title(first.lines[0]):
        return False
    after = _without_first_line(parts)
    if not after:
        return False
    alone = len(first.lines) == 1
    return alone or _byline(Metadata(), after)[1] != after


def _is_title(line: str) -> bool:
    if line.endswith((".", ".“")):
        return len(line) <= _SENTENCE_LIMIT and not re.search(r"[.!?]\s", line)
    return len(line) <= _TITLE_LIMIT


def _without_first_line(parts: list[RawBlock]) -> list[RawBlock]:
    first, *others = parts
    if len(first.lines) == 1:
        return others
    return [RawBlock(kind=first.kind, lines=first.lines[1:]), *others]


def _merged(head: Metadata, **found: object) -> Metadata:
    """Return `head` with its missing fields filled in from `furniture_lines`."""
    missing = {name: value for name, value in found.items() if getattr(head, name) is None}
    return replace(head, **missing)  # type: ignore[arg-type]


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()
