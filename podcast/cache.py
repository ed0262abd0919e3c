"""Clips by content: a paragraph that was ever spoken with a voice is never spoken again."""

from __future__ import annotations

import hashlib
import json
import os
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
        sizes = [path.stat().st_size for path in self._clips()]
        return Usage(clips=len(sizes), bytes=sum(sizes))

    def prune(self, limit_bytes: int) -> Usage:
        """Delete the clips that were made longest ago until `limit_bytes` are kept.

        Returns what was deleted.
        """
        newest_first = sorted(
            ((stat.st_mtime_ns, stat.st_size, path) for path, stat in self._stats()), reverse=True
        )
        kept = deleted = count = 0
        for _, size, path in newest_first:
            kept += size
            if kept > limit_bytes:
                path.unlink(missing_ok=True)
                deleted, count = deleted + size, count + 1
        return Usage(clips=count, bytes=deleted)

    def _stats(self) -> list[tuple[Path, os.stat_result]]:
        return [(path, path.stat()) for path in self._clips()]

    def _clips(self) -> list[Path]:
        return list(self.folder.glob("??/*.clip"))

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / f"{name}.clip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """A number of clips and their size."""

    clips: int
    bytes: int


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_DIGEST).digest()
