"""Read articles: one reader per file type."""

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
"""Reader module by lower-case file suffix; each defines `read(text, known) -> ParsedArticle`.

Readers are imported on first use, because listing a show needs only the suffixes.
"""

_TITLE_WORDS = 8
"""Number of opening words used as the title if the article has none."""

_TITLE_LENGTH = 100
"""Maximum length of those opening words. Characters."""

_WORD_LENGTH = 2000
"""Maximum word length: the longest URL browsers accept; longer than any real word. Characters."""


def readable(path: Path) -> bool:
    """Whether a reader exists for the suffix of `path`."""
    return path.suffix.lower() in READERS


def load(path: Path, source: str) -> Article:
    """Read the article at `path`; errors refer to it as `source`.

    Raises `ArticleError` if the file cannot be read or has no text to speak.
    """
    if not readable(path):
        known = ", ".join(READERS)
        problem = f"{path.suffix or 'extensionless'} files are not supported"
        raise ArticleError(source, problem, f"use one of: {known}")
    from podcast.article.encoding import decode
    from podcast.article.front_matter import front_matter
    from podcast.article.furniture import tags

    data, modified = _contents(path, source)
    head, body = front_matter(decode(data, source), source)
    parsed: ParsedArticle = import_module(READERS[path.suffix.lower()]).read(body, head)
    if not parsed.blocks:
        fix = "add text below the title" if parsed.head.title else ""
        raise ArticleError(source, "has no text to speak", fix)
    _check_words(parsed, source)
    head = parsed.head
    return Article(
        title=_title(parsed),
        author=head.author,
        published=head.published or modified,
        dated=head.published is not None,
        language=head.language or "de",
        source=source,
        link=head.link,
        tags=head.tags or tags(parsed.dropped),
        blocks=parsed.blocks,
        dropped=parsed.dropped,
        skipped=parsed.skipped,
        place=Placement(
            season=head.season, number=head.number, kind=head.kind, explicit=head.explicit
        ),
        soundbites=head.soundbites,
        voice=head.voice,
        cast=head.cast,
    )


def _check_words(parsed: ParsedArticle, source: str) -> None:
    """Reject overlong words: binary data mistaken for text would be spelled out for days."""
    for block in parsed.blocks:
        longest = max(block.text.split(), key=len, default="")
        if len(longest) > _WORD_LENGTH:
            problem = f"contains a word of {len(longest):,} characters: {longest[:20]!r} …"
            raise ArticleError(source, problem, "remove it, or break it up with spaces")


def _contents(path: Path, source: str) -> tuple[bytes, datetime]:
    """Return the file's bytes and modification time; the time is UTC on every machine."""
    try:
        data, seconds = path.read_bytes(), int(path.stat().st_mtime)
    except OSError as error:
        raise ArticleError(source, f"cannot be read: {error.strerror}") from None
    if not data.strip():
        raise ArticleError(source, "is empty")
    return data, datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def _title(parsed: ParsedArticle) -> str:
    """Return the article's own title, else its first heading, else its opening words."""
    from podcast.article import plain_text
    from podcast.german.words.wordlist import has_word

    if parsed.head.title and has_word(parsed.head.title):
        return plain_text.join([parsed.head.title])
    for block in parsed.blocks:
        if block.kind == "heading":
            return block.text
    opening = parsed.blocks[0].text[:_TITLE_LENGTH]
    start = " ".join(opening.split()[:_TITLE_WORDS]).rstrip(" .,;:–-")
    return f"{start} …" if len(start) < len(opening.rstrip(".")) else start
