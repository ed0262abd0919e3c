"""Cached result of `podcast list`, valid until any relevant file changes.

Avoids slow imports: validating a cached list only requires the sizes and times of files. The list
may depend on the articles, the settings, the voices, all published files, and the program itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from podcast import voices
from podcast.show.paths import Paths

_FORMAT = 1
_SETTLED_S = 1.0  # a newer file may change again without a new mtime
_PROGRAM = Path(__file__).parents[1]


def recall(root: Path) -> list[dict[str, Any]] | None:
    """Return the cached rows of the show at `root`, or None if they may be outdated."""
    try:
        kept = json.loads(Paths(root).list_cache.read_bytes())
        rows: list[dict[str, Any]] = kept["rows"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return rows if kept.get("state") == _state(root)[0] else None


def remember(root: Path, rows: list[dict[str, Any]]) -> None:
    """Cache `rows` for the next call, if possible."""
    state, latest = _state(root)
    if time.time() - latest < _SETTLED_S:
        return
    from podcast import files

    path = Paths(root).list_cache
    try:
        path.parent.mkdir(exist_ok=True)
        files.write_atomically(path, files.json_bytes({"state": state, "rows": rows}))
    except OSError:
        return  # read-only folder: the next list is computed again


def root_of(start: Path) -> Path | None:
    """Return the show that contains `start`.

    Returns None if there is none or its publication is incomplete.
    """
    paths = Paths.find(start)
    return paths.root if paths and not paths.journal.exists() else None


def _state(root: Path) -> tuple[str, float]:
    """Hash names, sizes and times of all relevant files; return the hash and the latest time."""
    digest, latest = hashlib.blake2b(str(_FORMAT).encode(), digest_size=16), 0
    paths = Paths(root)
    transient = (paths.lock.name, paths.staging.name, "__pycache__")
    folders = {paths.seeds, paths.voices, paths.feed, _PROGRAM}
    if not voices.builtin().is_relative_to(_PROGRAM):
        folders.add(voices.builtin())  # a checkout; in a package, profiles are part of the program
    for line, changed in _files(sorted(map(str, folders)), transient):
        digest.update(line)
        latest = max(latest, changed)
    return digest.hexdigest(), latest / 1e9


def _files(folders: Iterable[str], transient: tuple[str, ...]) -> Iterator[tuple[bytes, int]]:
    for folder in folders:
        inner = []
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith(transient):
                continue
            if entry.is_dir():
                inner.append(entry.path)
                continue
            facts = entry.stat()
            text = f"{entry.path}\0{facts.st_size}\0{facts.st_mtime_ns}\n"
            yield os.fsencode(text), facts.st_mtime_ns
        yield from _files(inner, transient)
