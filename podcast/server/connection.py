"""Extend uvicorn's connection: send files with sendfile and disconnect stalled clients.

On Linux, progress is what the client has acknowledged. On other systems, it is what the system
has accepted for sending.
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

_REPORTS_ACKS = sys.platform == "linux"
_BYTES_ACKED = struct.Struct("=Q"), 120
"""Format and offset of `tcpi_bytes_acked` in `tcp_info`, since Linux 4.1."""
_SENDFILE_BYTES = 1 << 30 if _REPORTS_ACKS else 1 << 18
"""Bytes per sendfile call. Without acknowledgements, progress shows only after each call."""
_LINGER_ZERO = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits on the resources of one client, and of all clients together."""

    connections: int = 1000
    header_bytes: int = 16 * 1024
    request_seconds: float = 20
    """Time from the connection, or the previous response, to a complete request."""
    stall_seconds: float = 60
    """How long a client may receive fewer than `stall_bytes` before it is disconnected."""
    stall_bytes: int = 4096
    """Minimum that a client must receive within `stall_seconds`."""


class Connection(H11Protocol):
    """Connection to one client. The server that creates it sets `limits`."""

    limits = Limits()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accept the client, or abort above twice the limit; uvicorn answers 503 in between."""
        super().connection_made(transport)
        with contextlib.suppress(OSError):  # asyncio skips sockets it did not create
            self._socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.app: Any = _SendfileExtension(self.app, self)
        self.sent = 0  # bytes handed to the system
        self._since, self._mark, self._request = time.monotonic(), 0, self.cycle
        if len(self.connections) > 2 * self.limits.connections:
            transport.abort()

    def disconnect_if_stalled(self, now: float) -> None:
        """Disconnect the client if it has stalled. Called about once a second."""
        if self.cycle is not self._request:
            self._request, self._since, self._mark = self.cycle, now, self.arrived()
        waited = now - self._since
        if self.cycle is None or self.cycle.response_complete:
            self._check_idle(now, waited)
        elif waited > self.limits.stall_seconds:
            if self.arrived() - self._mark < self.limits.stall_bytes:
                self._abort()
            self._since, self._mark = now, self.arrived()

    def _check_idle(self, now: float, waited: float) -> None:
        """Close an idle connection, unless the system is still delivering the last response."""
        arrived = self.arrived()
        if arrived != self._mark:
            self._since, self._mark = now, arrived
        elif waited > self.limits.request_seconds and not self.transport.is_closing():
            self.transport.close()

    def arrived(self) -> int:
        """Number of bytes that have reached the client since it connected."""
        if _REPORTS_ACKS:
            layout, offset = _BYTES_ACKED
            with contextlib.suppress(OSError, struct.error):
                info = self._socket().getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 192)
                return int(layout.unpack_from(info, offset)[0])
        return self.sent

    def _abort(self) -> None:
        """Abort a transfer in progress and discard undelivered data."""
        with contextlib.suppress(OSError):
            self._socket().setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
            self._socket().shutdown(socket.SHUT_RDWR)  # wakes up a pending send

    def _socket(self) -> socket.socket:
        found: socket.socket = self.transport.get_extra_info("socket")
        return found


class _SendfileExtension:
    """Lets the app send parts of files without reading them (zero copy)."""

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
        """Send `count` bytes of `file` from `offset`; return silently if the client disconnects."""
        connection, offset, left = self._connection, message["offset"], message["count"]
        if connection.cycle.disconnected or connection.transport.is_closing():
            return
        connection.conn.send_with_data_passthrough(h11.Data(data=_UnreadBody(left)))  # type: ignore[arg-type]
        try:
            while left:
                sent = await connection.loop.sendfile(
                    connection.transport, message["file"], offset, min(left, _SENDFILE_BYTES)
                )
                if not sent:
                    raise ConnectionAbortedError  # the file was truncated
                offset, left = offset + sent, left - sent
                connection.sent += sent
        except (OSError, RuntimeError):  # RuntimeError: the transport was just closed
            connection.transport.abort()


class _UnreadBody:
    """Placeholder that gives h11 the length of a body without its bytes."""

    def __init__(self, length: int) -> None:
        self._length = length

    def __len__(self) -> int:
        return self._length


class Server(uvicorn.Server):
    """uvicorn's server, extended to disconnect stalled clients."""

    async def on_tick(self, counter: int) -> bool:
        """Sweep the connections on every tenth call; uvicorn calls this ten times a second."""
        if counter % 10 == 0:
            now = time.monotonic()
            for connection in list(self.server_state.connections):
                if isinstance(connection, Connection):
                    connection.disconnect_if_stalled(now)
        return await super().on_tick(counter)


def server(app: ASGIApp, limits: Limits, stop_within: float) -> Server:
    """Create a server for `app`; on shutdown, running transfers get `stop_within` seconds."""
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
        timeout_graceful_shutdown=stop_within,  # type: ignore[arg-type]  # floats work too
    )
    return Server(config)
