"""Texts as they are sent: with the address under which they were asked for, and compressed.

Each version of a text is made once, in a thread, piece by piece, and kept as a file: then it is
sent, cut and resumed like any other.
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
    """The bytes that are sent for one file."""

    path: str
    size: int
    etag: str
    """Strong: other bytes have another one."""
    modified: int
    """Seconds since 1970."""
    encoding: str = ""
    """`gzip`, or empty."""


class RewrittenTexts:
    """What has been made of texts so far, the least recently used thrown away first."""

    def __init__(
        self, base: str | None, *, most_bytes: int = 512 << 20, most_files: int = 4096
    ) -> None:
        """`base` is how addresses begin in the published texts; None leaves them as they are."""
        self.base = base
        self._most_bytes, self._most_files = most_bytes, most_files
        self._made: OrderedDict[tuple[object, ...], FileVersion] = OrderedDict()
        self._making: dict[tuple[object, ...], asyncio.Future[FileVersion]] = {}
        self._folder = ""
        self._numbers = 0

    async def version(self, file: File, own: str, *, compressed: bool) -> FileVersion:
        """The text `file` with `own` for the published base; compressed where that is shorter.

        Raises `OSError`.
        """
        swap = swaps(self.base, own) if self.base and self.base != own else {}
        facts = (file.path, file.size, file.modified_ns, own if swap else "")
        plain = await self._once((*facts, ""), partial(_plain, file, swap, self._place()))
        if not compressed or plain.size < _WORTH_COMPRESSING:
            return plain
        return await self._once((*facts, "gzip"), partial(_gzipped, plain, self._place()))

    async def _once(self, key: tuple[object, ...], make: Callable[[], FileVersion]) -> FileVersion:
        """What `make` makes in a thread, made once however many ask at the same time."""
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        if key not in self._making:
            self._making[key] = asyncio.ensure_future(asyncio.to_thread(make))
            self._making[key].add_done_callback(partial(self._keep, key))
        return await asyncio.shield(self._making[key])

    def _keep(self, key: tuple[object, ...], making: asyncio.Future[FileVersion]) -> None:
        del self._making[key]
        if making.cancelled() or making.exception():
            return
        self._made[key] = making.result()
        while self._too_much() and len(self._made) > 1:
            _, old = self._made.popitem(last=False)
            if Path(old.path).parent == Path(self._folder):
                with contextlib.suppress(OSError):
                    Path(old.path).unlink()

    def _too_much(self) -> bool:
        size = sum(version.size for version in self._made.values())
        return size > self._most_bytes or len(self._made) > self._most_files

    def _place(self) -> Path:
        """A new place for a version; all of them are gone with this object, or at exit."""
        if not self._folder:
            self._folder = tempfile.mkdtemp(prefix="podcast-")
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._numbers += 1
        return Path(self._folder) / str(self._numbers)


def swaps(base: str, own: str) -> dict[bytes, bytes]:
    """Every way in which an address that begins with `base` is written, and the same with `own`.

    As it is, in XML and HTML, as a part of another address, and after another scheme
    (`podcast://`).
    """
    pairs = {}
    for write in (str, escape, partial(quote, safe="")):
        pairs[write(base)] = write(own)
    pairs.setdefault(base.partition("://")[2], own.partition("://")[2])
    return {old.encode(): new.encode() for old, new in pairs.items()}


def replaced(chunks: Iterable[bytes], swap: dict[bytes, bytes]) -> Iterator[bytes]:
    """The text in `chunks` with all of `swap` replaced, also where two chunks meet."""
    words = sorted(swap, key=len, reverse=True)
    # Without a scheme it must begin a name: not "myhost/" or "user@host/" for "host/".
    pattern = re.compile(rb"(?<![\w.@-])(?:%s)" % b"|".join(map(re.escape, words)))
    longest = len(words[0])
    buffer, start = b"", 0
    for chunk in chunks:
        buffer += chunk
        made, end = _swapped(pattern, swap, buffer, start, len(buffer) - longest)
        yield made
        keep = max(0, end - 1)  # one more, to see what is before the next
        buffer, start = buffer[keep:], end - keep
    yield _swapped(pattern, swap, buffer, start, len(buffer))[0]


def _swapped(
    pattern: re.Pattern[bytes], swap: dict[bytes, bytes], buffer: bytes, start: int, safe: int
) -> tuple[bytes, int]:
    """What is behind `start`, replaced where it begins before `safe`; and how far that went."""
    made, at = [], start
    for match in pattern.finditer(buffer, start):
        if match.start() >= safe:
            break
        made += [buffer[at : match.start()], swap[match[0]]]
        at = match.end()
    end = max(at, safe)
    return b"".join([*made, buffer[at:end]]), end


def _plain(file: File, swap: dict[bytes, bytes], place: Path) -> FileVersion:
    digest, modified = hashlib.sha256(), file.modified_ns // 10**9
    path = file.path
    if swap and _holds(file, swap):
        _write(place, replaced(_chunks(file.path), swap))
        path = str(place)
    size = 0
    for chunk in _chunks(path):
        digest.update(chunk)
        size += len(chunk)
    return FileVersion(path, size, f'"{digest.hexdigest()[:32]}"', modified)


def _gzipped(plain: FileVersion, place: Path) -> FileVersion:
    packer = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
    _write(place, (packer.compress(chunk) for chunk in _chunks(plain.path)), packer.flush)
    size = place.stat().st_size
    if size >= plain.size:
        place.unlink()
        return plain
    return FileVersion(str(place), size, f'{plain.etag[:-1]}-gzip"', plain.modified, "gzip")


def _holds(file: File, swap: dict[bytes, bytes]) -> bool:
    """Whether there is anything to replace; most texts have nothing, and need no copy."""
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


def _write(place: Path, chunks: Iterable[bytes], last: Callable[[], bytes] = bytes) -> None:
    try:
        with place.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.write(last())
    except OSError:
        place.unlink(missing_ok=True)
        raise


def as_it_lies(file: File) -> FileVersion:
    """`file` without a look into it: for what is no text."""
    etag = f'"{file.modified_ns:x}-{file.size:x}"'
    return FileVersion(file.path, file.size, etag, file.modified_ns // 10**9)


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header takes gzip (RFC 9110, section 12.5.3)."""
    weights = {}
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        weights[name.strip()] = weight.replace(" ", "") or "q=1"
    found = weights.get("gzip", weights.get("*", "q=0"))
    return re.fullmatch(r"q=0(\.0*)?", found) is None
