"""Transcript files for podcast apps: WebVTT, SubRip, Podcasting 2.0 JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from podcast import files
from podcast.episode.clock import timestamp
from podcast.episode.cues import Cue, wrapped


def vtt(cues: Iterable[Cue]) -> Iterator[str]:
    """Write WebVTT, cue by cue. The header has no fields: some parsers cannot read them."""
    yield "WEBVTT\n"
    for cue in cues:
        begin, end = _time(cue.start_ms, "."), _time(cue.end_ms, ".")
        yield f"\n{begin} --> {end}\n{_vtt_escaped(_in_lines(cue.text))}\n"


def srt(cues: Iterable[Cue]) -> Iterator[str]:
    """Write SubRip, cue by cue."""
    for number, cue in enumerate(cues, 1):
        begin, end = _time(cue.start_ms, ","), _time(cue.end_ms, ",")
        blank = "\n" if number > 1 else ""
        yield f"{blank}{number}\n{begin} --> {end}\n{_srt_escaped(_in_lines(cue.text))}\n"


def transcript_json(cues: Iterable[Cue]) -> Iterator[str]:
    """Write a Podcasting 2.0 JSON transcript, cue by cue, with times in seconds."""
    segments = (
        {"startTime": cue.start_ms / 1000, "endTime": cue.end_ms / 1000, "body": cue.text}
        for cue in cues
    )
    return files.json_rows({"version": "1.0.0"}, "segments", segments)


def _in_lines(text: str) -> str:
    return "\n".join(wrapped(text))


def from_json(data: bytes) -> list[Cue]:
    """Parse the output of `transcript_json`; every cue gets segment 0.

    Raises `ValueError` if `data` is anything else.
    """
    try:
        return [
            Cue(
                text=row["body"],
                start_ms=round(row["startTime"] * 1000),
                end_ms=round(row["endTime"] * 1000),
                segment=0,
            )
            for row in json.loads(data)["segments"]
        ]
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a transcript: {error!r}") from None


def _time(milliseconds: int, point: str) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{timestamp(seconds)}{point}{thousandths:03}"


def _vtt_escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _srt_escaped(text: str) -> str:
    """Replace character sequences that would be parsed as syntax, as SubRip has no escapes.

    AntennaPod takes the start of "Er sagte: …" for a speaker's name.
    """
    return text.replace("-->", "→").replace(": ", ":\N{NO-BREAK SPACE}")
