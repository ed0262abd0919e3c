"""HTTP client that records every redirect and never decompresses or retries."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

if TYPE_CHECKING:
    import httpx

MOST_HOPS = 5
"""Number of redirects that podcast apps follow; some give up earlier."""

_AGENT = "podcast-check/1"
_REDIRECTS = {301, 302, 303, 307, 308}


class UnreachableError(Exception):
    """Raised if there is no valid HTTP response; the text says why."""


@dataclass(frozen=True, slots=True)
class Response:
    """The final response to a request."""

    url: str
    """URL after all redirects."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    """As sent, without decompression; truncated at the requested limit."""
    hops: tuple[str, ...] = ()
    """URLs that redirected, without the final one."""

    def type(self) -> str:
        """The media type, without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def length(self) -> int | None:
        """Content-Length in bytes, or None if it is not a number."""
        value = self.headers.get("content-length", "")
        return int(value) if value.isdecimal() else None


class HttpClient:
    """HTTP client for one podcast. Use in a `with` statement."""

    def __init__(self, url: str, *, timeout: float = 20) -> None:
        """Create a client; user name and password in `url` are sent only to its own host."""
        import httpx

        parts = urlsplit(url)
        known = unquote(parts.username or ""), unquote(parts.password or "")
        self._auth = known if any(known) else None
        self._home = _origin(url)
        self._client = httpx.Client(timeout=timeout, headers={"User-Agent": _AGENT})

    def __enter__(self) -> HttpClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, url: str, *, method: str = "GET", most: int = 2**26, **headers: str) -> Response:
        """Request `url`, follow redirects and read at most `most` bytes of the body.

        `if_range="x"` sends If-Range. Raises `UnreachableError`.
        """
        sent = {"accept-encoding": "identity"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        hops: list[str] = []
        while True:
            answer = self._once(method, url, sent, most)
            location = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not location:
                return Response(url, answer.status, answer.headers, answer.body, tuple(hops))
            hops.append(url)
            if len(hops) > MOST_HOPS or (url := urljoin(url, location)) in hops:
                raise UnreachableError(
                    f"is redirected too often or in a loop, last to {plain(url)}"
                )

    def _once(self, method: str, url: str, headers: Mapping[str, str], most: int) -> Response:
        import httpx

        auth = self._auth if _origin(url) == self._home else None
        try:
            with self._client.stream(method, plain(url), headers=dict(headers), auth=auth) as came:
                return Response(url, came.status_code, _lowered(came), _read_up_to(came, most))
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as problem:
            why = str(problem) or type(problem).__name__
            raise UnreachableError(f"cannot be reached: {why}") from None


def plain(url: str) -> str:
    """`url` without user name and password, for messages."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def is_private(url: str) -> bool:
    """Whether the host of `url` is this computer or on a private network."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith((".local", ".home.arpa")) or "." not in host


def _read_up_to(came: httpx.Response, most: int) -> bytes:
    body = b""
    for chunk in came.iter_raw():
        body += chunk
        if len(body) >= most:
            break
    return body[:most]


def _lowered(came: httpx.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in came.headers.items()}


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, port
