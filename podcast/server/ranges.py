"""The Range header (RFC 9110, section 14): which parts of a file are to be sent."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST = 32
"""Ranges in one request; whoever asks for more gets the whole file."""

_SPEC = re.compile(r"(?P<first>[0-9]{1,18})-(?P<last>[0-9]{0,18})|-(?P<suffix>[0-9]{1,18})")
_GAP = 80  # bytes: what the head of one more part costs

Part = tuple[int, int]
"""First byte and the one after the last."""


class UnsatisfiableError(Exception):
    """No range of the request lies within the file: to be answered with 416."""


def parts(header: str, size: int) -> list[Part]:
    """The parts of a file of `size` bytes that a Range header asks for, in its order.

    Empty where it has to be ignored: another unit, malformed, too many. Parts that overlap or
    nearly touch are made one. Raises `UnsatisfiableError`.
    """
    unit, _, listed = header.partition("=")
    specs = [spec.strip(" \t") for spec in listed.split(",", MOST + 1)]
    matches = [_SPEC.fullmatch(spec) for spec in specs if spec]
    if unit.strip().lower() != "bytes" or not matches or len(specs) > MOST:
        return []
    found = []
    for match in matches:
        if match is None or _backwards(match):
            return []
        first, stop = _part(match, size)
        if first < stop:
            found.append((first, stop))
    if not found:
        raise UnsatisfiableError
    return _merged(found)


def _backwards(match: re.Match[str]) -> bool:
    return bool(match["last"]) and int(match["last"]) < int(match["first"])


def _part(match: re.Match[str], size: int) -> Part:
    if match["suffix"]:
        return max(0, size - int(match["suffix"])), size
    return int(match["first"]), min(int(match["last"]) + 1, size) if match["last"] else size


def _merged(found: Sequence[Part]) -> list[Part]:
    """`found` as it is where all parts are well apart, else in ascending order and joined."""
    joined: list[Part] = []
    for first, stop in sorted(found):
        if joined and first <= joined[-1][1] + _GAP:
            joined[-1] = joined[-1][0], max(stop, joined[-1][1])
        else:
            joined.append((first, stop))
    return list(found) if len(joined) == len(found) else joined
