"""How single words are said: respellings and phonemes over the rules of German.

A lexicon is a TOML file with one table:

    [words]
    Trump = "Tramp"                        # a respelling in German letters
    "Xi Jinping" = "Schi Dschinping"       # several words
    Macron = "/makʁˈõː/"                   # phonemes (IPA), for engines that take them
    Renault = "Renoh /ʁəˈnoː/"             # both
    Team- = "Tihm"                         # the beginning of compound nouns: Teamgeist
    -team = "tihm"                         # the end of compound nouns: Rettungsteam

Written forms are case-sensitive and match whole words; a part between hyphens is a word.
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
_SHORTEST_REST = 3  # letters of a compound beside its lexicon part: "Teamgeist", not "Teams"


class Match(NamedTuple):
    """A passage that the lexicon knows."""

    start: int
    """Characters from the start of the text."""
    end: int
    written: str
    """The passage as it stands in the text."""
    entry: LexiconEntry
    """The entry as it applies to this passage, endings included ("Trumps": "Tramps")."""


class Lexicon:
    """An immutable set of entries, made for looking up whole texts."""

    def __init__(
        self, entries: Iterable[LexiconEntry] = (), *, builtin: bool = False, phonemes: bool = False
    ) -> None:
        """Of two entries for the same written form the later one wins, `builtin` ones lose.

        `phonemes` is for voices that take them: entries are then said by their IPA.
        """
        self._own = tuple(entries)
        self._builtin = builtin
        self._phonemes = phonemes

    @classmethod
    def load(cls, *paths: Path, builtin: bool = True, phonemes: bool = False) -> Lexicon:
        """The entries of `paths`, later ones over earlier ones, all over the built-in ones.

        Raises `LexiconError` for a file that is missing or wrong, naming file and entry.
        """
        entries = (entry for path in paths for entry in read(path))
        return cls(entries, builtin=builtin, phonemes=phonemes)

    @cached_property
    def _entries(self) -> dict[str, LexiconEntry]:
        """By written form. The built-in ones are read here: most commands need none."""
        entries = (*_builtin(), *self._own) if self._builtin else self._own
        return {plain(entry.written): entry for entry in entries}

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._entries)

    def __iter__(self) -> Iterator[LexiconEntry]:
        """The entries, as written in their files."""
        return iter(self._entries.values())

    def __contains__(self, written: str) -> bool:
        """Whether there is an entry for exactly `written`."""
        return plain(written) in self._entries

    @cached_property
    def fingerprint(self) -> str:
        """Hex digits that change when an entry does; the order of entries does not matter."""
        parts = (f"{written}\n{e.spoken}\n{e.ipa}" for written, e in self._entries.items())
        return sha256(*sorted(parts))

    def find(self, text: str) -> list[Match]:
        """Every passage of `text` (NFC) that has an entry, from left to right, none overlapping.

        The longest written form wins. Linear in the length of `text`.
        """
        return list(self._matches(text))

    def said(self, entry: LexiconEntry) -> str | None:
        """The respelling, or where the voice takes phonemes `⟦IPA⟧`, if the entry has it."""
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
            else:  # nouns only: -game is not in "monogame"
                found = self._compound(word[0]) if word[0][0].isupper() else None
            if found and not _in_address(same, start, start + len(found.written)):
                ends_at = start + len(found.written)
                yield Match(start, ends_at, text[start:ends_at], found)

    @cached_property
    def _forms(self) -> dict[str, list[LexiconEntry]]:
        """Written forms with their endings by first word, the longest first."""
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
        """Beginnings and ends of compounds, and the lengths they have, the longest first."""
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
    """The entries of `BUILTIN`, whose lines are so plain that TOML's parser would take ten times
    as long as is needed for them; a test compares."""
    return tuple(
        LexiconEntry(written=bare or quoted, spoken=spoken or None, ipa=ipa or None)
        for bare, quoted, spoken, ipa in _LINE.findall(BUILTIN.read_text("utf-8"))
    )


def _is_part(written: str) -> bool:
    return written.startswith("-") or written.endswith("-")


def _inflected(entry: LexiconEntry) -> Iterator[LexiconEntry]:
    """`entry` and its forms with the endings that leave the stem as it is."""
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
    """The compound `word`; its other half has no phonemes, so a respelling is needed."""
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
    """Whether the passage is part of an e-mail or web address, or a user's name."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    return (
        before.endswith(("@", "_"))
        or after.startswith(("@", "_"))
        or (before.endswith(".") and before[0].islower())
        or (after.startswith(".") and after[1:].islower())
    )
