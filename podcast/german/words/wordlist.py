"""Lists of words as they are easiest to read and to edit: running text."""

from __future__ import annotations


def listed(text: str) -> frozenset[str]:
    """The words of `text`, which are separated by white space."""
    return frozenset(text.split())
