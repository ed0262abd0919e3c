"""Helpers for editable word lists, and for checking whether a text has words at all."""

from __future__ import annotations

import re

_WORD_CHARACTER = re.compile(r"[^\W_]")


def listed(text: str) -> frozenset[str]:
    """Return the whitespace-separated words of `text`."""
    return frozenset(text.split())


def has_word(text: str) -> bool:
    """Whether `text` contains a letter or digit, that is, something a voice can say."""
    return _WORD_CHARACTER.search(text) is not None
