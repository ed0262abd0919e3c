"""Response with one version of a file: the whole file, parts of it or 304 Not Modified."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Sequence
from email.utils import formatdate
from typing import IO, TYPE_CHECKING

from starlette.datastructures import Headers

from podcast.server import conditions, ranges
from podcast.server.media_types import MediaType, cache_control
from podcast.server.ranges import Part
from podcast.server.responses import error_page
from podcast.server.rewriting import FileVersion

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


ZERO_COPY = "http.response.zerocopysend"
"""ASGI extension that lets the system send a part of a file without reading it here."""


_CHUNK = 1 << 18


class FileResponse:
    """Sends one version of a file to one client."""

    def __init__(self, name: str, what: MediaType, version: FileVersion, file: IO[bytes]) -> None:
        self._name, self._kind, self._version, self._file = name, what, version, file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, unless a 304, 412 or 416 answers the request."""
        with self._file:
            await self._answer(Headers(scope=scope), scope, receive, send)

    async def _answer(self, headers: Headers, scope: Scope, receive: Receive, send: Send) -> None:
        version = self._version
        status = conditions.status(headers, version.etag, version.modified)
        if status == 412:
            await error_page(412)(scope, receive, send)
            return
        if status == 304:
            await _start(send, 304, self._metadata())
            await _end(send)
            return
        try:
            parts = self._parts(headers, scope["method"])
        except ranges.UnsatisfiableError:
            size = f"bytes */{version.size}"
            await error_page(416, {"Content-Range": size})(scope, receive, send)
            return
        await self._body(parts, scope, send)

    def _parts(self, headers: Headers, method: str) -> list[Part]:
        """Return the parts to send; empty for the whole file and always for HEAD (section 14.2)."""
        version, wanted = self._version, ",".join(headers.getlist("range"))
        current = conditions.range_applies(headers.get("if-range"), version.etag, version.modified)
        return ranges.parts(wanted, version.size) if method == "GET" and wanted and current else []

    def _metadata(self) -> dict[str, str]:
        version = self._version
        about = {
            "ETag": version.etag,
            "Last-Modified": formatdate(version.modified, usegmt=True),
            "Cache-Control": cache_control(self._name),
        }
        return about | ({"Vary": self._kind.varies} if self._kind.text else {})

    async def _body(self, parts: Sequence[Part], scope: Scope, send: Send) -> None:
        version = self._version
        headers = self._metadata() | {
            "Accept-Ranges": "bytes",
            "Content-Type": self._kind.media_type,
        }
        headers |= {"Content-Encoding": version.encoding} if version.encoding else {}
        pieces: list[bytes | Part] = [*parts] or [(0, version.size)]
        if len(parts) == 1:
            headers["Content-Range"] = _content_range(parts[0], version.size)
        elif parts:
            boundary = secrets.token_hex(16)
            headers["Content-Type"] = f"multipart/byteranges; boundary={boundary}"
            pieces = _multipart(parts, boundary, self._kind.media_type, version.size)
        headers["Content-Length"] = str(sum(map(_length, pieces)))
        await _start(send, 206 if parts else 200, headers)
        if scope["method"] == "GET":
            for piece in pieces:
                await _send(piece, self._file, scope, send)
        await _end(send)


def _multipart(
    parts: Sequence[Part], boundary: str, media_type: str, size: int
) -> list[bytes | Part]:
    """Build a multipart body (RFC 9110, section 14.6): headers for each part, a final boundary."""
    pieces: list[bytes | Part] = []
    for number, part in enumerate(parts):
        lines = [
            f"{'' if number == 0 else chr(13) + chr(10)}--{boundary}",
            f"Content-Type: {media_type}",
            f"Content-Range: {_content_range(part, size)}",
            "\r\n",
        ]
        pieces += ["\r\n".join(lines).encode(), part]
    return [*pieces, f"\r\n--{boundary}--\r\n".encode()]


async def _send(piece: bytes | Part, file: IO[bytes], scope: Scope, send: Send) -> None:
    if isinstance(piece, bytes):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    elif piece[1] > piece[0] and ZERO_COPY in scope.get("extensions", {}):
        first, stop = piece
        message = {"type": ZERO_COPY, "file": file, "offset": first, "count": stop - first}
        await send({**message, "more_body": True})
    else:
        async for chunk in _chunks(file, *piece):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})


async def _chunks(file: IO[bytes], first: int, stop: int) -> AsyncIterator[bytes]:
    file.seek(first)
    while first < stop and (chunk := file.read(min(_CHUNK, stop - first))):
        first += len(chunk)
        yield chunk


async def _start(send: Send, status: int, headers: dict[str, str]) -> None:
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})


async def _end(send: Send) -> None:
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _content_range(part: Part, size: int) -> str:
    return f"bytes {part[0]}-{part[1] - 1}/{size}"


def _length(piece: bytes | Part) -> int:
    return len(piece) if isinstance(piece, bytes) else piece[1] - piece[0]
