"""One line for each request: who, with which app, what, how much of it, how long."""

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

_LONGEST = 200
_HIDDEN = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One request and what came of it."""

    time: str
    """Local, ISO 8601, with the offset from UTC."""
    client: str
    app: str
    method: str
    path: str
    """Without the token and without a query, which may hold secrets."""
    status: int
    bytes: int
    """Of the body, really sent."""
    length: int
    """What was to be sent."""
    range: str
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether the client took all of it."""
        return self.bytes >= self.length

    def line(self) -> str:
        """For people."""
        part = f" [{self.range}]" if self.range else ""
        size = f"{self.bytes:,} B" if self.complete else f"{self.bytes:,} of {self.length:,} B, cut"
        what = f"{self.method} {self.path}{part} → {self.status}, {size}, {self.seconds:.2f} s"
        return f"{self.time[11:19]} {self.client} {self.app}: {what}"

    def as_json(self) -> str:
        """For scripts."""
        return json.dumps(asdict(self) | {"complete": self.complete}, ensure_ascii=False)


class AccessLog:
    """Tells `tell` of each request when it is over, however it ends."""

    def __init__(self, app: ASGIApp, tell: Callable[[Access], None], token: str | None) -> None:
        self.app, self._tell, self._token = app, tell, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        begun, path, meter = time.monotonic(), scope["path"], _Meter(scope, send)
        try:
            await self.app(scope, receive, meter)
        finally:
            self._tell(self._access(scope, path, meter, time.monotonic() - begun))

    def _access(self, scope: Scope, path: str, meter: _Meter, seconds: float) -> Access:
        headers = Headers(scope=scope)
        return Access(
            time=time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            client=(scope.get("client") or ("–",))[0],
            app=app_name(headers.get("user-agent", "")),
            method=_plain(scope["method"]),
            path=_plain(path.replace(self._token, _HIDDEN) if self._token else path),
            status=meter.status,
            bytes=meter.sent,
            length=meter.length,
            range=_plain(headers.get("range", "").removeprefix("bytes=")),
            seconds=round(seconds, 3),
        )


class _Meter:
    """A `send` that counts."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.status = self.length = self.sent = 0
        self._head = scope["method"] == "HEAD"
        self._send, self._arrived = send, scope.get("arrived")
        self._before = self._arrived() if self._arrived else 0

    async def __call__(self, message: Message) -> None:
        """Pass `message` on and note what became of it."""
        await self._send(message)
        if message["type"] == "http.response.start":
            self.status = message["status"]
            length = Headers(raw=message["headers"]).get("content-length", "0")
            self.length = 0 if self._head or self.status == 304 else int(length)
        elif message["type"] == ZERO_COPY:
            # The system leaves the file's position behind what it took, also when it was stopped.
            taken = message["file"].tell() - message["offset"]
            self.sent += taken
            if taken < message["count"]:
                self._correct()
        else:
            self.sent += 0 if self._head else len(message.get("body", b""))

    def _correct(self) -> None:
        """What the system took is not yet with a client that has gone away."""
        if self._arrived:
            self.sent = min(self.sent, max(0, self._arrived() - self._before))


def _plain(text: str) -> str:
    """One line that no terminal takes for a command."""
    shown = "".join(c if c.isprintable() else "?" for c in text)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
