"""Read and validate lexicon files, and edit them without losing comments."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

from podcast.errors import LexiconError
from podcast.files import write_atomically

# Look-alikes; each maps to one character, so that offsets do not change.
LOOKALIKES = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2011": "-"})

_WRITTEN = re.compile(r"-?[^\W_]\S*(?: \S+)*")
_SAID = re.compile(r"([^/]*?)\s*(?:/([^/]+)/)?")
# Anything but letters, accents, IPA stress and length marks, and characters that join words.
_UNSAYABLE = re.compile(r"[^\w\u0300-\u036f ˈˌː‿/'’.-]|[\d_]")
_NEW_FILE = "# Pronunciations. Entries match whole words and are case-sensitive.\n\n[words]\n"


class LexiconEntry(NamedTuple):
    """A word or name and its pronunciation; at least one of `spoken` and `ipa` is set."""

    written: str
    spoken: str | None = None
    """Respelling that a German voice reads as intended."""
    ipa: str | None = None
    """Phonemes (IPA), for engines that accept them."""


def add(path: Path, written: str, spoken: str) -> None:
    """Add the pronunciation `spoken` for `written` to the lexicon file `path`.

    `spoken` is a respelling, or phonemes between slashes, or both in that order. Replaces an
    existing entry, keeps comments and order, and creates a missing file. Raises `LexiconError`.
    """
    entry = _entry(path, written, spoken)
    before = _text(path) if path.exists() else _NEW_FILE
    words = {**_words(path, before), written: spoken}
    words = {key: words[key] for key in words if key == written or plain(key) != entry.written}
    after = _edited(before, entry.written, f"{_quoted(written)} = {_quoted(spoken)}")
    try:
        expected = tomllib.loads(after).get("words") == words
    except tomllib.TOMLDecodeError:
        expected = False
    if not expected:
        fix = "edit the file by hand"
        raise LexiconError(path, f"“{written}” cannot be added: unsupported file layout", fix)
    try:
        write_atomically(path, after.encode())
    except OSError as error:
        raise LexiconError(path, f"cannot be written: {error.strerror}") from error


def plain(text: str) -> str:
    """Return `text` in NFC, with typographic look-alikes replaced by plain characters."""
    return unicodedata.normalize("NFC", text).translate(LOOKALIKES)


def read(path: Path) -> list[LexiconEntry]:
    """Return every entry of the file `path`. Raises `LexiconError` naming the file and entry."""
    entries: dict[str, LexiconEntry] = {}
    for written, value in _words(path, _text(path)).items():
        entry = _entry(path, written, value)
        if entry.written in entries:
            raise LexiconError(path, f"“{written}” appears twice", "delete one of the two")
        entries[entry.written] = entry
    return list(entries.values())


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise LexiconError(path, f"line {line} is not UTF-8", "save the file as UTF-8") from error
    except OSError as error:
        raise LexiconError(path, f"cannot be read: {error.strerror}") from error


def _words(path: Path, text: str) -> dict[str, Any]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(
            path, f"is not valid TOML: {error}", "put the written form in quotes, too"
        ) from error
    words = document.pop("words", {})
    if document:
        fix = "move the entries below the line [words]"
        raise LexiconError(path, f"has an unknown key or table “{next(iter(document))}”", fix)
    if not isinstance(words, dict):
        raise LexiconError(path, "“words” is not a table", "put the line [words] above the entries")
    return words


def _entry(path: Path, written: str, value: object) -> LexiconEntry:
    """Validate and parse one line of a lexicon."""
    found = plain(written)
    if not _WRITTEN.fullmatch(found):
        fix = "start it with a letter or digit, and use single spaces only between words"
        raise LexiconError(path, f"“{written}” can never match any text", fix)
    if not isinstance(value, str):
        fix = f'write {_quoted(written)} = "respelling" or "/phonemes/" or "respelling /phonemes/"'
        raise LexiconError(path, f"the value of “{written}” is not a string", fix)
    value = unicodedata.normalize("NFC", value).strip()
    if wrong := _UNSAYABLE.search(value):
        fix = "use only letters, spaces, hyphens, apostrophes and full stops"
        raise LexiconError(path, f"the value of “{written}” contains {wrong[0]!r}", fix)
    said = _SAID.fullmatch(value)
    if not said or not any(map(str.isalpha, value)):
        fix = "write a respelling, phonemes between two slashes, or both in that order"
        raise LexiconError(path, f"“{written}” has the invalid value “{value}”", fix)
    return LexiconEntry(written=found, spoken=said[1] or None, ipa=said[2])


def _edited(text: str, written: str, line: str) -> str:
    """Replace the entry for `written` in `text` by `line`, or append `line` to [words]."""
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
    return plain(keys[0]) if len(keys) == 1 and "=" in line else None


def _comment(line: str) -> str:
    """Return the comment after the value on `line`, including the spaces before it."""
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
