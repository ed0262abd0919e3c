"""Cues and chapters, and the files that apps read them from: VTT, SRT, Podcasting 2.0 JSON."""

from __future__ import annotations

import bisect
import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from podcast import files
from podcast.errors import ArticleError
from podcast.models import Article, Chapter, Cue, Passage, Segment, Soundbite

LINE = 42
"""Characters in a line of subtitles; a cue has at most two."""

_CHARACTERS_A_SECOND = 15  # of German read aloud
_CHAPTER_S = 75  # least length of a chapter made from paragraphs
_MOST = 100  # chapters that are made from paragraphs
_MOST_HEADINGS = 250  # an ID3 table of contents has room for 255
_SOUNDBITE = 128  # most characters of its title
_TITLE = 48  # most characters of a chapter's title made from a paragraph


def cues(text: str, start_ms: int, end_ms: int, segment: int) -> list[Cue]:
    """One cue for a sentence, or several of two lines each that share its time by length."""
    lines = _lines(text)
    parts = [" ".join(lines[i : i + 2]) for i in range(0, len(lines), 2)]
    total = sum(map(len, parts))
    result, done, begin = [], 0, start_ms
    for part in parts:
        done += len(part)
        end = start_ms + round((end_ms - start_ms) * done / total)
        result.append(Cue(text=part, start_ms=begin, end_ms=end, segment=segment))
        begin = end
    return result


