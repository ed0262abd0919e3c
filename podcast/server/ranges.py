"""The Range header (RFC 9110, section 14): which parts of a file to send."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST = 32
"""Maximum number of ranges in one request; a request for more gets the whole file."""

_SPEC = re.compile(r"(?P<first>[0-9]{1,18})-(?P<last>[0-9]{0,18})|-(?P<suffix>[0-9]{1,18})")
_PART_OVERHEAD = 80  # bytes that the headers of one more part take

Part = tuple[int, int]
"""Offset of the first byte and of the byte after the last."""


class UnsatisfiableError(Exception):
    """No requested range lies within the file. The response is 416."""


def parts(header: str, size: int) -> list[Part]:
    """Parse a Range header for a file of `size` bytes into parts, in the order requested.

    Returns an empty list if the header must be ignored: another unit, malformed, or too many
    ranges. Merges parts that overlap or nearly touch. Raises `UnsatisfiableError` if no range
    lies within the file.
    """
    unit, _, listed = header.partition("=")
    specs = [spec.strip(" \t") for spec in listed.split(",", MOST + 1)]
    matches = [_SPEC.fullmatch(spec) for spec in specs if spec]
    if unit.strip().lower() != "bytes" or not matches or len(specs) > MOST:
        return []
    found = []
    for match in matches:
        if match is None or _is_reversed(match):
            return []
        first, stop = _part(match, size)
        if first < stop:
            found.append((first, stop))
    if not found:
        raise UnsatisfiableError
    return _merged(found)


def _is_reversed(match: re.Match[str]) -> bool:
    return bool(match["last"]) and int(match["last"]) < int(match["first"])


def _part(match: re.Match[str], size: int) -> Part:
    if match["suffix"]:
        return max(0, size - int(match["suffix"])), size
    return int(match["first"]), min(int(match["last"]) + 1, size) if match["last"] else size


def _merged(found: Sequence[Part]) -> list[Part]:
    """Return `found` unchanged if all parts are well apart, else merged in ascending order."""
    joined: list[Part] = []
    for first, stop in sorted(found):
        if joined and first <= joined[-1][1] + _PART_OVERHEAD:
            joined[-1] = joined[-1][0], max(stop, joined[-1][1])
        else:
            joined.append((first, stop))
    return list(found) if len(joined) == len(found) else joined
