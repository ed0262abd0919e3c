"""The published folder over HTTP.

    Proxies ──▶ AccessLog ──▶ Common ──▶ Door (token, password) ──▶ Site ──▶ texts, ranges, …
    origin.py   access_log.py site.py    door.py                    site.py

All of it on `connection.Connection`: files sent by the system itself, and limits for each client.
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
from podcast.server.network import greeting, lan_address, listener, qr, reachable

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from podcast.server.access import Credentials
    from podcast.server.access_log import Access
    from podcast.server.app import Published
    from podcast.server.connection import Limits
    from podcast.server.origin import Network

_STOP_WITHIN = 3.0
"""What running downloads get when the server is stopped. Seconds."""


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
    """The ASGI app that serves the folder `public`, and nothing else.

    `placeholder_base` is how addresses begin in the texts; each client sees its own way to this
    server in their place. With `token` that way begins with it, and nothing is to be had without.
    `published` has the same facts where they may change while serving.
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
    """Serve `public` until Ctrl-C or SIGTERM; `announce` gets the feed's address and its QR code.

    Running downloads then get three seconds, or none after a second Ctrl-C. Port 0 is any free
    one. Raises `PublishError` if there is nothing to serve, or no place to.
    """
    if not (public / "feed.xml").is_file():
        raise PublishError(public, "nothing is published yet", "run: podcast build")
    with listener(host, port) as listening:
        path = f"{token}/feed.xml" if token else "feed.xml"
        rewritten = bool(placeholder_base or (published and published.base))
        for text in greeting(
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
    running = server(application, limits or Limits(), _STOP_WITHIN)
    log = logging.getLogger("uvicorn.error")

    def while_running(_record: logging.LogRecord) -> bool:
        return not running.should_exit  # downloads cut off by Ctrl-C are meant to be

    log.addFilter(while_running)
    try:
        with _terminated_like_ctrl_c():
            running.run(sockets=[listening])
    except KeyboardInterrupt:
        return  # the way to end it, not a failure
    finally:
        log.removeFilter(while_running)


@contextmanager
def _terminated_like_ctrl_c() -> Iterator[None]:
    """Let SIGTERM end the server as Ctrl-C does: uvicorn raises again what it was stopped with."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _raise_open_files() -> None:
    """Let this process have as many connections and files as the system allows it."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 8192 if hard == resource.RLIM_INFINITY else min(hard, 8192)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


__all__ = ["create_app", "lan_address", "qr", "serve"]
