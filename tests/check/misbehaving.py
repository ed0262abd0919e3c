"""A web server that does everything right, but for the one flaw that is planted."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from published import BASE

TYPES = {
    "feed.xml": "application/rss+xml; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".jpg": "image/jpeg",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip",
    ".chapters.json": "application/json+chapters",
    ".json": "application/json",
}


@dataclass
class Host:
    """What is served, and how wrongly."""

    root: Path
    flaw: str = ""
    """Name of the flaw; each is looked up where it matters."""
    on: str = ".mp3"
    """End of the paths that have the flaw."""
    port: int = 0
    auth: str = ""
    """`name:password`, asked for everywhere."""
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/show/"

    @property
    def feed(self) -> str:
        return f"{self.base}feed.xml"


class Handler(BaseHTTPRequestHandler):
    host: Host
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        host, path = self.host, self.path.partition("?")[0]
        host.asked.append((self.command, self.path, dict(self.headers)))
        self.bad = host.flaw if path.endswith(host.on) else ""
        wanted = "Basic " + base64.b64encode(host.auth.encode()).decode()
        if host.auth and self.headers["Authorization"] != wanted:
            return self.answer(401, b"")
        if self.bad == "gone":
            return self.answer(404, b"")
        if self.bad == "dead":
            self.close_connection = True
            return None
        if self.bad == "moved" and "again" not in self.path:
            return self.answer(302, b"", {"Location": f"{path}?again"})
        if self.bad == "loop":
            return self.answer(302, b"", {"Location": f"{path}?{len(host.asked)}"})
        file = host.root / path.removeprefix("/show/")
        if not path.startswith("/show/") or not file.is_file():
            soft = host.flaw == "soft 404"
            return self.answer(200 if soft else 404, b"<h1>Nichts</h1>")
        return self.file(path, file.read_bytes())

    def do_HEAD(self) -> None:
        self.do_GET()

    def file(self, path: str, body: bytes) -> None:
        if not path.endswith((".mp3", ".jpg")):
            body = body.replace(BASE.encode(), self.host.base.encode())
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        kind = next(kind for end, kind in TYPES.items() if path.endswith(end))
        headers = {"Content-Type": kind, "ETag": tag, "Cache-Control": "max-age=60"}
        if not path.endswith((".mp3", ".jpg")):
            headers["Access-Control-Allow-Origin"] = "*"
        headers |= {
            "type": {"Content-Type": "text/html"},
            "no type": {"Content-Type": ""},
            "sound": {"Content-Type": "audio/x-mp3"},
            "latin": {"Content-Type": kind.partition(";")[0] + "; charset=ISO-8859-1"},
            "kept": {"Cache-Control": "max-age=604800"},
            "no tag": {"ETag": ""},
            "closed": {"Access-Control-Allow-Origin": ""},
        }.get(self.bad, {})
        if self.bad == "no head" and self.command == "HEAD":
            return self.answer(405, b"")
        if self.headers["If-None-Match"] == tag and self.bad != "always new":
            return self.answer(304, b"", headers)
        packs = "gzip" in self.headers["Accept-Encoding"] and path.endswith((".xml", ".json"))
        if (packs and self.bad != "fat") or self.bad == "packed":
            return self.answer(200, gzip.compress(body), headers | {"Content-Encoding": "gzip"})
        return self.part(body, headers, tag)

    def part(self, body: bytes, headers: dict[str, str], tag: str) -> None:
        match = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers["Range"] or "")
        same = self.headers["If-Range"] in (None, tag) or self.bad == "mixes"
        if self.bad == "never resumes" and self.headers["If-Range"]:
            same = False
        if not match or not same or self.bad == "no ranges" or self.command == "HEAD":
            extra = b" " if self.bad == "longer head" and self.command == "HEAD" else b""
            return self.answer(200, body + extra, headers)
        size = len(body)
        first = int(match[1]) if match[1] else size - int(match[2])
        last = min(int(match[2]), size - 1) if match[1] and match[2] else size - 1
        if not match[1] and self.bad == "no suffix":
            return self.answer(200, body, headers)
        if first >= size:
            said = {} if self.bad == "bare 416" else {"Content-Range": f"bytes */{size}"}
            return self.answer(200 if self.bad == "no 416" else 416, b"", headers | said)
        last += self.bad == "one more"
        said = {"Content-Range": f"bytes {first}-{last}/{size}"}
        return self.answer(206, body[first : last + 1], headers | said)

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD" and status != 304:
            with contextlib.suppress(OSError):
                self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that has read enough goes away."""


@contextlib.contextmanager
def running(host: Host) -> Iterator[Host]:
    handler = type("Handler", (Handler,), {"host": host})
    with Server(("127.0.0.1", 0), handler) as server:
        host.port = server.server_port
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield host
        finally:
            server.shutdown()
