"""Rewrite texts for the client: with the address by which it requested them, and compressed.

Each version of a text is built once, in a thread and chunk by chunk, and cached as a file. It can
then be sent, split into ranges and resumed like any other file.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
import shutil
import tempfile
import weakref
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import quote

from podcast.server.folder import File

_CHUNK = 1 << 20
_WORTH_COMPRESSING = 1000  # bytes; less fits into one packet
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class FileVersion:
    """The bytes to send for one file."""

    path: str
    size: int
    etag: str
    """Strong: different bytes have a different ETag."""
    modified: int
    """Seconds since 1970."""
    encoding: str = ""
    """`gzip`, or empty if uncompressed."""


class RewrittenTexts:
    """Cache of rewritten texts that evicts the least recently used first."""

    def __init__(
        self, base: str | None, *, most_bytes: int = 512 << 20, most_files: int = 4096
    ) -> None:
        """`base` is the base address in the published texts; None leaves addresses unchanged."""
        self.base = base
        self._most_bytes, self._most_files = most_bytes, most_files
        self._versions: OrderedDict[tuple[object, ...], FileVersion] = OrderedDict()
        self._pending: dict[tuple[object, ...], asyncio.Future[FileVersion]] = {}
        self._folder = ""
        self._count = 0

    async def version(self, file: File, own: str, *, compressed: bool) -> FileVersion:
        """Return the text `file` with `own` in place of the published base.

        It is compressed if requested and if that makes it shorter. Raises `OSError`.
        """
        swap = swaps(self.base, own) if self.base and self.base != own else {}
        facts = (file.path, file.size, file.modified_ns, own if swap else "")
        plain = await self._get_or_build(
            (*facts, ""), partial(_plain, file, swap, self._new_path())
        )
        if not compressed or plain.size < _WORTH_COMPRESSING:
            return plain
        return await self._get_or_build(
            (*facts, "gzip"), partial(_gzipped, plain, self._new_path())
        )

    async def _get_or_build(
        self, key: tuple[object, ...], make: Callable[[], FileVersion]
    ) -> FileVersion:
        """Return the result of `make`, run in a thread once for all concurrent requests."""
        if key in self._versions:
            self._versions.move_to_end(key)
            return self._versions[key]
        if key not in self._pending:
            self._pending[key] = asyncio.ensure_future(asyncio.to_thread(make))
            self._pending[key].add_done_callback(partial(self._store, key))
        return await asyncio.shield(self._pending[key])

    def _store(self, key: tuple[object, ...], future: asyncio.Future[FileVersion]) -> None:
        del self._pending[key]
        if future.cancelled() or future.exception():
            return
        self._versions[key] = future.result()
        while self._is_over_limit() and len(self._versions) > 1:
            _, old = self._versions.popitem(last=False)
            if Path(old.path).parent == Path(self._folder):
                with contextlib.suppress(OSError):
                    Path(old.path).unlink()

    def _is_over_limit(self) -> bool:
        size = sum(version.size for version in self._versions.values())
        return size > self._most_bytes or len(self._versions) > self._most_files

    def _new_path(self) -> Path:
        """Return a new path for a version. All are deleted with this object, or at exit."""
        if not self._folder:
            self._folder = tempfile.mkdtemp(prefix="podcast-")
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._count += 1
        return Path(self._folder) / str(self._count)


def swaps(base: str, own: str) -> dict[bytes, bytes]:
    """Map each way of writing the address `base` to the same way of writing `own`.

    Covers the plain address, escaped for XML and HTML, quoted as part of another address, and
    after another scheme (`podcast://`).
    """
    pairs = {}
    for write in (str, escape, partial(quote, safe="")):
        pairs[write(base)] = write(own)
    pairs.setdefault(base.partition("://")[2], own.partition("://")[2])
    return {old.encode(): new.encode() for old, new in pairs.items()}


def replaced(chunks: Iterable[bytes], swap: dict[bytes, bytes]) -> Iterator[bytes]:
    """Replace the keys of `swap` in the text in `chunks`, even across chunk boundaries."""
    words = sorted(swap, key=len, reverse=True)
    # Without a scheme, match only a whole host name: not "myhost/" or "user@host/" for "host/".
    pattern = re.compile(rb"(?<![\w.@-])(?:%s)" % b"|".join(map(re.escape, words)))
    max_length = len(words[0])
    buffer, start = b"", 0
    for chunk in chunks:
        buffer += chunk
        made, end = _replace_before(pattern, swap, buffer, start, len(buffer) - max_length)
        yield made
        keep = max(0, end - 1)  # one more byte, for the lookbehind
        buffer, start = buffer[keep:], end - keep
    yield _replace_before(pattern, swap, buffer, start, len(buffer))[0]


def _replace_before(
    pattern: re.Pattern[bytes], swap: dict[bytes, bytes], buffer: bytes, start: int, safe: int
) -> tuple[bytes, int]:
    """Replace matches from `start` that begin before `safe`; return the text and its end."""
    made, at = [], start
    for match in pattern.finditer(buffer, start):
        if match.start() >= safe:
            break
        made += [buffer[at : match.start()], swap[match[0]]]
        at = match.end()
    end = max(at, safe)
    return b"".join([*made, buffer[at:end]]), end


def _plain(file: File, swap: dict[bytes, bytes], target: Path) -> FileVersion:
    digest, modified = hashlib.sha256(), file.modified_ns // 10**9
    path = file.path
    if swap and _contains_any(file, swap):
        _write(target, replaced(_chunks(file.path), swap))
        path = str(target)
    size = 0
    for chunk in _chunks(path):
        digest.update(chunk)
        size += len(chunk)
    return FileVersion(path, size, f'"{digest.hexdigest()[:32]}"', modified)


def _gzipped(plain: FileVersion, target: Path) -> FileVersion:
    compressor = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
    _write(target, (compressor.compress(chunk) for chunk in _chunks(plain.path)), compressor.flush)
    size = target.stat().st_size
    if size >= plain.size:
        target.unlink()
        return plain
    return FileVersion(str(target), size, f'{plain.etag[:-1]}-gzip"', plain.modified, "gzip")


def _contains_any(file: File, swap: dict[bytes, bytes]) -> bool:
    """Whether there is anything to replace. Most texts have nothing, and so need no copy."""
    shortest = min(swap, key=len)
    before = b""
    for chunk in _chunks(file.path):
        if any(word in before + chunk for word in (shortest, *swap)):
            return True
        before = chunk[-max(map(len, swap)) :]
    return False


def _chunks(path: str) -> Iterator[bytes]:
    with open(path, "rb") as file:  # noqa: PTH123
        while chunk := file.read(_CHUNK):
            yield chunk


def _write(target: Path, chunks: Iterable[bytes], last: Callable[[], bytes] = bytes) -> None:
    try:
        with target.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.write(last())
    except OSError:
        target.unlink(missing_ok=True)
        raise


def unmodified(file: File) -> FileVersion:
    """Return the version of `file` without reading it, for files that are not text."""
    etag = f'"{file.modified_ns:x}-{file.size:x}"'
    return FileVersion(file.path, file.size, etag, file.modified_ns // 10**9)


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header accepts gzip (RFC 9110, section 12.5.3)."""
    weights = {}
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        weights[name.strip()] = weight.replace(" ", "") or "q=1"
    found = weights.get("gzip", weights.get("*", "q=0"))
    return re.fullmatch(r"q=0(\.0*)?", found) is None
