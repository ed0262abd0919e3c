"""The full text with its times, from which episode pages are rendered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from podcast.episode.cues import Cue
from podcast.models import Kind, Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One `Segment` with its times, for reading along."""

    kind: Kind
    sentences: tuple[tuple[str, int], ...]
    """Each sentence as written, with its start time in milliseconds."""


def passages(segments: Sequence[Segment], cues: Iterable[Cue]) -> Iterator[Passage]:
    """Pair sentences with start times; one the voice cannot say gets the time of the next."""
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
    """Serialise the timed text, passage by passage, for episode pages. Milliseconds."""
    yield "["
    before = ""
    for passage in passages:
        row = {"kind": passage.kind, "sentences": passage.sentences}
        yield before + json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        before = ","
    yield "]"


def from_json(data: bytes) -> list[Passage]:
    """Parse the output of `text_json`. Raises `ValueError` if `data` is anything else."""
    try:
        return [
            Passage(kind=row["kind"], sentences=tuple(map(_timed, row["sentences"])))
            for row in json.loads(data)
        ]
    except (KeyError, TypeError) as error:
        raise ValueError(f"not the text of an episode: {error!r}") from None


def _timed(sentence: list[Any]) -> tuple[str, int]:
    text, start_ms = sentence
    return str(text), int(start_ms)
