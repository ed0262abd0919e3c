"""The table of abbreviations. What depends on the neighbours is in `abbreviations`."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("short_forms.txt")
"""Written ~ spoken, for people to read and to edit."""


class ShortForm(NamedTuple):
    """How an abbreviation is said."""

    said: str
    how: str = ""
    """Empty, or one of the words that the head of the table explains."""

    @property
    def declines(self) -> bool:
        """Whether it takes the ending of an adjective."""
        return self.how in {"adjective", "sometimes"}


def read(text: str) -> dict[str, ShortForm]:
    """The table in `text`; the spaces between the letters of an abbreviation are left out."""
    lines = (line.split(" ~ ") for line in text.splitlines() if line and line[0] != "#")
    return {written.replace(" ", ""): ShortForm(*said) for written, *said in lines}


FORMS = read(TABLE.read_text(encoding="utf-8"))
EPITHETS = {"d.J.": "Jünger", "d.Ä.": "Älter"}
