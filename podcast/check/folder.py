"""Access to the published folder: maps URLs to files and never leaves the folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from os.path import realpath
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

LIMIT = 64 * 2**20
"""Maximum size of a text or image of a podcast. Bytes."""

_FORBIDDEN = re.compile(r"[/\\\x00-\x1f\x7f]")


class UnreadableError(Exception):
    """Raised if a file is missing or cannot be read; the text says why."""


class OutsideFolderError(Exception):
    """Raised if a URL starts with the folder's base but points outside the folder."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder as it is served: `base` is the URL of `root`."""

    root: Path
    """Absolute path without symbolic links."""
    base: str
    """Ends with a slash; empty if the feed does not declare it."""

    def name(self, url: str) -> str | None:
        """Path below `root` of the file that `url` refers to; None for a URL elsewhere.

        Raises `OutsideFolderError` if `url` starts with `base` but leaves the folder.
        """
        if not self.base or not url.startswith(self.base):
            return None
        rest = re.split(r"[?#]", url[len(self.base) :], maxsplit=1)[0]
        return "/".join(_segment(part) for part in rest.split("/")) if rest else ""

    def path(self, name: str) -> Path:
        """Path to the file `name`. Raises `UnreadableError` if it is not a file in this folder."""
        path = self.root / name
        try:
            inside = Path(realpath(path)).is_relative_to(self.root)
            there = inside and path.is_file()
        except (OSError, ValueError) as problem:
            raise UnreadableError(f"cannot be read: {problem}") from None
        if not inside:
            raise UnreadableError("is a symbolic link to a file outside the folder")
        if not there:
            raise UnreadableError("is missing")
        return path

    def size(self, name: str) -> int:
        """Size of the file in bytes. Raises `UnreadableError`."""
        try:
            return self.path(name).stat().st_size
        except OSError as problem:
            raise UnreadableError(f"cannot be read: {problem.strerror}") from None

    def read(self, name: str) -> bytes:
        """Content of the file. Raises `UnreadableError`, also if it is larger than `LIMIT`."""
        size = self.size(name)
        if size > LIMIT:
            raise UnreadableError(f"has {size:,} bytes, more than any app would load")
        try:
            return self.path(name).read_bytes()
        except OSError as problem:
            raise UnreadableError(f"cannot be read: {problem.strerror}") from None

    def text(self, name: str) -> str:
        """Content of the file, decoded as UTF-8 with or without a byte order mark.

        Raises `UnreadableError`, also if the file is not UTF-8.
        """
        try:
            return self.read(name).decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            raise UnreadableError(f"is not UTF-8 (byte {problem.start})") from None

    def exists(self, name: str) -> bool:
        """Whether the folder contains the file `name`."""
        try:
            self.path(name)
        except UnreadableError:
            return False
        return True


def absolute(url: str) -> bool:
    """Whether `url` is an absolute http(s) URL with only characters allowed by RFC 3986."""
    if not re.fullmatch(r"[!-~]+", url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def last_part(url: str) -> str:
    """File name in `url`, which apps use to name the download."""
    return PurePosixPath(re.split(r"[?#]", url, maxsplit=1)[0]).name


def _segment(part: str) -> str:
    try:
        plain = unquote(part, errors="strict")
    except UnicodeDecodeError:
        raise OutsideFolderError from None
    if plain in ("", ".", "..") or _FORBIDDEN.search(plain):
        raise OutsideFolderError
    return plain
