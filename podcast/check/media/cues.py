"""Strict parsers for transcripts: WebVTT, SubRip and Podcasting 2.0 JSON."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from podcast.check.finding import FormatError, parsed, seconds

_TIME = r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_VTT = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+[^>]*)?", re.ASCII)
_SRT = re.compile(
    r"(\d{2,4}):([0-5]\d):([0-5]\d),(\d{3}) --> (\d{2,4}):([0-5]\d):([0-5]\d),(\d{3})", re.ASCII
)


@dataclass(frozen=True, slots=True)
class ParsedCue:
    """A text and the time for which a player shows it."""

    text: str
    """On one line, without markup."""
    start_ms: int
    end_ms: int
    lines: tuple[str, ...] = ()
    """Lines as displayed; empty if the format leaves line breaks to the app."""


def vtt(text: str) -> list[ParsedCue]:
    """Parse the cues of a WebVTT file (W3C WebVTT, section 4). Raises `FormatError`."""
    head, *blocks = _blocks(text)
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", head[1][0] if head[1] else ""):
        raise FormatError("does not begin with WEBVTT")
    if len(head[1]) > 1:
        raise FormatError("has no blank line after WEBVTT")
    return [_vtt_cue(line, block) for line, block in blocks if not _is_comment(block[0])]


def srt(text: str) -> list[ParsedCue]:
    """Parse the cues of a SubRip file. Raises `FormatError`."""
    blocks = [(line, block) for line, block in _blocks(text) if block]
    return [_srt_cue(number, *block) for number, block in enumerate(blocks, 1)]


def segments(text: str) -> list[ParsedCue]:
    """Parse the segments of a Podcasting 2.0 JSON transcript. Raises `FormatError`."""
    data = parsed(text)
    found = data.get("segments") if isinstance(data, dict) else None
    if not isinstance(found, list) or not isinstance(data.get("version"), str):
        raise FormatError("is not a JSON object with a version and segments")
    return [_segment(number, segment) for number, segment in enumerate(found, 1)]


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield blocks between blank lines, each with the number of its first line.

    The first block is yielded even if it is empty.
    """
    begin, block = 1, list[str]()
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if line:
            begin = begin if block else number
            block.append(line)
        elif block or number == 1:
            yield begin, block
            block = []
    if block:
        yield begin, block


def _is_comment(line: str) -> bool:
    return re.fullmatch(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?", line) is not None


def _vtt_cue(line: int, block: list[str]) -> ParsedCue:
    at = 0 if "-->" in block[0] else 1
    match = _VTT.fullmatch(block[at]) if at < len(block) else None
    if not match:
        raise FormatError(f"line {line}: no timing of the form 00:00.000 --> 00:00.000")
    shown = block[at + 1 :]
    if any("-->" in part for part in shown):
        raise FormatError(f"line {line}: the cue text contains -->")
    return _cue([html.unescape(re.sub(r"<[^<>]*>", "", part)) for part in shown], match.groups())


def _srt_cue(number: int, line: int, block: list[str]) -> ParsedCue:
    match = _SRT.fullmatch(block[1]) if len(block) > 1 else None
    if block[0] != str(number) or not match:
        form = f"{number} and 00:00:00,000 --> 00:00:00,000"
        raise FormatError(f"line {line}: no number and timing of the form {form}")
    if any("-->" in part for part in block[2:]):  # cannot be escaped, and parsers search for it
        raise FormatError(f"line {line}: the cue text contains -->")
    return _cue(block[2:], match.groups())


def _cue(lines: list[str], times: tuple[str | None, ...]) -> ParsedCue:
    return ParsedCue(_plain(" ".join(lines)), _ms(times[:4]), _ms(times[4:]), tuple(lines))


def _ms(parts: tuple[str | None, ...]) -> int:
    hours, minutes, secs, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + secs) * 1000 + thousandths


def _segment(number: int, segment: object) -> ParsedCue:
    fields = segment if isinstance(segment, dict) else {}
    start, end = seconds(fields.get("startTime")), seconds(fields.get("endTime"))
    body = fields.get("body")
    if start is None or end is None or not isinstance(body, str):
        raise FormatError(f"segment {number} lacks a startTime, endTime or body")
    return ParsedCue(_plain(body), round(start * 1000), round(end * 1000))


def _plain(text: str) -> str:
    return " ".join(text.split())
