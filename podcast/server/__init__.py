"""Serve the published folder over HTTP.

    ProxyHeaders ──▶ AccessLog ────▶ CommonHeaders ──▶ AccessControl ──▶ StaticFiles ──▶ texts,
    origin.py        access_log.py   app.py            access.py         app.py          ranges, …

Everything runs on `connection.Connection`, which sends files with sendfile and enforces limits
for each client.
"""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.errors import PublishError
from podcast.server.network import lan_address, listener, qr, reachable, startup_messages

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from podcast.server.access import Credentials
    from podcast.server.access_log import Access
    from podcast.server.app import Published
    from podcast.server.connection import Limits
    from podcast.server.origin import Network

_SHUTDOWN_SECONDS = 3.0
"""Time that running downloads get to finish when the server stops. Seconds."""


def create_app(
    public: Path,
    *,
    placeholder_base: str | None = None,
    published: Published | None = None,
    token: str | None = None,
    credentials: Credentials | None = None,
    trusted: tuple[Network, ...] | None = None,
    log: Callable[[Access], None] | None = None,
) -> ASGIApp:
    """Create the ASGI app that serves the folder `public` and nothing else.

    `placeholder_base` is the base address in the published texts. Each client sees it replaced
    with the address by which it reaches this server. With `token`, every address starts with the
    token, and a request without it gets 404. `published` holds the folder and the base address
    if they may change while the server runs.
    """
    from podcast.server.access import AccessControl
    from podcast.server.access_log import AccessLog
    from podcast.server.app import CommonHeaders, Published, StaticFiles
    from podcast.server.origin import LOOPBACK, ProxyHeaders

    base = placeholder_base.rstrip("/") + "/" if placeholder_base else None
    published = published or Published(public, base)
    made: ASGIApp = StaticFiles(published)
    if token or credentials:
        made = AccessControl(made, token, credentials)
    made = CommonHeaders(made, published)
    if log:
        made = AccessLog(made, log, token)
    return ProxyHeaders(made, LOOPBACK if trusted is None else trusted)


def serve(
    public: Path,
    *,
    host: str,
    port: int,
    placeholder_base: str | None,
    announce: Callable[[str], None],
    published: Published | None = None,
    token: str | None = None,
    credentials: Credentials | None = None,
    trusted: tuple[Network, ...] | None = None,
    log: Callable[[Access], None] | None = None,
    limits: Limits | None = None,
) -> None:
    """Serve `public` until Ctrl-C or SIGTERM; pass the feed's address and QR code to `announce`.

    On shutdown, running downloads get three seconds to finish; a second Ctrl-C cuts them off at
    once. Port 0 selects any free port. Raises `PublishError` if nothing is published or the
    server cannot listen on `host` and `port`.
    """
    if not (public / "feed.xml").is_file():
        raise PublishError(public, "has no published feed yet", "run: podcast build")
    with listener(host, port) as listening:
        path = f"{token}/feed.xml" if token else "feed.xml"
        rewritten = bool(placeholder_base or (published and published.base))
        for text in startup_messages(
            reachable(host), listening.getsockname()[1], path, rewritten=rewritten
        ):
            announce(text)
        served = create_app(
            public,
            placeholder_base=placeholder_base,
            published=published,
            token=token,
            credentials=credentials,
            trusted=trusted,
            log=log,
        )
        _run(served, listening, limits)


def _run(application: ASGIApp, listening: socket.socket, limits: Limits | None) -> None:
    from podcast.server.connection import Limits, server

    _raise_open_files()
    running = server(application, limits or Limits(), _SHUTDOWN_SECONDS)
    log = logging.getLogger("uvicorn.error")

    def while_running(_record: logging.LogRecord) -> bool:
        return not running.should_exit  # Ctrl-C cuts off downloads on purpose

    log.addFilter(while_running)
    try:
        with _sigterm_as_ctrl_c():
            running.run(sockets=[listening])
    except KeyboardInterrupt:
        return  # the normal way to stop the server
    finally:
        log.removeFilter(while_running)


@contextmanager
def _sigterm_as_ctrl_c() -> Iterator[None]:
    """Handle SIGTERM like Ctrl-C, because uvicorn re-raises the signal that stopped it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _raise_open_files() -> None:
    """Raise the limit on open files, and so on connections, to 8192 or the system's maximum."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 8192 if hard == resource.RLIM_INFINITY else min(hard, 8192)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


__all__ = ["create_app", "lan_address", "qr", "serve"]
