"""Resolve a request path to a file in the published folder, never to one outside it."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path, PurePath

INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class File:
    """One version of a file."""

    name: str
    """Path relative to the folder, as requested."""
    path: str
    """Absolute path with symbolic links resolved."""
    size: int
    modified_ns: int


def find(root: Path, path: str) -> File | None:
    """Return the file at the decoded URL `path`; for a folder, its index.html.

    Returns None if the file does not exist, must not be served or cannot be read.
    """
    name = path.removeprefix("/")
    if not name or name.endswith("/"):
        name += INDEX
    if not all(map(_is_plain, name.split("/"))):
        return None
    try:
        return _found(root, name)
    except (OSError, ValueError):  # no permission, a symlink loop, a name too long
        return None


def lacks_slash(root: Path, path: str) -> bool:
    """Whether `path` is a folder with an index but lacks the trailing slash."""
    return not path.endswith("/") and find(root, path + "/") is not None


def _found(root: Path, name: str) -> File | None:
    home = os.path.realpath(root)
    real = os.path.realpath(os.path.join(home, name))  # noqa: PTH118 -- runs for every request
    inside = PurePath(os.path.relpath(real, home)).parts
    about = os.stat(real)  # noqa: PTH116
    if not stat.S_ISREG(about.st_mode) or not all(map(_is_plain, inside)):
        return None
    if not os.access(real, os.R_OK):
        return None
    return File(name, real, about.st_size, about.st_mtime_ns)


def _is_plain(name: str) -> bool:
    """Whether the path component `name` may be served: not hidden, staged or special to the OS.

    Backslashes and colons are separators on Windows. An empty component is a doubled slash.
    """
    return bool(name) and name[0] != "." and name.isprintable() and not set(name) & set("\\:")
