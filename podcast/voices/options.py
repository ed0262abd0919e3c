"""What a voice profile may set: what each value must be, and how to say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Option:
    """One value under [options] in a profile."""

    must_be: str
    """Ends the sentence "options.speed must be …"."""
    fits: Callable[[Any], bool]
    heard: bool = True
    """Whether the same text sounds different with another value."""
    required: bool = False


def number(least: float, most: float, *, heard: bool = True) -> Option:
    """A number from `least` to `most`."""
    return Option(
        f"a number from {least:g} to {most:g}",
        lambda value: _is(value, int, float) and least <= value <= most,
        heard,
    )


def whole(least: int, most: int, *, heard: bool = True) -> Option:
    """A number without a point, from `least` to `most`."""
    return Option(
        f"a whole number from {least} to {most}",
        lambda value: _is(value, int) and least <= value <= most,
        heard,
    )


def choice(*values: str, heard: bool = True) -> Option:
    """One of a few words."""
    return Option(
        " or ".join(f'"{value}"' for value in values), lambda value: value in values, heard
    )


def text(*, heard: bool = True, required: bool = False) -> Option:
    """Text with something in it."""
    return Option(
        "text in quotes", lambda value: _is(value, str) and bool(value.strip()), heard, required
    )


def matching(pattern: str, must_be: str) -> Option:
    """Text of a certain form."""
    return Option(
        must_be, lambda value: _is(value, str) and re.fullmatch(pattern, value) is not None
    )


def words(*, required: bool = False) -> Option:
    """A list of texts, e.g. a command and its arguments."""
    return Option(
        'a list of texts, such as ["my-tts", "--lang", "de"]',
        lambda value: _is(value, list) and bool(value) and all(_is(item, str) for item in value),
        required=required,
    )


def _is(value: object, *kinds: type) -> bool:
    return isinstance(value, kinds) and not isinstance(value, bool)
