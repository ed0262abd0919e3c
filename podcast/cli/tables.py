"""Plain-text tables, without slow imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from podcast.episode.clock import clock


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Format rows as aligned columns; loads faster than a table library."""
    if not rows:
        return "Nothing to list yet."
    names = [name for name in rows[0] if name not in {"reason", "source"}]
    cells = [names] + [[_cell(name, row) for name in names] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(names))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def counted(number: int, noun: str) -> str:
    """`1 clip`, `2 clips`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _cell(name: str, row: Mapping[str, Any]) -> str:
    value = row[name]
    if name == "commercial":
        return {True: "yes", False: "no", None: "unclear"}[value]
    if value is None:
        return f"({row['source']})" if name == "slug" else "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "seconds":
        return clock(round(value))
    if name == "bytes":
        return f"{value / 1e6:.1f} MB"
    return str(value)
