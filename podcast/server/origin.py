"""Determine the address by which a client reaches this server, and the client's own address.

A reverse proxy reports both in X-Forwarded headers. Only headers from trusted proxies are
believed, because any client can send them.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LOOPBACK: tuple[Network, ...] = (
    ipaddress.ip_network("127.0.0.0/8"),
    ipaddress.ip_network("::1/128"),
)

_HOST = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]{1,100}){1,10}/?")


class ProxyHeaders:
    """Overrides the socket's view of the client with that of trusted proxies.

    Sets `client`, `scheme` and, for the inner apps, `origin`: the base address of this folder,
    with a trailing slash.
    """

    def __init__(self, app: ASGIApp, trusted: Sequence[Network] = LOOPBACK) -> None:
        self.app, self._trusted = app, trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the origin of one request and forward it."""
        headers = Headers(scope=scope)
        host, prefix = headers.get("host", ""), ""
        if self._trusts((scope.get("client") or ("",))[0]):
            host = _last(headers, "x-forwarded-host") or host
            prefix = _prefix(_last(headers, "x-forwarded-prefix"))
            scheme = _last(headers, "x-forwarded-proto").lower()
            scope["scheme"] = scheme if scheme in {"http", "https"} else scope["scheme"]
            scope["client"] = (self._client(headers) or scope["client"][0], 0)
        if prefix and scope["path"].startswith(prefix + "/"):  # this proxy did not strip it
            scope["path"] = scope["path"].removeprefix(prefix)
        name = host if _HOST.fullmatch(host) else _socket_name(scope)
        scope["origin"] = f"{scope['scheme']}://{name}{prefix}/"
        await self.app(scope, receive, send)

    def _client(self, headers: Headers) -> str:
        """Return the nearest address in X-Forwarded-For that is not a trusted proxy's."""
        chain = ",".join(headers.getlist("x-forwarded-for")).split(",")
        hops = [hop.strip() for hop in chain if _address(hop.strip())]
        return next((hop for hop in reversed(hops) if not self._trusts(hop)), "")

    def _trusts(self, host: str) -> bool:
        address = _address(host)
        return address is not None and any(address in network for network in self._trusted)


def networks(texts: Sequence[str]) -> list[Network]:
    """Parse addresses and networks (`10.0.0.0/8`) given by a user. Raises `ValueError`."""
    return [ipaddress.ip_network(text.strip(), strict=False) for text in texts]


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _last(headers: Headers, name: str) -> str:
    """Return the value added by the nearest proxy, which is the trusted one."""
    return ",".join(headers.getlist(name)).rpartition(",")[2].strip()


def _prefix(text: str) -> str:
    fits = _PREFIX.fullmatch(text) and not {".", ".."} & set(text.split("/"))
    return text.rstrip("/") if fits else ""


def _socket_name(scope: Scope) -> str:
    host, port = scope.get("server") or ("localhost", None)
    name = f"[{host}]" if ":" in host else host
    return f"{name}:{port}" if port else name
