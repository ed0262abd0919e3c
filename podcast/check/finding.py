"""How a finding is written down."""

from __future__ import annotations

from podcast.models import Problem


def error(where: str, what: str, fix: str) -> Problem:
    """Something that an app or a directory refuses or shows wrongly."""
    return Problem(severity="error", where=where, what=what, fix=fix)


def warning(where: str, what: str, fix: str) -> Problem:
    """Something that some apps or listeners stumble over."""
    return Problem(severity="warning", where=where, what=what, fix=fix)


def short(text: str, most: int = 60) -> str:
    """`text` on one line of at most `most` characters, fit to be shown."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def count(number: int, one: str) -> str:
    """`1 cue`, `2 cues`."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
