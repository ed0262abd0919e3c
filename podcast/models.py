"""Plain data types passed between the stages. Units are documented below each field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal["title", "heading", "paragraph", "quote", "list item"]
KINDS: dict[str, Kind] = {
    "title": "title",
    "heading": "heading",
    "paragraph": "paragraph",
    "quote": "quote",
    "list_item": "list item",
}
"""Kinds of text by the key that files use for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of an article between two blank lines, as written."""

    kind: Kind
    text: str
    """NFC, one line, single spaces; no control, soft-hyphen or zero-width characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """An episode's position in its show, as specified by its article."""

    season: int | None = None
    number: int | None = None
    kind: Literal["full", "trailer", "bonus"] = "full"
    explicit: bool | None = None
    """None if the show's setting applies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as parsed by its reader."""

    title: str
    author: str | None
    published: datetime
    """Naive, in the show's time zone. Midnight if only the day is known."""
    dated: bool
    """False if `published` is merely the file's modification time, which is in UTC."""
    language: str
    """BCP 47, e.g. `de`."""
    source: str
    """Path of the text below `seeds/`, with forward slashes."""
    link: str | None
    """URL of the original article."""
    tags: tuple[str, ...]
    blocks: tuple[Block, ...]
    """Excludes the title."""
    dropped: tuple[str, ...]
    """Removed lines of page furniture."""
    skipped: tuple[str, ...]
    """Content that the reader cannot turn into speech, e.g. `1 image`, `2 code blocks`."""
    place: Placement = Placement()
    soundbites: tuple[str, ...] = ()
    """Verbatim passages of the text to recommend as soundbites."""
    voice: str = ""
    """Name of the voice that speaks the article; the show's voice if empty."""
    cast: Mapping[str, str] = field(default_factory=dict)
    """Voices for individual kinds of text (see `KINDS`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence in its written and its spoken form."""

    text: str
    """Written form, shown in the transcript."""
    spoken: str
    """Spoken form, passed to the voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Text that is synthesised in one call and cached as one clip."""

    kind: Kind
    sentences: tuple[Sentence, ...]
    """At least one."""
    pause_after_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """Silence after each kind of text, in milliseconds."""

    sentence: int = 350
    """Between two sentences of a segment."""
    title: int = 1200
    heading: int = 700
    paragraph: int = 650
    quote: int = 650
    list_item: int = 400

    def after(self, kind: Kind) -> int:
        """Return the silence after a segment of `kind`, in milliseconds."""
        value: int = getattr(self, kind.replace(" ", "_"))
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """The audio of one segment: its sentences back to back, without pauses."""

    pcm: bytes
    """Signed little-endian samples, channels interleaved."""
    rate: int
    """Hz."""
    width: int = 2
    """Bytes per sample."""
    channels: int = 1
    marks: tuple[int, ...] = (0,)
    """Start of each sentence. Samples (frames) from the start; the first is 0."""
    energies: tuple[tuple[float, ...], ...] = field(default=(), repr=False)
    """K-weighted mean square of each 100 ms of each sentence, counted from its mark.

    Full scale = 1 (ITU-R BS.1770).
    """

    def sentences(self) -> list[tuple[int, int]]:
        """Return the start and end of each sentence. Samples (frames)."""
        return list(zip(self.marks, (*self.marks[1:], self.frames), strict=True))

    @property
    def frames(self) -> int:
        """Length in samples per channel."""
        return len(self.pcm) // (self.width * self.channels)


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedClip:
    """A clip encoded for an MP3: at its final level, with pauses between its sentences."""

    frames: bytes
    """Self-contained MP3 frames: any other frames may precede or follow them."""
    samples: int
    """Number of samples that a decoder produces from the frames."""
    spans: tuple[tuple[int, int], ...]
    """Start and end of each sentence in those samples; equal if the sentence is inaudible."""
    energies: tuple[tuple[float, ...], ...] = field(repr=False)
    """Energies of the clip at its final level, before LAME's encoding losses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter mark."""

    title: str
    start_ms: int
    """A whole second."""
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundbite:
    """A passage recommended by the article."""

    title: str
    """Text of the passage, at most 128 characters."""
    start_ms: int
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """The published data of one article, stored in its `episode.json`.

    All file names are relative to the episode's folder.
    """

    slug: str
    """Name of the folder and part of every URL; never changes once published."""
    guid: str
    """Derived from `source`; never changes once published."""
    source: str
    """Path of the article below `seeds/`, with forward slashes."""
    title: str
    author: str | None
    published: datetime
    """Time-zone aware."""
    link: str | None
    tags: tuple[str, ...]
    summary: str
    """The first sentences of the text, at most 250 characters."""
    duration_ms: int
    bytes: int
    """Size of the media file."""
    media: str
    """Name of the MP3. It contains a hash of the contents, so caches never mix versions."""
    chapters: tuple[Chapter, ...]
    voice: str
    """Name of the voice profile."""
    inputs: Mapping[str, str]
    """Hashes of everything that the episode may depend on; if equal, the episode is fresh."""
    fingerprint: str
    """Hash of everything that the episode does depend on; if equal, its files are the same."""
    replaced: Mapping[str, str] = field(default_factory=dict)
    """Earlier media files that still exist, each with its replacement time (ISO 8601, UTC)."""
    narrator: str = ""
    """Display name of the voice."""
    place: Placement = Placement()
    soundbites: tuple[Soundbite, ...] = ()
