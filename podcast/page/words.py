"""Format dates, durations, positions and file sizes as German readers expect them."""

from __future__ import annotations

from datetime import datetime

from podcast.episode import clock as times
from podcast.german.words.calendar import MONTHS

_NARROW_NBSP = "\N{NARROW NO-BREAK SPACE}"
_NBSP = "\N{NO-BREAK SPACE}"


def day(moment: datetime) -> str:
    """Format a date: `10. Februar 2025`. A no-break space keeps the day with its month."""
    return f"{moment.day}.{_NBSP}{MONTHS[moment.month - 1]} {moment.year}"


def month(moment: datetime) -> str:
    """Format a month: `Februar 2025`."""
    return f"{MONTHS[moment.month - 1]} {moment.year}"


def length(milliseconds: int) -> str:
    """Format a duration: `45 Sek.`, `8 Min.`, `1 Std. 5 Min.`"""
    seconds = round(milliseconds / 1000)
    if seconds < 60:
        return f"{seconds}{_NARROW_NBSP}Sek."
    hours, minutes = divmod(round(seconds / 60), 60)
    parts = [f"{hours}{_NARROW_NBSP}Std."] if hours else []
    parts += [f"{minutes}{_NARROW_NBSP}Min."] if minutes else []
    return " ".join(parts)


def clock(milliseconds: int) -> str:
    """Format a position: `8:07`, `1:02:03`."""
    return times.clock(milliseconds // 1000)


def megabytes(size: int) -> str:
    """Format a file size in bytes: `5,7 MB`."""
    return f"{size / 1e6:.1f}{_NARROW_NBSP}MB".replace(".", ",")


def iso_length(milliseconds: int) -> str:
    """Format a duration by ISO 8601: `PT8M7S`."""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "H"), (minutes, "M"), (seconds, "S")]
    return "PT" + ("".join(f"{n}{unit}" for n, unit in parts if n) or "0S")


def seconds(milliseconds: int) -> str:
    """Format a position in seconds for media fragments: `12`, `12.345`."""
    return f"{milliseconds / 1000:.3f}".rstrip("0").rstrip(".")
