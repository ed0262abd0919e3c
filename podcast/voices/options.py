"""Options of a voice profile: how to validate each value and describe what is valid."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Option:
    """Rule for one value under [options] in a profile."""

    must_be: str
    """Completes the sentence "options.speed must be …"."""
    fits: Callable[[Any], bool]
    heard: bool = True
    """Whether the value affects how text sounds."""
    required: bool = False


def number(least: float, most: float, *, heard: bool = True) -> Option:
    """A number from `least` to `most`."""
    return Option(
        f"a number from {least:g} to {most:g}",
        lambda value: _is(value, int, float) and least <= value <= most,
        heard,
    )


def whole(least: int, most: int, *, heard: bool = True) -> Option:
    """An integer from `least` to `most`."""
    return Option(
        f"a whole number from {least} to {most}",
        lambda value: _is(value, int) and least <= value <= most,
        heard,
    )


def choice(*values: str, heard: bool = True) -> Option:
    """One of the strings in `values`."""
    return Option(
        " or ".join(f'"{value}"' for value in values), lambda value: value in values, heard
    )


def text(*, heard: bool = True, required: bool = False) -> Option:
    """Text that is not blank."""
    return Option(
        "a string in quotes", lambda value: _is(value, str) and bool(value.strip()), heard, required
    )


def matching(pattern: str, must_be: str) -> Option:
    """Text that matches `pattern`."""
    return Option(
        must_be, lambda value: _is(value, str) and re.fullmatch(pattern, value) is not None
    )


def words(*, required: bool = False) -> Option:
    """A list of strings, e.g. a command and its arguments."""
    return Option(
        'a list of strings, such as ["my-tts", "--lang", "de"]',
        lambda value: _is(value, list) and bool(value) and all(_is(item, str) for item in value),
        required=required,
    )


def _is(value: object, *kinds: type) -> bool:
    return isinstance(value, kinds) and not isinstance(value, bool)
