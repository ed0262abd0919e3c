"""The published folder as an ASGI app: what clients of every kind may ask of a static host."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders

from podcast.server import rewriting
from podcast.server.file_response import FileResponse
from podcast.server.folder import File, find, lacks_slash
from podcast.server.media_types import media_type
from podcast.server.responses import error_page, preflight, redirect
from podcast.server.rewriting import RewrittenTexts

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TRIES = 3
_READ = {"GET", "HEAD", "OPTIONS"}
_EXPOSED = "Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified"


@dataclass(slots=True)
class Published:
    """What is served: a folder, and how the addresses in its texts begin."""

    root: Path
    base: str | None = None
    """What each client sees its own address in place of; None leaves addresses as they are."""
    elsewhere: str = ""
    """The address that texts name although they are served here: pages may load from it."""


class StaticFiles:
    """Answers for the files of one folder."""

    def __init__(self, published: Published) -> None:
        self.published = published
        self._texts = RewrittenTexts(published.base)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        found = self._choose(scope)
        if isinstance(found, File):
            found = await self._file(found, scope)
        await found(scope, receive, send)

    def _choose(self, scope: Scope) -> File | ASGIApp:
        """The file that is meant, or another answer."""
        root, path = self.published.root, scope["path"]
        if scope["method"] not in _READ:
            return error_page(405, {"Allow": "GET, HEAD, OPTIONS", "Connection": "close"})
        if scope["method"] == "OPTIONS":
            return preflight()
        if b"%2f" in scope.get("raw_path", b"").lower():
            return error_page(404)
        if file := find(root, path):
            return file
        if path == "/":
            return redirect("feed.xml")
        if lacks_slash(root, path):
            return redirect(path.rpartition("/")[2] + "/")
        return error_page(404)

    async def _file(self, file: File, scope: Scope) -> ASGIApp:
        """The file, a part of it, or the news that it has not changed."""
        headers = Headers(scope=scope)
        what = media_type(file.name, headers.get("accept", ""))
        packed = what.text and rewriting.accepts_gzip(headers.get("accept-encoding", ""))
        self._texts.base = self.published.base
        for _ in range(_TRIES):
            try:
                version = rewriting.as_it_lies(file)
                if what.text:
                    version = await self._texts.version(file, scope["origin"], compressed=packed)
                opened = open(version.path, "rb", buffering=0)  # noqa: PTH123, SIM115 -- the response closes
            except OSError:
                return error_page(500)
            if version.path != file.path or _is(file, opened):
                return FileResponse(file.name, what, version, opened)
            opened.close()  # published anew in between: never one version's length, another's bytes
            if not (again := find(self.published.root, scope["path"])):
                return error_page(404)
            file = again
        return error_page(500)


class CommonHeaders:
    """Says what every answer says, be it a file, a part, a 304 or an error."""

    def __init__(self, app: ASGIApp, published: Published) -> None:
        self.app, self._published = app, published

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        what = media_type(scope["path"])

        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"  # the address may be the password
                if what.shared:
                    headers["Access-Control-Allow-Origin"] = "*"
                    headers["Access-Control-Expose-Headers"] = _EXPOSED
                if what.active or headers.get("content-type", "").startswith("text/html"):
                    headers["Content-Security-Policy"] = policy(self._published.elsewhere)
            await send(message)

        await self.app(scope, receive, say)


def policy(elsewhere: str = "") -> str:
    """What a page may load: only what is published beside it, or at the address `elsewhere`."""
    parts = urlsplit(elsewhere)
    own = f"'self' {parts.scheme}://{parts.netloc}" if parts.netloc else "'self'"
    return "; ".join(
        [
            "default-src 'none'",
            f"img-src {own} data:",
            f"media-src {own} blob:",
            f"connect-src {own}",
            f"font-src {own}",
            f"style-src {own} 'unsafe-inline'",
            f"script-src {own}",
            f"manifest-src {own}",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )


def _is(file: File, opened: IO[bytes]) -> bool:
    about = os.fstat(opened.fileno())
    return (about.st_size, about.st_mtime_ns) == (file.size, file.modified_ns)
