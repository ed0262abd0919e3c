"""Access control: a secret token in the address, or a user name and password."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from podcast.server.responses import error_page, redirect

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SHORTEST = 16
"""Minimum length of a token in characters; such a token is unguessable if chosen at random."""

_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{SHORTEST},200}}")


def new_token() -> str:
    """Generate an unguessable token with 128 random bits."""
    return secrets.token_urlsafe(16)


def is_token(text: str) -> bool:
    """Whether `text` is long enough for a token and valid as part of an address."""
    return _TOKEN.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """User name and password that a client must send as Basic auth. Its repr hides them."""

    user: str
    password: str

    def match(self, header: str) -> bool:
        """Whether an Authorization header contains both, compared in constant time."""
        scheme, _, encoded = header.partition(" ")
        try:
            sent = base64.b64decode(encoded.strip(), validate=True)
        except (binascii.Error, ValueError):
            sent = b""
        wanted = f"{self.user}:{self.password}".encode()
        same = hmac.compare_digest(hashlib.sha256(sent).digest(), hashlib.sha256(wanted).digest())
        return same and scheme.lower() == "basic"


class AccessControl:
    """Admits requests with the token in the address and the right user name and password."""

    def __init__(self, app: ASGIApp, token: str | None, credentials: Credentials | None) -> None:
        self.app, self._token, self._credentials = app, token, credentials

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request to the inner app, or answer it with 404 or 401."""
        inner = self.app
        if self._token and not self._strip_token(scope):
            inner = error_page(404)
        elif self._token and not scope["path"]:
            inner = redirect(f"{self._token}/")
        elif self._credentials and not self._is_authenticated(scope):
            inner = error_page(401, {"WWW-Authenticate": 'Basic realm="Podcast", charset="UTF-8"'})
        await inner(scope, receive, self._with_private_headers(send))

    def _strip_token(self, scope: Scope) -> bool:
        """Move the token from the start of the path to the origin; return whether it was there."""
        first, slash, rest = scope["path"].removeprefix("/").partition("/")
        if not hmac.compare_digest(first.encode("utf-8", "replace"), str(self._token).encode()):
            return False
        scope["path"] = slash + rest
        scope["origin"] += f"{self._token}/"
        return True

    def _is_authenticated(self, scope: Scope) -> bool:
        sent = Headers(scope=scope).get("authorization", "")
        # A preflight cannot carry credentials, and its response reveals nothing.
        return scope["method"] == "OPTIONS" or bool(
            self._credentials and self._credentials.match(sent)
        )

    @staticmethod
    def _with_private_headers(send: Send) -> Send:
        async def send_private(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Robots-Tag"] = "noindex, nofollow"
                kept = headers.get("cache-control", "no-store")
                headers["Cache-Control"] = kept if kept == "no-store" else f"private, {kept}"
            await send(message)

        return send_private
