"""The files that apps read transcripts from: WebVTT, SubRip, Podcasting 2.0 JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from podcast import files
from podcast.episode.clock import timestamp
from podcast.episode.cues import wrapped
from podcast.models import Cue


def vtt(cues: Iterable[Cue]) -> Iterator[str]:
    """WebVTT, cue by cue. A blank line follows the header: some parsers know no header fields."""
    yield "WEBVTT\n"
    for cue in cues:
        begin, end = _time(cue.start_ms, "."), _time(cue.end_ms, ".")
        yield f"\n{begin} --> {end}\n{_vtt_escaped(_two(cue.text))}\n"


def srt(cues: Iterable[Cue]) -> Iterator[str]:
    """SubRip, cue by cue."""
    for number, cue in enumerate(cues, 1):
        begin, end = _time(cue.start_ms, ","), _time(cue.end_ms, ",")
        blank = "\n" if number > 1 else ""
        yield f"{blank}{number}\n{begin} --> {end}\n{_srt_escaped(_two(cue.text))}\n"


def transcript_json(cues: Iterable[Cue]) -> Iterator[str]:
    """The Podcasting 2.0 transcript, cue by cue; times in seconds."""
    segments = (
        {"startTime": cue.start_ms / 1000, "endTime": cue.end_ms / 1000, "body": cue.text}
        for cue in cues
    )
    return files.json_rows({"version": "1.0.0"}, "segments", segments)


def _two(text: str) -> str:
    return "\n".join(wrapped(text))


def from_json(data: bytes) -> list[Cue]:
    """The cues of a transcript that `transcript_json` wrote; all of segment 0.

    Raises `ValueError` where it is none.
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
        raise ValueError(f"no transcript: {error!r}") from None


def _time(milliseconds: int, point: str) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{timestamp(seconds)}{point}{thousandths:03}"


def _vtt_escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _srt_escaped(text: str) -> str:
    """SubRip has no escapes: other characters for what would be read as its syntax.

    AntennaPod takes "Er sagte: …" for a speaker's name.
    """
    return text.replace("-->", "→").replace(": ", ":\N{NO-BREAK SPACE}")
