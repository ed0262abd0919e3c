"""Format times in an episode for people and players. Imports no other module."""

from __future__ import annotations

from functools import cache


def clock(seconds: int) -> str:
    """Format as `8:07`, or as `1:02:03` from one hour on."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@cache
def timestamp(seconds: int) -> str:
    """Format as `00:08:07`, always with hours, as subtitle files do."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}"
