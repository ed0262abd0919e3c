"""German as it is said: "am 9. Mai 2025" becomes "am neunten Mai zweitausendfünfundzwanzig"."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podcast.german.doubtful import Doubt
    from podcast.german.front_end import doubts, rewrites, spoken
    from podcast.german.lexicon.lookup import Lexicon
    from podcast.german.rules.engine import Rewrite

__all__ = ["Doubt", "Lexicon", "Rewrite", "doubts", "rewrites", "spoken"]

_HOMES = {
    "Doubt": "doubtful",
    "Lexicon": "lexicon.lookup",
    "Rewrite": "rules.engine",
    "doubts": "front_end",
    "rewrites": "front_end",
    "spoken": "front_end",
}


def __getattr__(name: str) -> object:
    """Fetched when it is asked for: whoever only wants the lexicon does not load the rules."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"podcast.german.{_HOMES[name]}"), name)
