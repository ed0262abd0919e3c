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
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from podcast.errors import LexiconError
from podcast.files import sha256, write_atomically

BUILTIN = Path(__file__).with_name("names.toml")

_WORD = re.compile(r"[^\W_]+")
# Look-alikes, one character each so that positions stay the same.
_LOOKALIKES = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2011": "-"})
_WRITTEN = re.compile(r"-?[^\W_]\S*(?: \S+)*")
_SAID = re.compile(r"([^/]*?)\s*(?:/([^/]+)/)?")
# All but letters, accents, IPA's marks for stress and length, and what may join two words.
_UNSAYABLE = re.compile(r"[^\w\u0300-\u036f ˈˌː‿/'’.-]|[\d_]")
_SHORTEST_REST = 3  # letters of a compound beside its lexicon part: "Teamgeist", not "Teams"
_NEW_FILE = "# How single words are said. Whole words, case-sensitive.\n\n[words]\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One word or name and how it is said; `spoken` or `ipa` is always there."""

    written: str
    spoken: str | None = None
    """A respelling in letters that a German voice reads as intended."""
    ipa: str | None = None
    """Phonemes, for engines that take them."""


class Match(NamedTuple):
    """A passage that the lexicon knows."""

    start: int
    """Characters from the start of the text."""
    end: int
    written: str
    """The passage as it stands in the text."""
    entry: Entry
    """The entry as it applies to this passage, endings included ("Trumps": "Tramps")."""


class Lexicon:
    """An immutable set of entries, made for looking up whole texts."""

    def __init__(self, entries: Iterable[Entry] = (), *, builtin: bool = False) -> None:
        """Of two entries for the same written form the later one wins, `builtin` ones lose."""
        self._own = tuple(entries)
        self._builtin = builtin

    @classmethod
    def load(cls, *paths: Path, builtin: bool = True) -> Lexicon:
        """The entries of `paths`, later ones over earlier ones, all over the built-in ones.

        Raises `LexiconError` for a file that is missing or wrong, naming file and entry.
        """
        return cls((entry for path in paths for entry in _read(path)), builtin=builtin)

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        """By written form. The built-in ones are read here: most commands need none."""
        entries = (*_builtin(), *self._own) if self._builtin else self._own
        return {_plain(entry.written): entry for entry in entries}

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        """The entries, as written in their files."""
        return iter(self._entries.values())

    def __contains__(self, written: str) -> bool:
        """Whether there is an entry for exactly `written`."""
        return _plain(written) in self._entries

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

    def apply(self, text: str) -> str:
        """`text` with every respelling in place; entries that are only IPA change nothing."""
        parts: list[str] = []
        done = 0
        for match in self._matches(text):
            if match.entry.spoken is not None:
                parts += text[done : match.start], match.entry.spoken
                done = match.end
        return "".join([*parts, text[done:]])

    def _matches(self, text: str) -> Iterator[Match]:
        plain = text.translate(_LOOKALIKES)
        forms, ends_at = self._forms, 0
        for word in _WORD.finditer(plain):
            start = word.start()
            if start < ends_at:
                continue
            if (candidates := forms.get(word[0])) is not None:
                found = _longest(plain, start, candidates)
            else:  # nouns only: -game is not in "monogame"
                found = self._compound(word[0]) if word[0][0].isupper() else None
            if found and not _in_address(plain, start, start + len(found.written)):
                ends_at = start + len(found.written)
                yield Match(start, ends_at, text[start:ends_at], found)

    @cached_property
    def _forms(self) -> dict[str, list[Entry]]:
        """Written forms with their endings by first word, the longest first."""
        forms: dict[str, Entry] = {}
        words = {w: e for w, e in self._entries.items() if not _is_part(w)}
        for written, entry in words.items():
            for form in _inflected(replace(entry, written=written)):
                if form.written == written or form.written not in words:
                    forms[form.written] = form
        index: dict[str, list[Entry]] = {}
        for written in sorted(forms, key=len, reverse=True):
            if first := _WORD.match(written):
                index.setdefault(first[0], []).append(forms[written])
        return index

    @cached_property
    def _parts(self) -> tuple[dict[str, Entry], dict[str, Entry], list[int]]:
        """Beginnings and ends of compounds, and the lengths they have, the longest first."""
        heads = {w[:-1]: e for w, e in self._entries.items() if w.endswith("-")}
        tails: dict[str, Entry] = {}
        for written, entry in self._entries.items():
            if written.startswith("-"):
                tail = replace(entry, written=written[1:])
                tails.update((form.written, form) for form in _inflected(tail))
        return heads, tails, sorted({len(part) for part in [*heads, *tails]}, reverse=True)

    def _compound(self, word: str) -> Entry | None:
        heads, tails, lengths = self._parts
        for length in lengths:
            if len(word) - length < _SHORTEST_REST:
                continue
            if head := heads.get(word[:length]):
                return _joined(word, head, after=word[length:])
            if tail := tails.get(word[-length:]):
                return _joined(word, tail, before=word[:-length])
        return None


def add(path: Path, written: str, spoken: str) -> None:
    """Record in the lexicon file `path` that `written` is said as `spoken`.

    `spoken` is a respelling, or phonemes between slashes. An entry that is there already is
    replaced; comments and order stay; a missing file is made. Raises `LexiconError`.
    """
    entry = _entry(path, written, spoken)
    before = _text(path) if path.exists() else _NEW_FILE
    words = {**_words(path, before), written: spoken}
    words = {key: words[key] for key in words if key == written or _plain(key) != entry.written}
    after = _edited(before, entry.written, f"{_quoted(written)} = {_quoted(spoken)}")
    try:
        expected = tomllib.loads(after).get("words") == words
    except tomllib.TOMLDecodeError:
        expected = False
    if not expected:
        fix = "edit the file by hand"
        raise LexiconError(path, f"“{written}” cannot be added to a file laid out like this", fix)
    try:
        write_atomically(path, after.encode())
    except OSError as error:
        raise LexiconError(path, f"cannot be written ({error.strerror})") from error


