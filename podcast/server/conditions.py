"""Conditional requests (RFC 9110, section 13): does the client already have this file?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')


def status(headers: Mapping[str, str], etag: str, modified: int) -> int:
    """Return 200, 304 or 412 by the order of precedence in section 13.2.2.

    `etag` is strong; `modified` is in seconds since 1970.
    """
    if "if-match" in headers:
        if not _matches(headers["if-match"], etag, weak=False):
            return 412
    elif (limit := _seconds(headers.get("if-unmodified-since"))) is not None and modified > limit:
        return 412
    if "if-none-match" in headers:
        return 304 if _matches(headers["if-none-match"], etag, weak=True) else 200
    since = _seconds(headers.get("if-modified-since"))
    return 304 if since is not None and modified <= since else 200


def range_applies(if_range: str | None, etag: str, modified: int) -> bool:
    """Whether to honour Range: If-Range is absent or names this exact version (section 13.1.5)."""
    if if_range is None:
        return True
    if _TAG.fullmatch(if_range):
        return if_range == etag
    return _seconds(if_range) == modified


def _matches(header: str, etag: str, *, weak: bool) -> bool:
    if header.strip() == "*":
        return True
    tags = _TAG.findall(header)
    return etag in ([tag.removeprefix("W/") for tag in tags] if weak else tags)


def _seconds(date: str | None) -> int | None:
    try:
        when = parsedate_to_datetime(date or "")
        aware = when if when.tzinfo else when.replace(tzinfo=UTC)
        return int(aware.timestamp()) if aware > datetime(1970, 1, 1, tzinfo=UTC) else 0
    except (ValueError, OverflowError, TypeError):
        return None
