"""Pronunciations of individual words: respellings and phonemes that override the rules.

A lexicon is a TOML file with one table:

    [words]
    Trump = "Tramp"                        # a respelling in German letters
    "Xi Jinping" = "Schi Dschinping"       # several words
    Macron = "/makʁˈõː/"                   # phonemes (IPA), for engines that accept them
    Renault = "Renoh /ʁəˈnoː/"             # both
    Team- = "Tihm"                         # the first part of compound nouns: Teamgeist
    -team = "tihm"                         # the last part of compound nouns: Rettungsteam

Written forms are case-sensitive and match whole words. Each part of a hyphenated word counts as
a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from podcast.files import sha256
from podcast.german.lexicon.file import LOOKALIKES, LexiconEntry, add, plain, read

__all__ = ["BUILTIN", "Lexicon", "LexiconEntry", "Match", "add"]

BUILTIN = Path(__file__).with_name("names.toml")

_WORD = re.compile(r"[^\W_]+")
_LINE = re.compile(r'^(?:([\w-]+)|"([^"]+)") = "([^"/]*?) ?(?:/([^"]+)/)?"$', re.MULTILINE)
_SHORTEST_REST = 3  # letters of a compound besides its lexicon part: "Teamgeist", not "Teams"


class Match(NamedTuple):
    """A passage that matches a lexicon entry."""

    start: int
    """Offset in the text, in characters."""
    end: int
    written: str
    """The passage as written in the text."""
    entry: LexiconEntry
    """The entry adapted to this passage, inflection included ("Trumps": "Tramps")."""


class Lexicon:
    """An immutable set of entries, optimised for searching whole texts."""

    def __init__(
        self, entries: Iterable[LexiconEntry] = (), *, builtin: bool = False, phonemes: bool = False
    ) -> None:
        """For the same written form, later `entries` override earlier ones.

        `builtin` adds the built-in entries, which all `entries` override. `phonemes` is for voices
        that accept phonemes: entries are then pronounced by their IPA.
        """
        self._own = tuple(entries)
        self._builtin = builtin
        self._phonemes = phonemes

    @classmethod
    def load(cls, *paths: Path, builtin: bool = True, phonemes: bool = False) -> Lexicon:
        """Load `paths`; later files override earlier ones, and all override the built-in entries.

        Raises `LexiconError` naming the file and entry if a file is missing or invalid.
        """
        entries = (entry for path in paths for entry in read(path))
        return cls(entries, builtin=builtin, phonemes=phonemes)

    @cached_property
    def _entries(self) -> dict[str, LexiconEntry]:
        """Entries by written form. Reads the built-in ones lazily: most commands need none."""
        entries = (*_builtin(), *self._own) if self._builtin else self._own
        return {plain(entry.written): entry for entry in entries}

    def __len__(self) -> int:
        """Number of entries."""
        return len(self._entries)

    def __iter__(self) -> Iterator[LexiconEntry]:
        """Iterate over the entries as written in their files."""
        return iter(self._entries.values())

    def __contains__(self, written: str) -> bool:
        """Whether there is an entry for exactly `written`."""
        return plain(written) in self._entries

    @cached_property
    def fingerprint(self) -> str:
        """Hash (hex) of all entries, independent of their order."""
        parts = (f"{written}\n{e.spoken}\n{e.ipa}" for written, e in self._entries.items())
        return sha256(*sorted(parts))

    def find(self, text: str) -> list[Match]:
        """Return every passage of `text` (NFC) that has an entry, in order and without overlaps.

        The longest written form wins. Runs in linear time in the length of `text`.
        """
        return list(self._matches(text))

    def spoken_form(self, entry: LexiconEntry) -> str | None:
        """Return `⟦IPA⟧` if the voice accepts phonemes and `entry` has IPA, else its respelling."""
        return f"⟦{entry.ipa}⟧" if self._phonemes and entry.ipa else entry.spoken

    def _matches(self, text: str) -> Iterator[Match]:
        same = text.translate(LOOKALIKES)
        forms, ends_at = self._forms, 0
        for word in _WORD.finditer(same):
            start = word.start()
            if start < ends_at:
                continue
            if (candidates := forms.get(word[0])) is not None:
                found = _longest(same, start, candidates)
            else:  # nouns only: "monogame" does not contain -game
                found = self._compound(word[0]) if word[0][0].isupper() else None
            if found and not _in_address(same, start, start + len(found.written)):
                ends_at = start + len(found.written)
                yield Match(start, ends_at, text[start:ends_at], found)

    @cached_property
    def _forms(self) -> dict[str, list[LexiconEntry]]:
        """Inflected written forms by first word, longest first."""
        forms: dict[str, LexiconEntry] = {}
        words = {w: e for w, e in self._entries.items() if not _is_part(w)}
        for written, entry in words.items():
            known = entry if entry.written == written else entry._replace(written=written)
            for form in _inflected(known):
                if form.written == written or form.written not in words:
                    forms[form.written] = form
        index: dict[str, list[LexiconEntry]] = {}
        for written in sorted(forms, key=len, reverse=True):
            if first := _WORD.match(written):
                index.setdefault(first[0], []).append(forms[written])
        return index

    @cached_property
    def _parts(self) -> tuple[dict[str, LexiconEntry], dict[str, LexiconEntry], list[int]]:
        """First parts and last parts of compounds, and their lengths, longest first."""
        heads = {w[:-1]: e for w, e in self._entries.items() if w.endswith("-")}
        tails: dict[str, LexiconEntry] = {}
        for written, entry in self._entries.items():
            if written.startswith("-"):
                tail = entry._replace(written=written[1:])
                tails.update((form.written, form) for form in _inflected(tail))
        return heads, tails, sorted({len(part) for part in [*heads, *tails]}, reverse=True)

    def _compound(self, word: str) -> LexiconEntry | None:
        heads, tails, lengths = self._parts
        for length in lengths:
            if len(word) - length < _SHORTEST_REST:
                continue
            if head := heads.get(word[:length]):
                return _joined(word, head, after=word[length:])
            if tail := tails.get(word[-length:]):
                return _joined(word, tail, before=word[:-length])
        return None


@cache
def _builtin() -> tuple[LexiconEntry, ...]:
    """Parse `BUILTIN` with a regular expression, ten times as fast as with the TOML parser.

    Its lines are simple enough for that; a test compares the two results.
    """
    return tuple(
        LexiconEntry(written=bare or quoted, spoken=spoken or None, ipa=ipa or None)
        for bare, quoted, spoken, ipa in _LINE.findall(BUILTIN.read_text("utf-8"))
    )


def _is_part(written: str) -> bool:
    return written.startswith("-") or written.endswith("-")


def _inflected(entry: LexiconEntry) -> Iterator[LexiconEntry]:
    """Yield `entry` and its inflected forms that leave the stem unchanged."""
    yield entry
    written, spoken = entry.written, entry.spoken or ""
    if written[-1] not in "sxzß":
        yield _with_ending(entry, "s", "s")
        yield _with_ending(entry, "'s", "s")
    if written.endswith("er") and (not spoken or spoken.endswith("er")):
        for ending in ("n", "in", "innen"):
            yield _with_ending(entry, ending, ending)


def _with_ending(entry: LexiconEntry, written: str, spoken: str) -> LexiconEntry:
    return LexiconEntry(
        written=entry.written + written,
        spoken=entry.spoken and entry.spoken + spoken,
        ipa=entry.ipa and entry.ipa + _IPA_ENDINGS[spoken],
    )


_IPA_ENDINGS = {"s": "s", "n": "n", "in": "ɪn", "innen": "ɪnən"}


def _joined(
    word: str, part: LexiconEntry, before: str = "", after: str = ""
) -> LexiconEntry | None:
    """Return the compound `word`, or None without a respelling: its other part has no phonemes."""
    if part.spoken is None:
        return None
    return LexiconEntry(written=word, spoken=f"{before}{part.spoken}{after}")


def _longest(text: str, start: int, candidates: list[LexiconEntry]) -> LexiconEntry | None:
    for entry in candidates:
        end = start + len(entry.written)
        if text.startswith(entry.written, start) and not _WORD.match(text, end):
            return entry
    return None


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether the passage is part of an e-mail address, a web address or a user name."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    return (
        before.endswith(("@", "_"))
        or after.startswith(("@", "_"))
        or (before.endswith(".") and before[0].islower())
        or (after.startswith(".") and after[1:].islower())
    )