@cache
def _builtin() -> tuple[Entry, ...]:
    return tuple(_read(BUILTIN))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_LOOKALIKES)


def _is_part(written: str) -> bool:
    return written.startswith("-") or written.endswith("-")


def _inflected(entry: Entry) -> Iterator[Entry]:
    """`entry` and its forms with the endings that leave the stem as it is."""
    yield entry
    written, spoken = entry.written, entry.spoken or ""
    if written[-1] not in "sxzß":
        yield _with_ending(entry, "s", "s")
        yield _with_ending(entry, "'s", "s")
    if written.endswith("er") and (not spoken or spoken.endswith("er")):
        for ending in ("n", "in", "innen"):
            yield _with_ending(entry, ending, ending)


def _with_ending(entry: Entry, written: str, spoken: str) -> Entry:
    return Entry(
        written=entry.written + written,
        spoken=entry.spoken and entry.spoken + spoken,
        ipa=entry.ipa and entry.ipa + _IPA_ENDINGS[spoken],
    )


_IPA_ENDINGS = {"s": "s", "n": "n", "in": "ɪn", "innen": "ɪnən"}


def _joined(word: str, part: Entry, before: str = "", after: str = "") -> Entry | None:
    """The compound `word`; its other half has no phonemes, so a respelling is needed."""
    if part.spoken is None:
        return None
    return Entry(written=word, spoken=f"{before}{part.spoken}{after}")


def _longest(text: str, start: int, candidates: list[Entry]) -> Entry | None:
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


def _read(path: Path) -> list[Entry]:
    entries: dict[str, Entry] = {}
    for written, value in _words(path, _text(path)).items():
        entry = _entry(path, written, value)
        if entry.written in entries:
            raise LexiconError(path, f"“{written}” is there twice", "keep one of the two")
        entries[entry.written] = entry
    return list(entries.values())


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise LexiconError(path, f"line {line} is not UTF-8", "save the file as UTF-8") from error
    except OSError as error:
        raise LexiconError(path, f"cannot be read ({error.strerror})") from error


def _words(path: Path, text: str) -> dict[str, Any]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(
            path, f"not TOML: {error}", "put the written form in quotes as well"
        ) from error
    words = document.pop("words", {})
    if document:
        fix = "put the entries under [words]"
        raise LexiconError(path, f"“{next(iter(document))}” has no place in a lexicon", fix)
    if not isinstance(words, dict):
        raise LexiconError(path, "“words” is not a table", "begin the entries with [words]")
    return words


def _entry(path: Path, written: str, value: object) -> Entry:
    """Check one line of a lexicon."""
    plain = _plain(written)
    if not _WRITTEN.fullmatch(plain):
        fix = "begin with a letter or digit; single spaces inside, none around"
        raise LexiconError(path, f"“{written}” cannot be found in a text", fix)
    if not isinstance(value, str):
        fix = f'write {_quoted(written)} = "respelling" or "/phonemes/" or "respelling /phonemes/"'
        raise LexiconError(path, f"“{written}” is not said by a string", fix)
    value = unicodedata.normalize("NFC", value).strip()
    if wrong := _UNSAYABLE.search(value):
        fix = "use letters, spaces, hyphens, apostrophes and full stops"
        raise LexiconError(path, f"“{written}”: {wrong[0]!r} cannot be spoken", fix)
    said = _SAID.fullmatch(value)
    if not said or not any(map(str.isalpha, value)):
        fix = "write a respelling, phonemes between two slashes, or both in this order"
        raise LexiconError(path, f"“{written}” is said by “{value}”", fix)
    return Entry(written=plain, spoken=said[1] or None, ipa=said[2])


def _edited(text: str, written: str, line: str) -> str:
    """`text` with `line` in place of the entry for `written`, or at the end of [words]."""
    lines = text.splitlines(keepends=True)
    newline = "\r\n" if text.count("\r\n") else "\n"
    for index, old in enumerate(lines):
        if _key(old) == written:
            lines[index] = line + _comment(old) + newline
            return "".join(lines)
    if not any(_header(old) == "words" for old in lines):
        lines += [newline, f"[words]{newline}"] if lines else [f"[words]{newline}"]
    lines.insert(_end_of_words(lines), line + newline)
    return "".join(lines)


def _key(line: str) -> str | None:
    try:
        keys = list(tomllib.loads(line))
    except tomllib.TOMLDecodeError:
        return None
    return _plain(keys[0]) if len(keys) == 1 and "=" in line else None


def _comment(line: str) -> str:
    """What follows the value on its line, with the spaces before it."""
    entry = tomllib.loads(line)
    for mark in re.finditer(r"\s*#", line):
        try:
            if tomllib.loads(line[: mark.start()]) == entry:
                return line[mark.start() :].rstrip()
        except tomllib.TOMLDecodeError:
            continue
    return ""


def _header(line: str) -> str | None:
    found = re.match(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(#.*)?$", line)
    return found[1] if found else None


def _end_of_words(lines: list[str]) -> int:
    begin = next(i for i, line in enumerate(lines) if _header(line) == "words") + 1
    end = next((i for i in range(begin, len(lines)) if _header(lines[i])), len(lines))
    while not lines[end - 1].strip():
        end -= 1
    if not lines[end - 1].endswith("\n"):
        lines[end - 1] += "\n"
    return end


def _quoted(text: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9_-]+", text):
        return f'"{text}"'
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
