"""The published folder: the one file that a path means, and nothing outside of it."""

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
    """Below the folder, as it was asked for."""
    path: str
    """Without links."""
    size: int
    modified_ns: int


def find(root: Path, path: str) -> File | None:
    """The file that the decoded `path` of an address means; a folder's is its index.html.

    None for what does not exist, must not be served or cannot be read.
    """
    name = path.removeprefix("/")
    if not name or name.endswith("/"):
        name += INDEX
    if not all(map(_is_plain, name.split("/"))):
        return None
    try:
        return _found(root, name)
    except (OSError, ValueError):  # no rights, a loop of links, a name too long
        return None


def lacks_slash(root: Path, path: str) -> bool:
    """Whether `path` is a folder with an index, written without its slash."""
    return not path.endswith("/") and find(root, path + "/") is not None


def _found(root: Path, name: str) -> File | None:
    home = os.path.realpath(root)
    real = os.path.realpath(os.path.join(home, name))  # noqa: PTH118 -- one call for each request
    inside = PurePath(os.path.relpath(real, home)).parts
    about = os.stat(real)  # noqa: PTH116
    if not stat.S_ISREG(about.st_mode) or not all(map(_is_plain, inside)):
        return None
    if not os.access(real, os.R_OK):
        return None
    return File(name, real, about.st_size, about.st_mtime_ns)


def _is_plain(name: str) -> bool:
    """Whether `name` may be published: no hidden or staging file, nothing a system reads more in.

    Backslashes and colons separate on Windows; an empty part is a doubled slash.
    """
    return bool(name) and name[0] != "." and name.isprintable() and not set(name) & set("\\:")
