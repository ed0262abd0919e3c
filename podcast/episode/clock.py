"""Times in an episode as people and players read them. Loads nothing."""

from __future__ import annotations

from functools import cache


def clock(seconds: int) -> str:
    """`8:07`, or `1:02:03` from an hour on."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@cache
def timestamp(seconds: int) -> str:
    """`00:08:07`: always with hours, as files have it."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}"
