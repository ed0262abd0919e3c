"""The published folder over HTTP, and the way to it for a phone in the same network."""

from __future__ import annotations

import errno
import ipaddress
import logging
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.errors import PublishError

if TYPE_CHECKING:
    from starlette.applications import Starlette

_STOP_WITHIN = 2
"""What running downloads get when the server is stopped. Seconds."""
_NEVER_ASKED = ("192.0.2.1", 9)
"""An address for documentation (RFC 5737): it tells which way the packets would go."""


def app(public: Path, *, placeholder_base: str | None = None) -> Starlette:
    """The ASGI app that serves the folder `public`, and nothing else.

    `placeholder_base` is how addresses begin in a feed that was built without a `base_url`; each
    client sees its own way to this server in their place.
    """
    from podcast.asgi import application

    return application(public, placeholder_base)


def serve(
    public: Path,
    *,
    host: str,
    port: int,
    placeholder_base: str | None,
    announce: Callable[[str], None],
) -> None:
    """Serve `public` until Ctrl-C; `announce` gets the feed's address and its QR code.

    Port 0 is any free one. Raises `PublishError` if there is nothing to serve, or no place to.
    """
    if not (public / "feed.xml").is_file():
        raise PublishError(public, "nothing is published yet", "run: podcast build")
    with _listener(host, port) as listener:
        for text in _greeting(_reachable(host), listener.getsockname()[1], placeholder_base):
            announce(text)
        _run(app(public, placeholder_base=placeholder_base), listener)


def _run(application: Starlette, listener: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(
        application,
        lifespan="off",
        ws="none",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_STOP_WITHIN,
    )
    server, log = uvicorn.Server(config), logging.getLogger("uvicorn.error")

    def while_running(_record: logging.LogRecord) -> bool:
        return not server.should_exit  # downloads cut off by Ctrl-C are meant to be

    log.addFilter(while_running)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        return  # the way to end it, not a failure
    finally:
        log.removeFilter(while_running)


def lan_address() -> str:
    """The address of this computer in its own network; 127.0.0.1 without one. Sends nothing."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(_NEVER_ASKED)
            address: str = probe.getsockname()[0]
    except OSError:
        return "127.0.0.1"
    return "127.0.0.1" if ipaddress.ip_address(address).is_unspecified else address


def qr(url: str) -> str:
    """`url` as a QR code for the terminal: black on white, two rows of it a line."""
    import segno

    code = segno.make(url, micro=False, error="m")
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join(f"\x1b[30;107m{_half_blocks(*pair)}\x1b[0m" for pair in pairs)


def _half_blocks(upper: list[bool], lower: list[bool]) -> str:
    return "".join(" ▄▀█"[2 * above + below] for above, below in zip(upper, lower, strict=True))


def _greeting(host: str, port: int, placeholder_base: str | None) -> list[str]:
    name = f"[{host}]" if ":" in host else host
    feed = f"http://{name}:{port}/feed.xml"
    texts = [f"Feed: {feed}"]
    if not _is_loopback(host):
        texts.append(qr(feed))
    if not placeholder_base:
        texts.append("Episodes in this feed are fetched from base_url, not from here.")
    return [*texts, "Press Ctrl-C to stop."]


def _reachable(host: str) -> str:
    """The address under which others find a server that listens on `host`."""
    if host in {"", "0.0.0.0", "::"}:  # noqa: S104 -- compared, not bound
        return lan_address()
    return host


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "::1"} or host.startswith("127.")


def _listener(host: str, port: int) -> socket.socket:
    """A listening socket. Raises `PublishError` naming what stands in its way."""
    version6 = ":" in host
    try:
        return socket.create_server(
            (host, port),
            family=socket.AF_INET6 if version6 else socket.AF_INET,
            dualstack_ipv6=host == "::" and socket.has_dualstack_ipv6(),
            backlog=512,
        )
    except OSError as error:
        raise _refused(host, port, error) from None


def _refused(host: str, port: int, error: OSError) -> PublishError:
    another = f"choose another: podcast serve --port {port + 1 if 1024 <= port < 65535 else 8080}"
    if error.errno == errno.EADDRINUSE:
        return PublishError(f"port {port}", "another program listens there", another)
    if error.errno == errno.EACCES:
        return PublishError(f"port {port}", "needs an administrator's rights", another)
    why = error.strerror or str(error)
    return PublishError(host, f"cannot listen there: {why}", "leave out --host")
