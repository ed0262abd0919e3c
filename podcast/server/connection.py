"""One connection: uvicorn's, with files sent by the system itself, and an end to those who dawdle.

Where Linux tells what has arrived at the client, that is what counts; elsewhere what the system
has taken.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from podcast.server.file_response import ZERO_COPY

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TELLS_ARRIVALS = sys.platform == "linux"
_ACKNOWLEDGED = struct.Struct("=Q"), 120
"""Where `tcp_info` has `tcpi_bytes_acked`, since Linux 4.1."""
_PIECE = 1 << 30 if _TELLS_ARRIVALS else 1 << 18
"""What is given to the system at once: elsewhere progress is seen after each piece. Bytes."""
_LINGER = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one client, and all together, may use of this computer."""

    connections: int = 1000
    header_bytes: int = 16 * 1024
    request_seconds: float = 20
    """From the connection, or the answer before, until a request has come whole."""
    stall_seconds: float = 60
    """How long a client may take next to nothing of what it asked for."""
    stall_bytes: int = 4096
    """What is next to nothing."""


class Connection(H11Protocol):
    """One client. `limits` are set by the server that makes it."""

    limits = Limits()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, unless there are far too many: those between get an answer that says so."""
        super().connection_made(transport)
        with contextlib.suppress(OSError):  # asyncio forgets it for sockets made elsewhere
            self._socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.app: Any = _SendfileExtension(self.app, self)
        self.sent = 0  # given to the system
        self._since, self._mark, self._request = time.monotonic(), 0, self.cycle
        if len(self.connections) > 2 * self.limits.connections:
            transport.abort()

    def sweep(self, now: float) -> None:
        """Look, about once a second, whether the client dawdles; if so, end it."""
        if self.cycle is not self._request:
            self._request, self._since, self._mark = self.cycle, now, self.arrived()
        waited = now - self._since
        if self.cycle is None or self.cycle.response_complete:
            self._wait_for_request(now, waited)
        elif waited > self.limits.stall_seconds:
            if self.arrived() - self._mark < self.limits.stall_bytes:
                self._end()
            self._since, self._mark = now, self.arrived()

    def _wait_for_request(self, now: float, waited: float) -> None:
        """Not for ever; but what the system has still to deliver is not waiting."""
        arrived = self.arrived()
        if arrived != self._mark:
            self._since, self._mark = now, arrived
        elif waited > self.limits.request_seconds and not self.transport.is_closing():
            self.transport.close()

    def arrived(self) -> int:
        """How much has come to the client since it connected. Bytes."""
        if _TELLS_ARRIVALS:
            kind, place = _ACKNOWLEDGED
            with contextlib.suppress(OSError, struct.error):
                told = self._socket().getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 192)
                return int(kind.unpack_from(told, place)[0])
        return self.sent

    def _end(self) -> None:
        """End a transfer under way, and forget what was not delivered."""
        with contextlib.suppress(OSError):
            self._socket().setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
            self._socket().shutdown(socket.SHUT_RDWR)  # wakes up whoever waits to send

    def _socket(self) -> socket.socket:
        found: socket.socket = self.transport.get_extra_info("socket")
        return found


class _SendfileExtension:
    """Offers the app to send parts of files without reading them."""

    def __init__(self, app: ASGIApp, connection: Connection) -> None:
        self.app, self._connection = app, connection

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def forward(message: Message) -> None:
            if message["type"] == ZERO_COPY:
                await self._send(message)
            else:
                await send(message)

        scope.setdefault("extensions", {})[ZERO_COPY] = {}
        scope["arrived"] = self._connection.arrived
        await self.app(scope, receive, forward)

    async def _send(self, message: Message) -> None:
        """Part `count` from `offset` of `file`; ends in silence where the client goes away."""
        connection, offset, left = self._connection, message["offset"], message["count"]
        if connection.cycle.disconnected or connection.transport.is_closing():
            return
        connection.conn.send_with_data_passthrough(h11.Data(data=_UnreadBody(left)))  # type: ignore[arg-type]
        try:
            while left:
                sent = await connection.loop.sendfile(
                    connection.transport, message["file"], offset, min(left, _PIECE)
                )
                if not sent:
                    raise ConnectionAbortedError  # the file has become shorter
                offset, left = offset + sent, left - sent
                connection.sent += sent
        except (OSError, RuntimeError):  # the latter where it has just been closed
            connection.transport.abort()


class _UnreadBody:
    """Stands for so many bytes in the bookkeeping of h11."""

    def __init__(self, length: int) -> None:
        self._length = length

    def __len__(self) -> int:
        return self._length


class Server(uvicorn.Server):
    """uvicorn's server, with an eye on its connections."""

    async def on_tick(self, counter: int) -> bool:
        """About ten times a second."""
        if counter % 10 == 0:
            now = time.monotonic()
            for connection in list(self.server_state.connections):
                if isinstance(connection, Connection):
                    connection.sweep(now)
        return await super().on_tick(counter)


def server(app: ASGIApp, limits: Limits, stop_within: float) -> Server:
    """A server for `app`; running transfers get `stop_within` seconds when it is stopped."""
    config = uvicorn.Config(
        app,
        http=type("Connection", (Connection,), {"limits": limits}),
        loop="asyncio",
        lifespan="off",
        ws="none",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # podcast.server.origin
        h11_max_incomplete_event_size=limits.header_bytes,
        limit_concurrency=limits.connections,
        timeout_keep_alive=round(limits.request_seconds),
        timeout_graceful_shutdown=stop_within,  # type: ignore[arg-type]  # a float does as well
    )
    return Server(config)
