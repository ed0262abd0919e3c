"""Articles in: one reader for each kind of file."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING

from podcast.errors import ArticleError
from podcast.models import Article, Placement

if TYPE_CHECKING:
    from pathlib import Path

    from podcast.article.parsed import ParsedArticle

__all__ = ["READERS", "load", "readable"]

READERS = {
    ".txt": "podcast.article.plain_text",
    ".text": "podcast.article.plain_text",
    ".md": "podcast.article.markdown",
    ".markdown": "podcast.article.markdown",
}
"""The module that reads a file, by its suffix in lower case: `read(text, head) -> Draft`.

Imported when there is something to read: listing a show needs only the suffixes.
"""

_TITLE_WORDS = 8
"""Words of the text that stand in for a missing title."""

_TITLE_LENGTH = 100
"""Characters, where those words are very long."""


_WORD_LENGTH = 2000
"""Characters; the longest address that browsers take, and no word of any language."""


def readable(path: Path) -> bool:
    """Is there a reader for files named like `path`?"""
    return path.suffix.lower() in READERS


def load(path: Path, source: str) -> Article:
    """The article in the file at `path`; errors call it `source`.

    Raises `ArticleError` where the file cannot be read or has nothing to say.
    """
    if not readable(path):
        known = ", ".join(READERS)
        raise ArticleError(source, f"no reader for {path.suffix or 'this'} files", f"use {known}")
    from podcast.article.encoding import decode
    from podcast.article.front_matter import front_matter
    from podcast.article.furniture import tags

    data, modified = _contents(path, source)
    head, body = front_matter(decode(data, source), source)
    draft: ParsedArticle = import_module(READERS[path.suffix.lower()]).read(body, head)
    if not draft.blocks:
        fix = "write something below the title" if draft.head.title else ""
        raise ArticleError(source, "no text to speak", fix)
    _check_words(draft, source)
    head = draft.head
    return Article(
        title=_title(draft),
        author=head.author,
        published=head.published or modified,
        dated=head.published is not None,
        language=head.language or "de",
        source=source,
        link=head.link,
        tags=head.tags or tags(draft.dropped),
        blocks=draft.blocks,
        dropped=draft.dropped,
        skipped=draft.skipped,
        place=Placement(
            season=head.season, number=head.number, kind=head.kind, explicit=head.explicit
        ),
        soundbites=head.soundbites,
        voice=head.voice,
        cast=head.cast,
    )


def _check_words(draft: ParsedArticle, source: str) -> None:
    """Data that was taken for text would be spelled for days."""
    for block in draft.blocks:
        longest = max(block.text.split(), key=len, default="")
        if len(longest) > _WORD_LENGTH:
            problem = f"{longest[:20]!r} … is a word of {len(longest):,} characters"
            raise ArticleError(source, problem, "take it out, or put spaces into it")


def _contents(path: Path, source: str) -> tuple[bytes, datetime]:
    """The bytes of the file and when it was last changed, in UTC wherever this runs."""
    try:
        data, seconds = path.read_bytes(), int(path.stat().st_mtime)
    except OSError as error:
        raise ArticleError(source, error.strerror or "cannot be read") from None
    if not data.strip():
        raise ArticleError(source, "the file is empty")
    return data, datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def _title(draft: ParsedArticle) -> str:
    """What the article calls itself, or else its first heading, its first words."""
    from podcast.article import plain_text
    from podcast.german.words.wordlist import has_word

    if draft.head.title and has_word(draft.head.title):
        return plain_text.join([draft.head.title])
    for block in draft.blocks:
        if block.kind == "heading":
            return block.text
    opening = draft.blocks[0].text[:_TITLE_LENGTH]
    start = " ".join(opening.split()[:_TITLE_WORDS]).rstrip(" .,;:–-")
    return f"{start} …" if len(start) < len(opening.rstrip(".")) else start
