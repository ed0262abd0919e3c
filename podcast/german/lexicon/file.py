"""Lexicon files: read with every line checked, and edited without losing a comment."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

from podcast.errors import LexiconError
from podcast.files import write_atomically

# Look-alikes, one character each so that positions stay the same.
LOOKALIKES = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2011": "-"})

_WRITTEN = re.compile(r"-?[^\W_]\S*(?: \S+)*")
_SAID = re.compile(r"([^/]*?)\s*(?:/([^/]+)/)?")
# All but letters, accents, IPA's marks for stress and length, and what may join two words.
_UNSAYABLE = re.compile(r"[^\w\u0300-\u036f ˈˌː‿/'’.-]|[\d_]")
_NEW_FILE = "# How single words are said. Whole words, case-sensitive.\n\n[words]\n"


class LexiconEntry(NamedTuple):
    """One word or name and how it is said; `spoken` or `ipa` is always there."""

    written: str
    spoken: str | None = None
    """A respelling in letters that a German voice reads as intended."""
    ipa: str | None = None
    """Phonemes, for engines that take them."""


def add(path: Path, written: str, spoken: str) -> None:
    """Record in the lexicon file `path` that `written` is said as `spoken`.

    `spoken` is a respelling, or phonemes between slashes. An entry that is there already is
    replaced; comments and order stay; a missing file is made. Raises `LexiconError`.
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
        raise LexiconError(path, f"“{written}” cannot be added to a file laid out like this", fix)
    try:
        write_atomically(path, after.encode())
    except OSError as error:
        raise LexiconError(path, f"cannot be written ({error.strerror})") from error


def plain(text: str) -> str:
    """`text` composed, with the plain one of characters that look alike."""
    return unicodedata.normalize("NFC", text).translate(LOOKALIKES)


def read(path: Path) -> list[LexiconEntry]:
    """Every entry of the file `path`. Raises `LexiconError` naming file and entry."""
    entries: dict[str, LexiconEntry] = {}
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


def _entry(path: Path, written: str, value: object) -> LexiconEntry:
    """Check one line of a lexicon."""
    found = plain(written)
    if not _WRITTEN.fullmatch(found):
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
    return LexiconEntry(written=found, spoken=said[1] or None, ipa=said[2])


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
    return plain(keys[0]) if len(keys) == 1 and "=" in line else None


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
