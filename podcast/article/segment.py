"""Split articles into segments: sentences that are spoken together as one clip."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from podcast.errors import ArticleError
from podcast.german.sentences.boundaries import CANDIDATE, ends
from podcast.german.sentences.clauses import clauses
from podcast.german.words.calendar import MONTHS
from podcast.german.words.wordlist import has_word
from podcast.models import Article, Block, Kind, Pauses, Segment, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_COUNTED = (
    *("Erstens", "Zweitens", "Drittens", "Viertens", "Fünftens", "Sechstens"),
    *("Siebtens", "Achtens", "Neuntens", "Zehntens", "Elftens", "Zwölftens"),
)
_ITEM = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_BLANK_LINE = re.compile(r"\n\s*\n|\n(?=[ \t]*[•‣▪●])")
_MAX_SEGMENT = 6000
"""Maximum length of a segment: about seven minutes. Characters."""

_MAX_SENTENCE = 2000
"""Maximum length of a sentence; anything longer is text without full stops. Characters."""


def sentences(text: str) -> list[str]:
    """Split German `text` into sentences; except for white space, all characters are preserved."""
    found: list[str] = []
    for stretch in _BLANK_LINE.split(text):
        found += _attach_wordless(_pieces(stretch))
    return list(_attach_wordless(found))


def _pieces(text: str) -> Iterator[str]:
    begin = 0
    for match in CANDIDATE.finditer(text):
        if ends(text, begin, match):
            yield text[begin : match.end()].strip()
            begin = match.end()
    if rest := text[begin:].strip():
        yield rest


def _attach_wordless(pieces: Iterable[str]) -> Iterator[str]:
    """Attach pieces without a letter or digit to the preceding piece, or else to the next."""
    held: list[str] = []
    for piece in pieces:
        if held and has_word(piece) and any(map(has_word, held)):
            yield " ".join(held)
            held = []
        held.append(piece)
    if held:
        yield " ".join(held)


def split(
    article: Article, spoken: Callable[[str, Kind], str], pauses: Pauses
) -> tuple[Segment, ...]:
    """Split `article` into segments, title first; `spoken` maps a sentence and its kind to speech.

    Raises `ArticleError` if there is no text to speak.
    """
    texts: list[tuple[Kind, Iterator[tuple[str, str]]]] = [
        ("title", _title(article)),
        *((block.kind, _block(block)) for block in article.blocks),
    ]
    segments = (_segment(kind, pairs, spoken, pauses) for kind, pairs in texts)
    found = tuple(part for segment in segments if segment for part in _parts(segment, pauses))
    if not found:
        raise ArticleError(article.source, "has no text to speak")
    return found


def _segment(
    kind: Kind,
    pairs: Iterable[tuple[str, str]],
    spoken: Callable[[str, Kind], str],
    pauses: Pauses,
) -> Segment | None:
    """Build a segment from pairs: each sentence as written, and as passed to `spoken`."""
    said = _audible(Sentence(text=text, spoken=spoken(source, kind)) for text, source in pairs)
    if not said:
        return None
    if kind in ("title", "heading", "list item"):
        said = [Sentence(text=each.text, spoken=_with_full_stop(each.spoken)) for each in said]
    return Segment(kind=kind, sentences=tuple(said), pause_after_ms=pauses.after(kind))


def _parts(segment: Segment, pauses: Pauses) -> Iterator[Segment]:
    """Split a very long segment, so that one clip does not occupy a worker for minutes."""
    length, begin = 0, 0
    for end, sentence in enumerate(segment.sentences):
        length += len(sentence.text)
        if length > _MAX_SEGMENT and end > begin:
            part = segment.sentences[begin:end]
            yield replace(segment, sentences=part, pause_after_ms=pauses.sentence)
            length, begin = len(sentence.text), end
    yield replace(segment, sentences=segment.sentences[begin:])


def _audible(found: Iterable[Sentence]) -> list[Sentence]:
    """Keep the sentences with something to pronounce; merge the others' text into a neighbour."""
    kept: list[Sentence] = []
    waiting = ""
    for sentence in found:
        text = f"{waiting} {sentence.text}".strip()
        if has_word(sentence.spoken):
            kept.append(Sentence(text=text, spoken=sentence.spoken))
            waiting = ""
        elif kept:
            kept[-1] = Sentence(text=f"{kept[-1].text} {sentence.text}", spoken=kept[-1].spoken)
        else:
            waiting = text
    return kept


def _with_full_stop(spoken: str) -> str:
    """Add a full stop if `spoken` has no end punctuation, so that the intonation falls."""
    bare = spoken.rstrip(" “”\"'»«‘’)]")
    return spoken if bare.endswith((".", "!", "?", "…", ":")) else f"{spoken.rstrip(' ,;–-')}."


def _title(article: Article) -> Iterator[tuple[str, str]]:
    if not _title_opens_text(article):
        yield article.title, article.title
    if credit := byline(article):
        yield credit, credit


def _title_opens_text(article: Article) -> bool:
    """Whether the title is merely the opening words of the text, which are spoken anyway."""
    start = article.title.removesuffix("…").rstrip(" .")
    return bool(article.blocks) and article.blocks[0].text.startswith(start)


def byline(article: Article) -> str:
    """Return `Von Vitaly Portnikov, 10. Februar 2025.`, without the parts that are unknown."""
    day = article.published
    date = f"{day.day}. {MONTHS[day.month - 1]} {day.year}" if article.dated else ""
    author = f"Von {article.author.rstrip('.')}" if article.author else ""
    known = ", ".join(part for part in (author, date) if part)
    return f"{known}." if known else ""


def _block(block: Block) -> Iterator[tuple[str, str]]:
    found = (p for s in sentences(block.text) for p in clauses(s, _MAX_SENTENCE))
    for number, sentence in enumerate(found):
        counted = block.kind == "list item" and number == 0
        yield sentence, _as_item(sentence) if counted else sentence


def _as_item(sentence: str) -> str:
    """Turn `1. Die Bank` into `Erstens: Die Bank`; a bare number would be read as an ordinal."""
    if (item := _ITEM.match(sentence)) is None:
        return sentence
    number = int(item[1])
    name = _COUNTED[number - 1] if 0 < number <= len(_COUNTED) else f"Punkt {number}"
    return f"{name}: {sentence[item.end() :]}"
