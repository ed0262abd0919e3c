"""Cache clips by content: a paragraph spoken once with a voice is never spoken again."""

from __future__ import annotations

import contextlib
import json
import math
import os
import sys
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from podcast import files
from podcast.models import Clip, EncodedClip
from podcast.voices.spec import VoiceSpec

_FORMAT = "4"
_CHECKSUM = 4  # bytes of CRC-32 at the end of every file
_WRITTEN_S = 3600  # upper bound for the time that writing a file takes
_SUFFIXES = {Clip: ".clip", EncodedClip: ".mp3"}
_PAYLOADS = {Clip: "pcm", EncodedClip: "frames"}

C = TypeVar("C", Clip, EncodedClip)


def key(sentences: Sequence[str], voice: VoiceSpec) -> str:
    """Cache key of these spoken sentences with this voice. Hex digits."""
    return files.sha256(_FORMAT, voice.fingerprint, *sentences)


def encoded_key(clip: str, encoding: str) -> str:
    """Cache key of the clip with the key `clip`, encoded as `encoding` describes."""
    return f"{clip[:32]}-{files.sha256(_FORMAT, clip, encoding)[:31]}"


class Cache:
    """Spoken and encoded clips, in a folder that may be deleted at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damaged: list[str] = []
        """Keys of files that failed their checksum; these are treated as missing."""
        self._counts = folder / "counts.json"

    def has(self, kind: type[Clip | EncodedClip], name: str) -> bool:
        """Whether its file exists; only `get` verifies that it is complete."""
        return self._path(kind, name).is_file()

    def get(self, kind: type[C], name: str) -> C | None:
        """The clip stored as `name`, or None if it is missing or its file is damaged."""
        path = self._path(kind, name)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        body, checksum = data[:-_CHECKSUM], data[-_CHECKSUM:]
        if not data or _checksum(body) != checksum:
            self.damaged.append(name)
            path.unlink(missing_ok=True)
            return None
        os.utime(path)  # the least recently used clips are pruned first
        header, _, payload = body.partition(b"\n")
        values: dict[str, Any] = {_PAYLOADS[kind]: payload, **_with_tuples(json.loads(header))}
        return kind(**values)

    def put(self, name: str, value: Clip | EncodedClip) -> None:
        """Store `value` atomically. Raises `OSError`."""
        kind = type(value)
        names = [field.name for field in fields(kind) if field.name != _PAYLOADS[kind]]
        header = {field: getattr(value, field) for field in names}
        head, payload = json.dumps(header).encode() + b"\n", getattr(value, _PAYLOADS[kind])
        path = self._path(kind, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            files.write_atomically(path, head, payload, _checksum(head, payload))
        except PermissionError:  # Windows: another worker has the same clip open
            if sys.platform != "win32" or not path.is_file():
                raise

    def usage(self) -> Usage:
        """Number and size of the clips in the folder."""
        stored = [(path, size) for _, size, path in self._latest_first()]
        return _usage(stored)

    def prune(self, *, limit_bytes: float = math.inf, older_than_s: float = math.inf) -> Usage:
        """Delete old clips, and the least recently used ones beyond `limit_bytes` in total.

        `older_than_s` is in seconds since last use. Returns what was deleted.
        """
        for path in self.folder.glob("??/.*"):  # being written, or left by a killed process
            with contextlib.suppress(FileNotFoundError):  # its writer finished in the meantime
                if path.stat().st_mtime < time.time() - _WRITTEN_S:
                    path.unlink()
        oldest = time.time() - older_than_s
        kept, deleted = 0, []
        for used, size, path in self._latest_first():
            if kept + size > limit_bytes or used < oldest:
                path.unlink(missing_ok=True)
                deleted.append((path, size))
            else:
                kept += size
        return _usage(deleted)

    def count(self, *, reused: int, synthesised: int) -> None:
        """Add to the counts from which `hit_rate` is computed."""
        before = self._counted()
        sums = [before[0] + reused, before[1] + synthesised]
        self.folder.mkdir(parents=True, exist_ok=True)
        files.write_atomically(self._counts, json.dumps(sums).encode())

    def hit_rate(self) -> float | None:
        """Share of all clips ever needed that did not have to be spoken; None without any."""
        reused, synthesised = self._counted()
        return reused / (reused + synthesised) if reused + synthesised else None

    def _counted(self) -> tuple[int, int]:
        try:
            reused, synthesised = json.loads(self._counts.read_bytes())
            return int(reused), int(synthesised)
        except (OSError, ValueError, TypeError):
            return 0, 0

    def _latest_first(self) -> list[tuple[float, int, Path]]:
        """Time of last use, size and path of each clip, spoken or encoded; most recent first."""
        paths = [p for p in self.folder.glob("??/*") if p.suffix in _SUFFIXES.values()]
        rows = [(stat.st_mtime, stat.st_size, path) for path in paths for stat in [path.stat()]]
        return sorted(rows, reverse=True)

    def _path(self, kind: type[Clip | EncodedClip], name: str) -> Path:
        return self.folder / name[:2] / f"{name}{_SUFFIXES[kind]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Number of clips and the size of their files."""

    clips: int
    """Spoken clips only."""
    bytes: int
    """Includes encoded clips."""


def _usage(rows: Sequence[tuple[Path, int]]) -> Usage:
    clips = sum(path.suffix == _SUFFIXES[Clip] for path, _ in rows)
    return Usage(clips=clips, bytes=sum(size for _, size in rows))


def _with_tuples(value: Any) -> Any:
    """Convert the lists in parsed JSON back to tuples."""
    if isinstance(value, dict):
        return {name: _with_tuples(item) for name, item in value.items()}
    return tuple(map(_with_tuples, value)) if isinstance(value, list) else value


def _checksum(*parts: bytes) -> bytes:
    """CRC-32 against disk errors and truncated writes; anyone who can write there is trusted."""
    value = 0
    for part in parts:
        value = zlib.crc32(part, value)
    return value.to_bytes(_CHECKSUM)
