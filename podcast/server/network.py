"""Make the server reachable for phones in the same network: address, QR code, listening socket."""

from __future__ import annotations

import errno
import ipaddress
import socket

from podcast.errors import PublishError

_PROBE_TARGET = ("192.0.2.1", 9)
"""Address reserved for documentation (RFC 5737), used only to find the outgoing interface."""


def lan_address() -> str:
    """Return this computer's address in the local network, or 127.0.0.1. Sends no packets."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(_PROBE_TARGET)
            address: str = probe.getsockname()[0]
    except OSError:
        return "127.0.0.1"
    return "127.0.0.1" if ipaddress.ip_address(address).is_unspecified else address


def qr(url: str) -> str:
    """Draw `url` as a QR code for the terminal: black on white, two rows per line of text."""
    import segno

    code = segno.make(url, micro=False, error="m")
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join(f"\x1b[30;107m{_half_blocks(*pair)}\x1b[0m" for pair in pairs)


def _half_blocks(upper: list[bool], lower: list[bool]) -> str:
    return "".join(" ▄▀█"[2 * above + below] for above, below in zip(upper, lower, strict=True))


def startup_messages(host: str, port: int, path: str, *, rewritten: bool) -> list[str]:
    """Return the startup messages: feed and page address, QR code, and a note about base_url."""
    name = f"[{host}]" if ":" in host else host
    feed = f"http://{name}:{port}/{path}"
    texts = [f"Feed: {feed}", f"Page: {feed.removesuffix('feed.xml')}"]
    if not _is_loopback(host):
        texts.append(qr(feed))
    if not rewritten:
        texts.append(
            "This feed links to base_url: apps download episodes from there, not from here."
        )
    return [*texts, "Press Ctrl-C to stop."]


def reachable(host: str) -> str:
    """Return the address at which other computers reach a server that listens on `host`."""
    if host in {"", "0.0.0.0", "::"}:  # noqa: S104 -- compared, not bound
        return lan_address()
    return host


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "::1"} or host.startswith("127.")


def listener(host: str, port: int) -> socket.socket:
    """Create a listening socket. Raises `PublishError` with the reason if that fails."""
    version6 = ":" in host
    try:
        return socket.create_server(
            (host, port),
            family=socket.AF_INET6 if version6 else socket.AF_INET,
            dualstack_ipv6=host == "::" and socket.has_dualstack_ipv6(),
            backlog=512,
        )
    except OSError as error:
        raise _listen_error(host, port, error) from None


def _listen_error(host: str, port: int, error: OSError) -> PublishError:
    fix = f"choose another port: podcast serve --port {port + 1 if 1024 <= port < 65535 else 8080}"
    if error.errno == errno.EADDRINUSE:
        return PublishError(f"port {port}", "is already in use by another program", fix)
    if error.errno == errno.EACCES:
        return PublishError(f"port {port}", "requires administrator privileges", fix)
    reason = error.strerror or str(error)
    return PublishError(
        host, f"cannot listen on this address: {reason}", "omit --host to use the default"
    )
