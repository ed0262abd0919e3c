"""The plain data that the stages hand to each other, units under the fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

Kind = Literal["title", "heading", "paragraph", "quote", "list item"]
KINDS: dict[str, Kind] = {
    "title": "title",
    "heading": "heading",
    "paragraph": "paragraph",
    "quote": "quote",
    "list_item": "list item",
}
"""What files call the kinds of text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of an article between two blank lines, as it was written."""

    kind: Kind
    text: str
    """NFC, one line, single spaces, no control, soft-hyphen or zero-width characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where an episode stands in its show, as far as its article says."""

    season: int | None = None
    number: int | None = None
    kind: Literal["full", "trailer", "bonus"] = "full"
    explicit: bool | None = None
    """None where the show's setting counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text as its reader understood it."""

    title: str
    author: str | None
    published: datetime
    """Naive: in the show's time zone. Midnight where only the day is known."""
    dated: bool
    """False where `published` is only the file's modification time, then in UTC."""
    language: str
    """BCP 47, e.g. `de`."""
    source: str
    """Where the text comes from: the path below `seeds/`, with forward slashes."""
    link: str | None
    """Address of the original on the web."""
    tags: tuple[str, ...]
    blocks: tuple[Block, ...]
    """Without the title."""
    dropped: tuple[str, ...]
    """Page furniture that was left out, line by line."""
    skipped: tuple[str, ...]
    """What the reader could not turn into speech, e.g. `1 image`, `2 code blocks`."""
    place: Placement = Placement()
    soundbites: tuple[str, ...] = ()
    """Passages of the text to be recommended, word for word."""
    voice: str = ""
    """Name of the voice that speaks it; the show's own where empty."""
    cast: Mapping[str, str] = field(default_factory=dict)
    """Voices for kinds of its text (see `KINDS`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, as it is read and as it is said."""

    text: str
    """As written: what the transcript shows."""
    spoken: str
    """As said: what the voice gets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """What is spoken in one go and kept as one clip."""

    kind: Kind
    sentences: tuple[Sentence, ...]
    """At least one."""
    pause_after_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """Silence after each kind of text. Milliseconds."""

    sentence: int = 350
    """Between two sentences of one segment."""
    title: int = 1200
    heading: int = 700
    paragraph: int = 650
    quote: int = 650
    list_item: int = 400

    def after(self, kind: Kind) -> int:
        """Milliseconds of silence after a segment of `kind`."""
        value: int = getattr(self, kind.replace(" ", "_"))
        return value


CEILING_DB = -1.5
"""No sample or point between samples goes above, so that the MP3 stays below −1. dBTP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastering:
    """The steps that make a voice pleasant, in this order; 0 leaves a step out."""

    high_pass_hz: float = 0.0
    """Removes rumble below."""
    equaliser_hz: float = 3000.0
    """Middle of the peak equaliser: presence lies around 3 kHz."""
    equaliser_db: float = 0.0
    equaliser_q: float = 1.0
    """Middle frequency / width between the half gains."""
    compressor_db: float = -24.0
    """Level above which the compressor works, of a voice at −23 LUFS."""
    compressor_ratio: float = 2.0
    """So many decibels more at the input make one more at the output; 1 leaves it out."""
    limiter_db: float = CEILING_DB


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The files of a neural voice: the network `file`, and its configuration `file`.json."""

    file: str
    url: str
    """Folder on the web that has both; empty where they cannot be downloaded."""
    bytes: int
    """0 where the profile does not say."""
    sha256: str
    """Hex digits; empty where the profile does not say."""
    config_bytes: int
    config_sha256: str
    folders: tuple[str, ...]
    """Where they are looked for, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSpec:
    """A voice as its profile describes it: all that a worker needs to open it."""

    name: str
    title: str
    engine: str
    language: str
    licence: str
    options: Mapping[str, Any]
    """What the engine understands, defaults left out."""
    pauses: Pauses
    level_lufs: float | None
    """Loudness of the engine's own output, integrated over ordinary text. LUFS.

    Nothing where the voice was never measured: see `podcast.synthesis.calibration`.
    """
    mastered_lufs: float | None
    """The same after mastering: what an episode's loudness can be expected to be. LUFS."""
    pace_s: float | None
    """Seconds that it takes for a sound; 0 where it keeps no pace.

    See `podcast.synthesis.quality_gate`.
    """
    fingerprint: str
    """Changes whenever the same text would sound different. Hex digits."""
    mastering: Mastering = Mastering()
    model: Model | None = None
    """The files that the engine needs; nothing where it needs none."""
    phonemes: bool = False
    """Whether spoken text may have phonemes in it, as `podcast.german.spoken` marks them."""
    patience_s: float = 120.0
    """Longest that one clip may take. Seconds."""
    quality: str = ""
    """As its makers call it, e.g. `medium`."""
    source: str = ""
    """Where it comes from: a web address."""
    commercial: bool | None = None
    """Whether what it says may be used commercially; nothing where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One segment as sound, without pauses: its sentences end to end."""

    pcm: bytes
    """Signed little-endian samples, channels interleaved."""
    rate: int
    """Hz."""
    width: int = 2
    """Bytes a sample."""
    channels: int = 1
    marks: tuple[int, ...] = (0,)
    """Where each sentence begins. Samples (frames) from the start; the first is 0."""
    energies: tuple[tuple[float, ...], ...] = field(default=(), repr=False)
    """For each sentence the K-weighted mean square of each 100 ms of it, from its mark on.

    Full scale = 1 (ITU-R BS.1770).
    """

    def sentences(self) -> list[tuple[int, int]]:
        """Where each sentence begins and ends. Samples (frames)."""
        return list(zip(self.marks, (*self.marks[1:], self.frames), strict=True))

    @property
    def frames(self) -> int:
        """Length in samples of one channel."""
        return len(self.pcm) // (self.width * self.channels)


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedClip:
    """A clip as it goes into an MP3: at its final level, with pauses between its sentences."""

    frames: bytes
    """MP3 frames that need none before them: they may follow any others, and any may follow."""
    samples: int
    """What a decoder makes of them."""
    spans: tuple[tuple[int, int], ...]
    """Where each sentence begins and ends in those; equal where nothing is heard of it."""
    energies: tuple[tuple[float, ...], ...] = field(repr=False)
    """Those of the clip at its final level, before LAME takes its share."""