def outline(title: str, segments: Sequence[Segment]) -> dict[int, str]:
    """The chapters of an article: the index of the segment where each begins, and its title.

    Headings, or without any, a paragraph every minute and more by its opening words. The article's
    title is always the first. Decided by the text alone, so it is known before a word is spoken.
    """
    headings = [(i, _text(s)) for i, s in enumerate(segments) if s.kind == "heading"]
    step = -(-len(headings) // _MOST_HEADINGS) or 1
    return {0: title} | (dict(headings[::step]) or _by_length(segments))


def chapters(titles: Mapping[int, str], starts_ms: Mapping[int, int], end_ms: int) -> list[Chapter]:
    """Chapters with their times; the last one ends with the episode."""
    starts = list(starts_ms.items())
    ends = [start for _, start in starts[1:]] + [end_ms]
    return [
        Chapter(title=titles[index], start_ms=start, end_ms=end)
        for (index, start), end in zip(starts, ends, strict=True)
    ]


def vtt(cues: Iterable[Cue]) -> Iterator[str]:
    """WebVTT, cue by cue. A blank line follows the header: some parsers know no header fields."""
    yield "WEBVTT\n"
    for cue in cues:
        begin, end = _clock(cue.start_ms, "."), _clock(cue.end_ms, ".")
        yield f"\n{begin} --> {end}\n{_vtt_escaped(_two(cue.text))}\n"


def srt(cues: Iterable[Cue]) -> Iterator[str]:
    """SubRip, cue by cue."""
    for number, cue in enumerate(cues, 1):
        begin, end = _clock(cue.start_ms, ","), _clock(cue.end_ms, ",")
        blank = "\n" if number > 1 else ""
        yield f"{blank}{number}\n{begin} --> {end}\n{_srt_escaped(_two(cue.text))}\n"


def transcript_json(cues: Iterable[Cue]) -> Iterator[str]:
    """The Podcasting 2.0 transcript, cue by cue; times in seconds."""
    segments = (
        {"startTime": cue.start_ms / 1000, "endTime": cue.end_ms / 1000, "body": cue.text}
        for cue in cues
    )
    return files.json_rows({"version": "1.0.0"}, "segments", segments)


def passages(segments: Sequence[Segment], cues: Iterable[Cue]) -> Iterator[Passage]:
    """The whole text with its times; what the voice cannot say has that of what comes after it."""
    coming, end_ms = iter(cues), 0
    cue = next(coming, None)
    for index, segment in enumerate(segments):
        found = []
        for sentence in segment.sentences:
            found.append((sentence.text, cue.start_ms if cue else end_ms))
            missing = len(sentence.text) if cue and sentence.text.startswith(cue.text) else 0
            while missing > 0 and cue and cue.segment == index:
                missing -= len(cue.text) + 1
                end_ms, cue = cue.end_ms, next(coming, None)
        yield Passage(kind=segment.kind, sentences=tuple(found))


def text_json(passages: Iterable[Passage]) -> Iterator[str]:
    """The text with its times in milliseconds, passage by passage: what pages are made of."""
    yield "["
    before = ""
    for passage in passages:
        row = {"kind": passage.kind, "sentences": passage.sentences}
        yield before + json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        before = ","
    yield "]"


def chapters_json(chapters: Sequence[Chapter]) -> bytes:
    """Podcasting 2.0 chapters, times in seconds."""
    rows = [
        {"startTime": c.start_ms / 1000, "endTime": c.end_ms / 1000, "title": c.title}
        for c in chapters
    ]
    return files.json_bytes({"version": "1.2.0", "chapters": rows})


def find_passages(article: Article, segments: Sequence[Segment]) -> None:
    """Raises `ArticleError` where a soundbite of the article is not a passage of its text."""
    whole = " ".join(map(_text, segments)) if article.soundbites else ""
    for passage in article.soundbites:
        if _plain(passage) not in _plain(whole):
            words = textwrap.shorten(passage, 60, placeholder=" …")
            fix = "copy a passage word for word"
            raise ArticleError(article.source, f"soundbite is not in the text: {words!r}", fix)


def soundbites(passages: Sequence[str], cues: Iterable[Cue]) -> list[Soundbite]:
    """When each of `passages` is heard, from the cue where it begins to that where it ends.

    One that the voice cannot say is left out.
    """
    if not passages:
        return []
    whole, starts, cues = "", [], list(cues)
    for cue in cues:
        starts.append(len(whole))
        whole += _plain(cue.text) + " "
    found = []
    for passage in passages:
        at = whole.find(_plain(passage))
        if at >= 0:
            first, last = (
                cues[bisect.bisect_right(starts, place) - 1]
                for place in (at, at + len(_plain(passage)) - 1)
            )
            found.append(
                Soundbite(
                    title=textwrap.shorten(passage, _SOUNDBITE, placeholder=" …"),
                    start_ms=first.start_ms,
                    duration_ms=last.end_ms - first.start_ms,
                )
            )
    return found


def _plain(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    return textwrap.wrap(text, LINE, break_long_words=False, break_on_hyphens=False) or [text]


def _two(text: str) -> str:
    return "\n".join(_lines(text))


def _by_length(segments: Sequence[Segment]) -> dict[int, str]:
    seconds = [sum(len(s.text) for s in x.sentences) / _CHARACTERS_A_SECOND for x in segments]
    found: dict[int, str] = {}
    before = begun = 0.0
    left = sum(seconds)
    least = max(_CHAPTER_S, left / _MOST)
    for index, segment in enumerate(segments):
        if index:
            before += seconds[index - 1]
            left -= seconds[index - 1]
        long_enough = before - begun >= least and left >= least / 2
        if index and long_enough and segment.kind == "paragraph":
            found[index] = _opening(_text(segment))
            begun = before
    return found


def _opening(text: str) -> str:
    """The first words of `text`, up to the end of the sentence or clause where that is near."""
    clause = re.match(rf".{{15,{_TITLE}}}?(?=[,;:.!?–](?:\s|$))", text)
    if clause:
        ended = text[clause.end()] in ".!?"
        return clause[0] if ended else f"{clause[0]} …"
    return textwrap.shorten(text, _TITLE, placeholder=" …")


def _text(segment: Segment) -> str:
    return " ".join(sentence.text for sentence in segment.sentences)


def _clock(milliseconds: int, point: str) -> str:
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{milliseconds:03}"


def _vtt_escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _srt_escaped(text: str) -> str:
    """SubRip has no escapes: other characters for what would be read as its syntax.

    AntennaPod takes "Er sagte: …" for a speaker's name.
    """
    return text.replace("-->", "→").replace(": ", ":\N{NO-BREAK SPACE}")
