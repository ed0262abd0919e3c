"""Articles as segments: what is spoken in one go, sentence by sentence."""

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
_LONGEST = 6000
"""Characters of a segment; about seven minutes."""

_LONGEST_SENTENCE = 2000
"""Characters; what is longer is no sentence but a text without full stops."""


def sentences(text: str) -> list[str]:
    """The sentences of German `text`: white space aside, exactly its characters in order."""
    found: list[str] = []
    for stretch in _BLANK_LINE.split(text):
        found += _with_letters(_pieces(stretch))
    return list(_with_letters(found))


def _pieces(text: str) -> Iterator[str]:
    begin = 0
    for match in CANDIDATE.finditer(text):
        if ends(text, begin, match):
            yield text[begin : match.end()].strip()
            begin = match.end()
    if rest := text[begin:].strip():
        yield rest


def _with_letters(pieces: Iterable[str]) -> Iterator[str]:
    """`pieces`, those without a letter or digit put to the one before, or else after."""
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
    """`article` as segments, the title first; `spoken` says how a sentence of a kind is read.

    Raises `ArticleError` where nothing is left to say.
    """
    texts: list[tuple[Kind, Iterator[tuple[str, str]]]] = [
        ("title", _title(article)),
        *((block.kind, _block(block)) for block in article.blocks),
    ]
    segments = (_segment(kind, pairs, spoken, pauses) for kind, pairs in texts)
    found = tuple(part for segment in segments if segment for part in _parts(segment, pauses))
    if not found:
        raise ArticleError(article.source, "no text to speak")
    return found


def _segment(
    kind: Kind,
    pairs: Iterable[tuple[str, str]],
    spoken: Callable[[str, Kind], str],
    pauses: Pauses,
) -> Segment | None:
    """A segment of sentences, each as written and as it is handed to `spoken`."""
    said = _audible(Sentence(text=text, spoken=spoken(source, kind)) for text, source in pairs)
    if not said:
        return None
    if kind in ("title", "heading", "list item"):
        said = [Sentence(text=each.text, spoken=_closed(each.spoken)) for each in said]
    return Segment(kind=kind, sentences=tuple(said), pause_after_ms=pauses.after(kind))


def _parts(segment: Segment, pauses: Pauses) -> Iterator[Segment]:
    """A very long segment in several, so that no worker is busy for minutes with one clip."""
    length, begin = 0, 0
    for end, sentence in enumerate(segment.sentences):
        length += len(sentence.text)
        if length > _LONGEST and end > begin:
            part = segment.sentences[begin:end]
            yield replace(segment, sentences=part, pause_after_ms=pauses.sentence)
            length, begin = len(sentence.text), end
    yield replace(segment, sentences=segment.sentences[begin:])


def _audible(found: Iterable[Sentence]) -> list[Sentence]:
    """Sentences that have sound; the text of the others stays with a neighbour."""
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


def _closed(spoken: str) -> str:
    """`spoken` with a full stop where it has no end, so that the voice falls."""
    bare = spoken.rstrip(" “”\"'»«‘’)]")
    return spoken if bare.endswith((".", "!", "?", "…", ":")) else f"{spoken.rstrip(' ,;–-')}."


def _title(article: Article) -> Iterator[tuple[str, str]]:
    if not _repeated(article):
        yield article.title, article.title
    if credit := byline(article):
        yield credit, credit


def _repeated(article: Article) -> bool:
    """Is the title only the first words of the text, which follow anyway?"""
    start = article.title.removesuffix("…").rstrip(" .")
    return bool(article.blocks) and article.blocks[0].text.startswith(start)


def byline(article: Article) -> str:
    """`Von Vitaly Portnikov, 10. Februar 2025.`, or as much of it as is known."""
    day = article.published
    date = f"{day.day}. {MONTHS[day.month - 1]} {day.year}" if article.dated else ""
    author = f"Von {article.author.rstrip('.')}" if article.author else ""
    known = ", ".join(part for part in (author, date) if part)
    return f"{known}." if known else ""


def _block(block: Block) -> Iterator[tuple[str, str]]:
    found = (p for s in sentences(block.text) for p in clauses(s, _LONGEST_SENTENCE))
    for number, sentence in enumerate(found):
        counted = block.kind == "list item" and number == 0
        yield sentence, _as_item(sentence) if counted else sentence


def _as_item(sentence: str) -> str:
    """`1. Die Bank` as `Erstens: Die Bank`: a bare number would be read as an ordinal."""
    if (item := _ITEM.match(sentence)) is None:
        return sentence
    number = int(item[1])
    name = _COUNTED[number - 1] if 0 < number <= len(_COUNTED) else f"Punkt {number}"
    return f"{name}: {sentence[item.end() :]}"
