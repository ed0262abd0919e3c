"""Words in running text: lists that are easy to edit, and whether there is a word at all."""

from __future__ import annotations

import re

_WORD_CHARACTER = re.compile(r"[^\W_]")


def listed(text: str) -> frozenset[str]:
    """The words of `text`, which are separated by white space."""
    return frozenset(text.split())


def has_word(text: str) -> bool:
    """Whether there is a letter or a digit in `text`: something that a voice can say."""
    return _WORD_CHARACTER.search(text) is not None
