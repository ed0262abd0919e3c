"""The abbreviation table. `abbreviations` handles forms that depend on adjacent words."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("short_forms.txt")
"""Path to the table of written and spoken forms, which is meant to be edited by hand."""


class ShortForm(NamedTuple):
    """The spoken form of an abbreviation."""

    said: str
    how: str = ""
    """Empty, or one of the keywords defined in the header of the table."""

    @property
    def declines(self) -> bool:
        """Whether it takes an adjective ending."""
        return self.how in {"adjective", "sometimes"}


def read(text: str) -> dict[str, ShortForm]:
    """Parse the table in `text`; keys omit the spaces between the letters of an abbreviation."""
    lines = (line.split(" ~ ") for line in text.splitlines() if line and line[0] != "#")
    return {written.replace(" ", ""): ShortForm(*said) for written, *said in lines}


FORMS = read(TABLE.read_text(encoding="utf-8"))
EPITHETS = {"d.J.": "Jünger", "d.Ä.": "Älter"}
