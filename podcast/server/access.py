"""Who may come in: those who know the address, or a name and a password."""

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
"""Characters that make a token unguessable, if they were drawn by lot."""

_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{SHORTEST},200}}")


def new_token() -> str:
    """A token that nobody can guess: 128 bits."""
    return secrets.token_urlsafe(16)


def is_token(text: str) -> bool:
    """Whether `text` can stand in an address and is long enough."""
    return _TOKEN.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """What a client has to send as Basic auth. Never shown."""

    user: str
    password: str

    def fit(self, header: str) -> bool:
        """Whether an Authorization header has both; takes the same time whatever is wrong."""
        scheme, _, encoded = header.partition(" ")
        try:
            sent = base64.b64decode(encoded.strip(), validate=True)
        except (binascii.Error, ValueError):
            sent = b""
        wanted = f"{self.user}:{self.password}".encode()
        same = hmac.compare_digest(hashlib.sha256(sent).digest(), hashlib.sha256(wanted).digest())
        return same and scheme.lower() == "basic"


class AccessControl:
    """Lets in who has the token in the address and the right name and password."""

    def __init__(self, app: ASGIApp, token: str | None, credentials: Credentials | None) -> None:
        self.app, self._token, self._credentials = app, token, credentials

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: inside, or with 404 or 401."""
        inside = self.app
        if self._token and not self._entered(scope):
            inside = error_page(404)
        elif self._token and not scope["path"]:
            inside = redirect(f"{self._token}/")
        elif self._credentials and not self._known(scope):
            inside = error_page(401, {"WWW-Authenticate": 'Basic realm="Podcast", charset="UTF-8"'})
        await inside(scope, receive, self._private(send))

    def _entered(self, scope: Scope) -> bool:
        """Whether the path begins with the token, which then is taken off."""
        first, slash, rest = scope["path"].removeprefix("/").partition("/")
        if not hmac.compare_digest(first.encode("utf-8", "replace"), str(self._token).encode()):
            return False
        scope["path"] = slash + rest
        scope["origin"] += f"{self._token}/"
        return True

    def _known(self, scope: Scope) -> bool:
        sent = Headers(scope=scope).get("authorization", "")
        # A preflight cannot carry a password, and learns nothing.
        return scope["method"] == "OPTIONS" or bool(
            self._credentials and self._credentials.fit(sent)
        )

    @staticmethod
    def _private(send: Send) -> Send:
        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Robots-Tag"] = "noindex, nofollow"
                kept = headers.get("cache-control", "no-store")
                headers["Cache-Control"] = kept if kept == "no-store" else f"private, {kept}"
            await send(message)

        return say
