"""The published folder: which address stands for which file, and nothing outside of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from os.path import realpath
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

LIMIT = 64 * 2**20
"""No text or picture of a podcast is larger. Bytes."""

_ODD = re.compile(r"[/\\\x00-\x1f\x7f]")


class UnreadableError(Exception):
    """A file that is no file, or cannot be read; the text says why."""


class OutsideFolderError(Exception):
    """An address that begins in the folder and leads elsewhere."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder as it is served: `base` is the address of `root`."""

    root: Path
    """Absolute, without links."""
    base: str
    """Ends with a slash; empty where the feed does not say."""

    def name(self, url: str) -> str | None:
        """The file that `url` stands for, below `root`; None for an address elsewhere.

        Raises `OutsideFolderError` where `url` begins like one of this folder and leaves it.
        """
        if not self.base or not url.startswith(self.base):
            return None
        rest = re.split(r"[?#]", url[len(self.base) :], maxsplit=1)[0]
        return "/".join(_segment(part) for part in rest.split("/")) if rest else ""

    def path(self, name: str) -> Path:
        """Where the file `name` lies. Raises `UnreadableError` where it is no file in here."""
        path = self.root / name
        try:
            inside = Path(realpath(path)).is_relative_to(self.root)
            there = inside and path.is_file()
        except (OSError, ValueError) as problem:
            raise UnreadableError(f"cannot be read: {problem}") from None
        if not inside:
            raise UnreadableError("is a link that leads out of the folder")
        if not there:
            raise UnreadableError("is missing")
        return path

    def size(self, name: str) -> int:
        """Length of the file in bytes. Raises `UnreadableError`."""
        try:
            return self.path(name).stat().st_size
        except OSError as problem:
            raise UnreadableError(f"cannot be read: {problem.strerror}") from None

    def read(self, name: str) -> bytes:
        """What the file holds. Raises `UnreadableError`, also for more than `LIMIT`."""
        size = self.size(name)
        if size > LIMIT:
            raise UnreadableError(f"has {size:,} bytes, more than any app would load")
        try:
            return self.path(name).read_bytes()
        except OSError as problem:
            raise UnreadableError(f"cannot be read: {problem.strerror}") from None

    def text(self, name: str) -> str:
        """What the file holds, in UTF-8, with or without a byte order mark.

        Raises `UnreadableError`, also for another encoding.
        """
        try:
            return self.read(name).decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            raise UnreadableError(f"is not UTF-8 (byte {problem.start})") from None

    def exists(self, name: str) -> bool:
        """Whether there is such a file in here."""
        try:
            self.path(name)
        except UnreadableError:
            return False
        return True


def absolute(url: str) -> bool:
    """Whether `url` is an address on the web, written as RFC 3986 wants it."""
    if not re.fullmatch(r"[!-~]+", url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def last_part(url: str) -> str:
    """The file name in an address: what apps call their download."""
    return PurePosixPath(re.split(r"[?#]", url, maxsplit=1)[0]).name


def _segment(part: str) -> str:
    try:
        plain = unquote(part, errors="strict")
    except UnicodeDecodeError:
        raise OutsideFolderError from None
    if plain in ("", ".", "..") or _ODD.search(plain):
        raise OutsideFolderError
    return plain
