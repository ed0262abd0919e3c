"""The way to the server for a phone in the same network: address, QR code, listening socket."""

from __future__ import annotations

import errno
import ipaddress
import socket

from podcast.errors import PublishError

_NEVER_ASKED = ("192.0.2.1", 9)
"""An address for documentation (RFC 5737): it tells which way the packets would go."""


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


def greeting(host: str, port: int, path: str, *, rewritten: bool) -> list[str]:
    """What the user is told: the addresses of feed and page, a code to scan, what is not plain."""
    name = f"[{host}]" if ":" in host else host
    feed = f"http://{name}:{port}/{path}"
    texts = [f"Feed: {feed}", f"Page: {feed.removesuffix('feed.xml')}"]
    if not _is_loopback(host):
        texts.append(qr(feed))
    if not rewritten:
        texts.append("Episodes in this feed are fetched from base_url, not from here.")
    return [*texts, "Press Ctrl-C to stop."]


def reachable(host: str) -> str:
    """The address under which others find a server that listens on `host`."""
    if host in {"", "0.0.0.0", "::"}:  # noqa: S104 -- compared, not bound
        return lan_address()
    return host


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "::1"} or host.startswith("127.")


def listener(host: str, port: int) -> socket.socket:
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
