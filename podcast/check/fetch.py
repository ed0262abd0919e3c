"""Load a feed from a file or from a URL."""

from __future__ import annotations

from pathlib import Path

from podcast.check.folder import LIMIT, UnreadableError, absolute

_TIMEOUT = 30
"""Limit for each server response. Seconds."""


def fetch(name: str) -> bytes:
    """Load the feed `name`. Raises `UnreadableError` with the reason."""
    data = _from_web(name) if absolute(name) else _from_file(Path(name))
    if len(data) > LIMIT:
        raise UnreadableError(f"is larger than {LIMIT:,} bytes, more than any app would load")
    return data


def _from_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LIMIT + 1)
    except OSError as problem:
        raise UnreadableError(f"cannot be read: {problem.strerror}") from None


def _from_web(url: str) -> bytes:
    from http.client import HTTPException
    from urllib.request import Request, urlopen

    request = Request(url, headers={"User-Agent": "artikel-podcast"})  # noqa: S310 -- http(s)
    try:
        with urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310 -- http(s), see above
            data: bytes = answer.read(LIMIT + 1)
            return data
    except (OSError, HTTPException, ValueError) as problem:
        raise UnreadableError(f"cannot be fetched: {problem}") from None
