"""Rows as columns of text. Loads nothing heavy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from podcast.episode.clock import clock


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as aligned columns; cheaper to load than a library for it."""
    if not rows:
        return "Nothing here yet."
    names = [name for name in rows[0] if name not in {"reason", "source"}]
    cells = [names] + [[_cell(name, row) for name in names] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(names))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


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
