"""Text normalisation: "am 9. Mai 2025" becomes "am neunten Mai zweitausendfünfundzwanzig"."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podcast.german.doubtful import Doubt
    from podcast.german.front_end import doubts, rewrites, spoken
    from podcast.german.lexicon.lookup import Lexicon
    from podcast.german.rules.engine import Rewrite

__all__ = ["Doubt", "Lexicon", "Rewrite", "doubts", "rewrites", "spoken"]

_MODULES = {
    "Doubt": "doubtful",
    "Lexicon": "lexicon.lookup",
    "Rewrite": "rules.engine",
    "doubts": "front_end",
    "rewrites": "front_end",
    "spoken": "front_end",
}


def __getattr__(name: str) -> object:
    """Import lazily, so that code that only needs the lexicon does not load the rules."""
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(import_module(f"podcast.german.{_MODULES[name]}"), name)
