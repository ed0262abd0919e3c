"""Access log: one line per request with client, app, path, bytes sent and duration."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from podcast.server.clients import app as app_name
from podcast.server.file_response import ZERO_COPY

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MAX_LENGTH = 200
_HIDDEN = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One request and its outcome."""

    time: str
    """Local time in ISO 8601 with the UTC offset."""
    client: str
    app: str
    method: str
    path: str
    """Path without the token and the query string, which may contain secrets."""
    status: int
    bytes: int
    """Number of body bytes actually sent."""
    length: int
    """Number of body bytes that the response announced."""
    range: str
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether the client received the whole body."""
        return self.bytes >= self.length

    def line(self) -> str:
        """Format the entry for people."""
        part = f" [{self.range}]" if self.range else ""
        size = f"{self.bytes:,} B" if self.complete else f"{self.bytes:,} of {self.length:,} B, cut"
        what = f"{self.method} {self.path}{part} → {self.status}, {size}, {self.seconds:.2f} s"
        return f"{self.time[11:19]} {self.client} {self.app}: {what}"

    def as_json(self) -> str:
        """Format the entry as JSON for scripts."""
        return json.dumps(asdict(self) | {"complete": self.complete}, ensure_ascii=False)


class AccessLog:
    """Passes each request to `tell` once it has ended, whether it succeeded or failed."""

    def __init__(self, app: ASGIApp, tell: Callable[[Access], None], token: str | None) -> None:
        self.app, self._tell, self._token = app, tell, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward one request to the app and log it."""
        started, path, meter = time.monotonic(), scope["path"], _Meter(scope, send)
        try:
            await self.app(scope, receive, meter)
        finally:
            self._tell(self._access(scope, path, meter, time.monotonic() - started))

    def _access(self, scope: Scope, path: str, meter: _Meter, seconds: float) -> Access:
        headers = Headers(scope=scope)
        return Access(
            time=time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            client=(scope.get("client") or ("–",))[0],
            app=app_name(headers.get("user-agent", "")),
            method=_printable(scope["method"]),
            path=_printable(path.replace(self._token, _HIDDEN) if self._token else path),
            status=meter.status,
            bytes=meter.sent,
            length=meter.length,
            range=_printable(headers.get("range", "").removeprefix("bytes=")),
            seconds=round(seconds, 3),
        )


class _Meter:
    """Wraps `send` and counts the body bytes."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.status = self.length = self.sent = 0
        self._head = scope["method"] == "HEAD"
        self._send, self._arrived = send, scope.get("arrived")
        self._before = self._arrived() if self._arrived else 0

    async def __call__(self, message: Message) -> None:
        """Forward `message` and record how much of it was sent."""
        await self._send(message)
        if message["type"] == "http.response.start":
            self.status = message["status"]
            length = Headers(raw=message["headers"]).get("content-length", "0")
            self.length = 0 if self._head or self.status == 304 else int(length)
        elif message["type"] == ZERO_COPY:
            # sendfile leaves the file position after the last byte accepted, even if interrupted.
            count = message["file"].tell() - message["offset"]
            self.sent += count
            if count < message["count"]:
                self._subtract_undelivered()
        else:
            self.sent += 0 if self._head else len(message.get("body", b""))

    def _subtract_undelivered(self) -> None:
        """Subtract bytes that the system buffered but a disconnected client never received."""
        if self._arrived:
            self.sent = min(self.sent, max(0, self._arrived() - self._before))


def _printable(text: str) -> str:
    """Make `text` safe to print on one line: no control characters, limited length."""
    shown = "".join(c if c.isprintable() else "?" for c in text)
    return shown if len(shown) <= _MAX_LENGTH else shown[: _MAX_LENGTH - 1] + "…"
