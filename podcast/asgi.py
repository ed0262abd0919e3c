"""The published folder as an ASGI app: what clients of every kind may ask of a static host.

Starlette does most of it. Added here: names that must not be served, the ranges that RFC 9110
wants to be ignored instead of refused, media types, and a feed that carries the address under
which it was asked for.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePath

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import NotModifiedResponse, PathLike, StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEDIA_TYPES = {
    "feed.json": "application/feed+json",
    ".chapters.json": "application/json+chapters",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".html": "text/html; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
"""By the end of the name; the first that fits counts."""

_FOR_OTHER_SITES = (".xml", ".json", ".vtt", ".srt")
"""What players on web pages of other hosts may read."""
_WITH_ADDRESSES = (".xml", ".json", ".html")
_HOST = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
_RANGE = re.compile(r"(\d{1,18})-(\d{0,18})|-(\d{1,18})")


def application(public: Path, placeholder_base: str | None) -> Starlette:
    """The app that serves `public`; see `podcast.server.app`."""
    files = PublicFiles(public, placeholder_base)

    async def home(request: Request) -> Response:
        if (public / "index.html").is_file():
            return await files.get_response("index.html", request.scope)
        return RedirectResponse("feed.xml")  # relative: right behind any proxy

    routes = [Route("/", home), Mount("/", files)]
    return Starlette(routes=routes, middleware=[Middleware(_CommonHeaders)])


class PublicFiles(StaticFiles):
    """The files of one folder; the addresses in its texts begin with the client's own."""

    def __init__(self, public: Path, placeholder_base: str | None) -> None:
        super().__init__(directory=public, check_dir=False)
        self._placeholder = placeholder_base and placeholder_base.rstrip("/").encode() + b"/"
        # A host name costs an attacker nothing, so only so many feeds are kept.
        self._addressed = functools.lru_cache(maxsize=32)(_addressed)

    def get_path(self, scope: Scope) -> str:
        """The path below the folder. Raises 404 for names that are never published."""
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        path = scope["path"].removeprefix(scope.get("root_path", "")).removeprefix("/")
        encoded = scope.get("raw_path", b"").lower()
        if b"%2f" in encoded or not all(map(_is_plain, path.split("/"))):
            raise HTTPException(404)
        return super().get_path(scope)

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Where the file lies, links followed; nothing where it must not or cannot be read."""
        try:
            found, stat = super().lookup_path(path)
            names = PurePath(os.path.relpath(found, os.path.realpath(str(self.directory)))).parts
        except (OSError, ValueError):  # no rights, a loop of links, a name too long
            return "", None
        if stat is None or not all(map(_is_plain, names)) or not os.access(found, os.R_OK):
            return "", None
        return found, stat

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, a part of it, or the news that it has not changed."""
        name = str(full_path)
        response: Response = FileResponse(
            name, status_code, stat_result=stat_result, media_type=_media_type(name)
        )
        if self._placeholder and name.endswith(_WITH_ADDRESSES):
            response = self._own_text(name, stat_result, scope) or response
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        scope["headers"] = list(_without_useless_range(scope, stat_result.st_size))
        return response

    def _own_text(self, name: str, stat: os.stat_result, scope: Scope) -> Response | None:
        """The text with the client's address in it; nothing if it has no addresses."""
        own = f"{scope['scheme']}://{_host(scope)}/".encode()
        body, etag = self._addressed(name, stat.st_mtime_ns, stat.st_size, self._placeholder, own)
        if not body:
            return None
        changed = FileResponse(name, stat_result=stat).headers["last-modified"]
        headers = {"ETag": etag, "Last-Modified": changed}
        return Response(body, media_type=_media_type(name), headers=headers)


class _CommonHeaders:
    """What every answer says, be it a file, a part, a 304 or an error."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                # Files keep their names when they are built again: always ask, mostly get 304.
                headers.setdefault("Cache-Control", "no-cache")
                if scope["path"].endswith(_FOR_OTHER_SITES):
                    headers["Access-Control-Allow-Origin"] = "*"
            await send(message)

        await self.app(scope, receive, say)


def _addressed(
    name: str, _mtime: int, _size: int, placeholder: bytes, own: bytes
) -> tuple[bytes, str]:
    """Contents with `own` addresses, and their ETag; empty where there are no addresses."""
    text = Path(name).read_bytes()
    if placeholder not in text:
        return b"", ""
    body = text.replace(placeholder, own)
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _is_plain(name: str) -> bool:
    """Whether `name` may be published: no hidden or staging file, nothing a system reads more in.

    Backslashes and colons separate on Windows; an empty part is a doubled or a final slash.
    """
    return bool(name) and name[0] != "." and name.isprintable() and not set(name) & set("\\:")


def _media_type(name: str) -> str:
    fitting = (kind for end, kind in MEDIA_TYPES.items() if name.endswith(end))
    return next(fitting, "application/octet-stream")


def _host(scope: Scope) -> str:
    """Host and port as the client wrote them, or where that is nonsense, as they are."""
    asked = Headers(scope=scope).get("host", "")
    if _HOST.fullmatch(asked):
        return asked
    host, port = scope.get("server") or ("localhost", None)
    name = f"[{host}]" if ":" in host else host
    return f"{name}:{port}" if port else name


def _without_useless_range(scope: Scope, size: int) -> Iterator[tuple[bytes, bytes]]:
    """The request's headers with the Range that is to be obeyed for a file of `size` bytes.

    RFC 9110 §14.2: with HEAD, in an unknown unit or when malformed, it is as if there were none.
    """
    for name, value in scope["headers"]:
        if name != b"range":
            yield name, value
        elif scope["method"] == "GET" and (obeyed := _obeyed(value.decode("latin-1"), size)):
            yield name, obeyed.encode()


def _obeyed(header: str, size: int) -> str | None:
    unit, _, listed = header.partition("=")
    specs = [spec.strip() for spec in listed.split(",") if spec.strip()]
    matches = [_RANGE.fullmatch(spec) for spec in specs]
    if unit.strip().lower() != "bytes" or not specs or not all(map(_is_ordered, matches)):
        return None
    within = [match[0] for match in matches if match and _begins_within(match, size)]
    return f"bytes={','.join(within)}" if within else f"bytes={size}-"  # the latter gives 416


def _is_ordered(match: re.Match[str] | None) -> bool:
    if match is None:
        return False
    return not (match[1] and match[2]) or int(match[1]) <= int(match[2])


def _begins_within(match: re.Match[str], size: int) -> bool:
    return int(match[1]) < size if match[1] else int(match[3]) > 0 and size > 0
