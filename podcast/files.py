"""Atomic file writes, JSON, hashes, and names that are valid on any file system."""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # RENAME_SWAP on macOS

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "ł": "l"}
)


def write_atomically(path: Path, *data: bytes) -> None:
    """Write `data` to `path` atomically: readers see either the old file or the new one.

    If this raises `OSError`, `path` is unchanged and no temporary file is left behind.
    """
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(data)
        Path(name).chmod(0o644)  # mkstemp uses 0600: unreadable for a web server
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders atomically. Returns False if the system does not support it."""
    import ctypes
    import sys

    if sys.platform == "win32":
        return False
    libc = ctypes.CDLL(None)
    first, second = os.fsencode(one), os.fsencode(other)
    if hasattr(libc, "renameat2"):  # Linux
        return not libc.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE)
    if hasattr(libc, "renamex_np"):  # macOS
        return not libc.renamex_np(first, second, _RENAME_EXCHANGE)
    return False


def read_json_object(path: str | Path) -> dict[str, Any] | None:
    """Read a JSON object from `path`. Returns None if the file is missing or holds no object."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 -- `podcast list` opens thousands of files
            value = json.load(file)
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def json_bytes(value: Any) -> bytes:
    """Encode `value` as human-readable JSON."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def json_rows(value: Mapping[str, Any], name: str, rows: Iterable[Any]) -> Iterator[str]:
    """Stream the JSON of a non-empty `value` with the list `name` appended, one row at a time.

    The format is that of `json_bytes`.
    """
    yield json.dumps(value, ensure_ascii=False, indent=1).removesuffix("\n}")
    yield f',\n "{name}": ['
    before, after = "", "]\n}\n"
    for row in rows:
        text = json.dumps(row, ensure_ascii=False, indent=1).replace("\n", "\n  ")
        yield f"{before}\n  {text}"
        before, after = ",", "\n ]\n}\n"
    yield after


def sha256(*parts: str | bytes) -> str:
    """Hash `parts`, each prefixed with its length, so that ("ab", "c") differs from ("a", "bc")."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
    return digest.hexdigest()


def hash_files(paths: Iterable[Path]) -> str:
    """Hash the contents of `paths` in the given order."""
    return sha256(*(path.read_bytes() for path in paths))


def hash_tree(*folders: Path) -> str:
    """Hash the names and contents of all files below `folders`, except bytecode."""
    parts: list[str | bytes] = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.parent.name != "__pycache__":
                parts += [path.relative_to(folder).as_posix(), path.read_bytes()]
    return sha256(*parts)


def slug(text: str, *, limit: int = 60) -> str:
    """Convert `text` to hyphenated lower-case ASCII words: "Größe & Maß" → "groesse-mass".

    The result has at most `limit` characters and is cut between words if possible. Returns
    "artikel" if no characters remain.
    """
    plain = unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    if len(words) > limit:
        words = words[: limit + 1].rpartition("-")[0] or words[:limit]
    return words or "artikel"
