"""Links from a page into podcast apps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

_APPS = (
    ("Apple Podcasts", "podcast://{bare}"),
    ("AntennaPod", "https://antennapod.org/deeplink/subscribe?url={encoded}&title={title}"),
    ("Overcast", "overcast://x-callback-url/add?url={encoded}"),
    ("Pocket Casts", "pktc://subscribe/{bare}"),
)
"""Links as documented by the apps. `bare` is the feed's address without `https://`."""


@dataclass(frozen=True, slots=True)
class App:
    """A link that opens the feed in an app."""

    name: str
    pattern: str
    """Link with `{bare}` and `{encoded}`, for a page that must find out its own address."""
    link: str
    """Empty if the feed's address is unknown."""


def apps(feed: str, title: str) -> Iterator[App]:
    """Yield the apps with links to the feed at the address `feed`, which may be empty."""
    for name, known in _APPS:
        pattern = known.replace("{title}", quote(title, safe=""))
        yield App(name, pattern, filled(pattern, feed) if feed else "")


def filled(pattern: str, feed: str) -> str:
    """Fill `pattern` with the address of one feed."""
    bare = feed.partition("://")[2]
    return pattern.replace("{bare}", bare).replace("{encoded}", quote(feed, safe=""))


def qr(feed: str) -> str:
    """Draw the feed's address as a QR code: an SVG element, black on white."""
    import segno

    code = segno.make(feed, micro=False, error="m")
    svg: str = code.svg_inline(border=3, omitsize=True, light="#fff", svgclass=None, lineclass=None)
    return svg
