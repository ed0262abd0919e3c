"""Data classes that the readers produce."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from podcast.models import Block, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What an article says about itself; None for fields it does not give."""

    title: str | None = None
    author: str | None = None
    published: datetime | None = None
    """Naive: wall-clock time as written."""
    language: str | None = None
    link: str | None = None
    tags: tuple[str, ...] = ()
    season: int | None = None
    number: int | None = None
    kind: Literal["full", "trailer", "bonus"] = "full"
    explicit: bool | None = None
    soundbites: tuple[str, ...] = ()
    voice: str = ""
    cast: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawBlock:
    """A block of text with its original line breaks."""

    kind: Kind
    lines: tuple[str, ...]
    """At least one line; none is blank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedArticle:
    """An article parsed from its text alone, without file metadata."""

    head: Metadata
    blocks: tuple[Block, ...]
    dropped: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
