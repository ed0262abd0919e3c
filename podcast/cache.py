"""Clips by content: a paragraph that was ever spoken with a voice is never spoken again."""

from __future__ import annotations

import hashlib
import json
import math
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from podcast import files
from podcast.models import Clip, VoiceSpec

_FORMAT = "2"
_MAGIC = b"CLIP1\n"
_DIGEST = 16  # bytes of BLAKE2b at the end of every file


def key(sentences: Sequence[str], voice: VoiceSpec) -> str:
    """Name of the clip of these spoken sentences with this voice. Hex digits."""
    return files.sha256(_FORMAT, voice.fingerprint, *sentences)


class Cache:
    """Clips in a folder that may be deleted at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damaged: list[str] = []
        """Keys of files that failed their checksum; they are treated as missing."""
        self._counts = folder / "counts.json"

    def __contains__(self, name: str) -> bool:
        return self._path(name).is_file()

    def get(self, name: str) -> Clip | None:
        """The clip called `name`, or nothing where there is none or its file is damaged."""
        path = self._path(name)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        body, digest = data[:-_DIGEST], data[-_DIGEST:]
        if not body.startswith(_MAGIC) or _digest(body) != digest:
            self.damaged.append(name)
            path.unlink(missing_ok=True)
            return None
        os.utime(path)  # the clips that are used least recently are pruned first
        header, _, pcm = body[len(_MAGIC) :].partition(b"\n")
        fields = json.loads(header)
        return Clip(
            pcm=pcm,
            rate=fields["rate"],
            width=fields["width"],
            channels=fields["channels"],
            marks=tuple(fields["marks"]),
            energies=tuple(map(tuple, fields["energies"])),
        )

    def put(self, name: str, clip: Clip) -> None:
        """Keep `clip`, whole or not at all. Raises `OSError`."""
        header = {
            "rate": clip.rate,
            "width": clip.width,
            "channels": clip.channels,
            "marks": clip.marks,
            "energies": clip.energies,
        }
        body = _MAGIC + json.dumps(header).encode() + b"\n" + clip.pcm
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_atomically(path, body + _digest(body))

    def usage(self) -> Usage:
        """How much the folder holds."""
        sizes = [size for _, size, _ in self._latest_first()]
        return Usage(clips=len(sizes), bytes=sum(sizes))

    def prune(self, *, limit_bytes: float = math.inf, older_than_s: float = math.inf) -> Usage:
        """Delete old clips and, until `limit_bytes` are kept, the least recently used ones.

        `older_than_s` is in seconds since the last use. Returns what was deleted.
        """
        oldest = time.time() - older_than_s
        kept = deleted = count = 0
        for used, size, path in self._latest_first():
            if kept + size > limit_bytes or used < oldest:
                path.unlink(missing_ok=True)
                deleted, count = deleted + size, count + 1
            else:
                kept += size
        return Usage(clips=count, bytes=deleted)

    def count(self, *, reused: int, synthesised: int) -> None:
        """Add to the counts that `hit_rate` is made of."""
        before = self._counted()
        sums = [before[0] + reused, before[1] + synthesised]
        self.folder.mkdir(parents=True, exist_ok=True)
        files.write_atomically(self._counts, json.dumps(sums).encode())

    def hit_rate(self) -> float | None:
        """The share of clips that did not have to be spoken, of all that were ever needed."""
        reused, synthesised = self._counted()
        return reused / (reused + synthesised) if reused + synthesised else None

    def _counted(self) -> tuple[int, int]:
        try:
            reused, synthesised = json.loads(self._counts.read_bytes())
            return int(reused), int(synthesised)
        except (OSError, ValueError, TypeError):
            return 0, 0

    def _latest_first(self) -> list[tuple[float, int, Path]]:
        """When each clip was last used, its size and its file."""
        paths = self.folder.glob("??/*.clip")
        rows = [(stat.st_mtime, stat.st_size, path) for path in paths for stat in [path.stat()]]
        return sorted(rows, reverse=True)

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / f"{name}.clip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """A number of clips and their size."""

    clips: int
    bytes: int


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_DIGEST).digest()
