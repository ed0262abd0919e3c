"""Reader for Markdown: keep the marked-up text; count and skip elements that cannot be spoken."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from podcast.article import furniture, header, plain_text
from podcast.article.parsed import Metadata, ParsedArticle, RawBlock
from podcast.german.words.wordlist import has_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

from podcast.models import Kind

_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:?")
_TASK = re.compile(r"\[[ xX]\]\s+")
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_MAX_NESTING = 100
_UNSPOKEN = {
    "fence": "code block",
    "code_block": "code block",
    "html_block": "HTML block",
    "image": "image",
    "html_inline": "HTML tag",
    "table_open": "table",
}


def read(source: str, known: Metadata) -> ParsedArticle:
    """Parse Markdown `source`; `known` is the metadata from its front matter."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(
        ["table", "strikethrough"]
    )
    skipped: Counter[str] = Counter()
    parts = list(_parts(parser.parse(source), skipped))
    head, parts, before = header.parse(parts, known)
    parts, after = furniture.remove(parts)
    return ParsedArticle(
        head=head,
        blocks=plain_text.blocks(parts),
        dropped=(*before, *after),
        skipped=tuple(_counted(name, number) for name, number in skipped.items()),
    )


def _counted(name: str, number: int) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def _parts(tokens: Sequence[Any], skipped: Counter[str]) -> Iterator[RawBlock]:
    around: list[Kind] = ["paragraph"]
    """Stack of open containers, each as the kind of the text in it."""
    number = ""
    in_table = False
    lone = _lone_items(tokens)
    for token in tokens:
        if token.type in _UNSPOKEN:
            skipped[_UNSPOKEN[token.type]] += 1
        if token.type in ("table_open", "table_close"):
            in_table = token.nesting > 0
        elif token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
        if kind := _OPENING.get(token.type):
            around.append("paragraph" if id(token) in lone else kind)
        elif token.type in _CLOSING:
            around.pop()
        elif token.type == "inline" and not in_table:
            if lines := _lines(token, number, skipped):
                yield RawBlock(kind=around[-1], lines=lines)
            number = ""


def _lone_items(tokens: Sequence[Any]) -> set[int]:
    """Find one-item numbered lists: really paragraphs that begin with a date or a year."""
    lists: list[list[int]] = []
    lone: set[int] = set()
    for token in tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append([])
        elif token.type == "list_item_open":
            lists[-1].append(id(token))
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            items = lists.pop()
            if token.type == "ordered_list_close" and len(items) == 1:
                lone.update(items)
    return lone


_OPENING: dict[str, Kind] = {
    "heading_open": "heading",
    "blockquote_open": "quote",
    "list_item_open": "list item",
}
_CLOSING = {opening.replace("_open", "_close") for opening in _OPENING}


def _lines(inline: Any, number: str, skipped: Counter[str]) -> tuple[str, ...]:
    words = number + "".join(_words(inline.children or (), skipped))
    if words.startswith("[^") and (note := _FOOTNOTE.match(words)) and note[0].endswith(":"):
        skipped["footnote"] += 1
        return ()
    words = _FOOTNOTE.sub("", _TASK.sub("", words, count=1) if _TASK.match(words) else words)
    return tuple(line.strip() for line in words.split("\n") if has_word(line))


def _words(tokens: Sequence[Any], skipped: Counter[str]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak") or _BREAK.match(token.content):
            yield "\n"
        elif token.type in _UNSPOKEN:
            skipped[_UNSPOKEN[token.type]] += 1
        elif token.type in ("text", "code_inline"):
            yield token.content
