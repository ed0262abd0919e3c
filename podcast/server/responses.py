"""Responses without a file: error pages in German, redirects and CORS preflights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_WORDS = {
    401: ("Nur mit Kennwort", "Dieser Podcast ist privat: Name und Kennwort sind erforderlich."),
    404: ("Hier ist nichts", "Diese Seite gibt es nicht, oder nicht mehr."),
    405: ("So geht das nicht", "Hier kann man nur lesen."),
    412: ("Inzwischen geändert", "Die Datei ist nicht mehr die, die gemeint war."),
    416: ("So weit reicht die Datei nicht", "Der verlangte Abschnitt liegt hinter ihrem Ende."),
    500: ("Das ging schief", "Die Datei konnte nicht gelesen werden."),
}

_PAGE = """<!doctype html>
<html lang="de">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ max-width: 34rem; margin: 20vh auto 0; padding: 0 1rem;
  font: 1.1rem/1.6 system-ui, sans-serif }}
</style>
<main>
<h1>{title}</h1>
<p>{text}</p>
</main>
</html>
"""


def error_page(status: int, headers: Mapping[str, str] | None = None) -> ASGIApp:
    """Create an error page that explains `status`."""
    title, text = _WORDS[status]
    page = _PAGE.format(title=title, text=text)
    all_headers = {"Cache-Control": "no-store", **(headers or {})}
    return Response(page, status, headers=all_headers, media_type="text/html")


def redirect(location: str) -> ASGIApp:
    """Redirect to a relative address, which works behind any proxy."""
    headers = {"Location": location, "Cache-Control": "no-cache"}
    return Response(status_code=307, headers=headers)


def preflight() -> ASGIApp:
    """Answer the preflight of a browser whose page on another origin requests part of a file."""
    headers = {
        "Allow": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "Authorization, If-Modified-Since, If-None-Match, "
        "If-Range, Range",
        "Access-Control-Max-Age": "86400",
    }
    return Response(status_code=204, headers=headers)