class Voice(Protocol):
    """An opened engine. Not for use by two threads at once."""

    def speak(self, sentences: Sequence[str], attempt: int = 0) -> Clip:
        """One clip of all `sentences` (at least one, not empty), one mark for each.

        From the second `attempt` on, which is 1, an engine that can vary says them otherwise than
        before; the same attempt always sounds the same. Raises `VoiceError` where it fails.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Text that is on screen while it is heard."""

    text: str
    start_ms: int
    """From the start of the finished MP3 as a player decodes it."""
    end_ms: int
    segment: int
    """Index of the segment that it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of the text as it is read along: one `Segment`, with its times."""

    kind: Kind
    sentences: tuple[tuple[str, int], ...]
    """Each sentence as written, and when it begins to be heard. Milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A place to jump to."""

    title: str
    start_ms: int
    """A whole second."""
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundbite:
    """A passage that an article recommends."""

    title: str
    """Its words, at most 128 characters."""
    start_ms: int
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """What is published of one article: the contents of its `episode.json`.

    All file names are relative to the episode's folder.
    """

    slug: str
    """Name of the folder, part of every address; never changes once published."""
    guid: str
    """Derived from `source`; never changes once published."""
    source: str
    """Path of the article below `seeds/`, with forward slashes."""
    title: str
    author: str | None
    published: datetime
    """Aware."""
    link: str | None
    tags: tuple[str, ...]
    summary: str
    """The first sentences of the text, at most 250 characters."""
    duration_ms: int
    bytes: int
    """Length of the media file."""
    media: str
    """The MP3. Its name has a hash of its contents: caches never mix two versions."""
    chapters: tuple[Chapter, ...]
    voice: str
    """Name of the voice's profile."""
    inputs: Mapping[str, str]
    """Hashes of everything that the episode may depend on; equal means fresh."""
    fingerprint: str
    """Hash of everything that the episode does depend on; equal means the same files."""
    replaced: Mapping[str, str] = field(default_factory=dict)
    """Earlier media files that are still there, and when each was replaced (ISO 8601, UTC)."""
    narrator: str = ""
    """What the voice is called."""
    place: Placement = Placement()
    soundbites: tuple[Soundbite, ...] = ()


Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that `podcast check` found."""

    severity: Severity
    where: str
    """File below `feed/public/`, with the element where that helps."""
    what: str
    fix: str
    source: str = ""
    """Where the rule comes from."""
