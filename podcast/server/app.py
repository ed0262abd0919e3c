"""ASGI app for the published folder, with everything that clients expect of a static host."""

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

_MAX_ATTEMPTS = 3
_READ = {"GET", "HEAD", "OPTIONS"}
_EXPOSED = "Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified"


@dataclass(slots=True)
class Published:
    """The folder to serve and the base address in its texts."""

    root: Path
    base: str | None = None
    """Base address that each client sees replaced with its own; None leaves texts unchanged."""
    elsewhere: str = ""
    """Address in the texts if they name another host than this server; pages may load from it."""


class StaticFiles:
    """Serves the files of one folder."""

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
        """Return the requested file, or the response to send instead."""
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
        """Return the response for `file`: the whole file, a part of it or 304."""
        headers = Headers(scope=scope)
        what = media_type(file.name, headers.get("accept", ""))
        compressed = what.text and rewriting.accepts_gzip(headers.get("accept-encoding", ""))
        self._texts.base = self.published.base
        for _ in range(_MAX_ATTEMPTS):
            try:
                version = rewriting.unmodified(file)
                if what.text:
                    version = await self._texts.version(
                        file, scope["origin"], compressed=compressed
                    )
                opened = open(version.path, "rb", buffering=0)  # noqa: PTH123, SIM115 -- the response closes it
            except OSError:
                return error_page(500)
            if version.path != file.path or _is_unchanged(file, opened):
                return FileResponse(file.name, what, version, opened)
            # Republished meanwhile: never send one version's length with another's bytes.
            opened.close()
            if not (again := find(self.published.root, scope["path"])):
                return error_page(404)
            file = again
        return error_page(500)


class CommonHeaders:
    """Adds the headers common to all responses: files, parts, 304 and errors."""

    def __init__(self, app: ASGIApp, published: Published) -> None:
        self.app, self._published = app, published

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward one request and add headers to the response."""
        what = media_type(scope["path"])

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"  # the address may contain the token
                if what.shared:
                    headers["Access-Control-Allow-Origin"] = "*"
                    headers["Access-Control-Expose-Headers"] = _EXPOSED
                if what.active or headers.get("content-type", "").startswith("text/html"):
                    headers["Content-Security-Policy"] = policy(self._published.elsewhere)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def policy(elsewhere: str = "") -> str:
    """Build the Content-Security-Policy: pages load only from this server or `elsewhere`."""
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


def _is_unchanged(file: File, opened: IO[bytes]) -> bool:
    about = os.fstat(opened.fileno())
    return (about.st_size, about.st_mtime_ns) == (file.size, file.modified_ns)
