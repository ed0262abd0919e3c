"""What `podcast list` found, kept for as long as no file has changed.

Loads nothing heavy: a list that is still true costs a look at the files' sizes and times. Whatever
an answer may depend on counts: the articles, the settings, the voices, all that is published, and
the program itself.
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
_SETTLED_S = 1.0  # a file that is younger may change again without another time
_PROGRAM = Path(__file__).parents[1]


def recall(root: Path) -> list[dict[str, Any]] | None:
    """The rows that were found in the show at `root`; nothing where they may have changed."""
    try:
        kept = json.loads(Paths(root).list_cache.read_bytes())
        rows: list[dict[str, Any]] = kept["rows"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return rows if kept.get("state") == _state(root)[0] else None


def remember(root: Path, rows: list[dict[str, Any]]) -> None:
    """Keep `rows` for the next time, where that is possible."""
    state, latest = _state(root)
    if time.time() - latest < _SETTLED_S:
        return
    from podcast import files

    path = Paths(root).list_cache
    try:
        path.parent.mkdir(exist_ok=True)
        files.write_atomically(path, files.json_bytes({"state": state, "rows": rows}))
    except OSError:
        return  # a folder that may only be read: the next list takes its time too


def root_of(start: Path) -> Path | None:
    """The show that `start` lies in, where its publication is complete."""
    paths = Paths.find(start)
    return paths.root if paths and not paths.journal.exists() else None


def _state(root: Path) -> tuple[str, float]:
    """A hash of the names, sizes and times of all that counts, and the latest of the times."""
    digest, latest = hashlib.blake2b(str(_FORMAT).encode(), digest_size=16), 0
    paths = Paths(root)
    passing = (paths.lock.name, paths.staging.name, "__pycache__")
    folders = (paths.seeds, paths.voices, paths.feed, _PROGRAM, voices.builtin())
    for line, changed in _files(map(str, folders), passing):
        digest.update(line)
        latest = max(latest, changed)
    return digest.hexdigest(), latest / 1e9


def _files(folders: Iterable[str], passing: tuple[str, ...]) -> Iterator[tuple[bytes, int]]:
    for folder in folders:
        inner = []
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith(passing):
                continue
            if entry.is_dir():
                inner.append(entry.path)
                continue
            facts = entry.stat()
            text = f"{entry.path}\0{facts.st_size}\0{facts.st_mtime_ns}\n"
            yield os.fsencode(text), facts.st_mtime_ns
        yield from _files(inner, passing)
