"""Files shared by all pages: style, script, font, pictures. Their names contain a content hash.

A name never refers to two different contents, so browsers may cache these files indefinitely.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from podcast import __version__, files
from podcast.cover import palette
from podcast.cover import picture as pictures
from podcast.page import theme
from podcast.show.paths import ASSETS, COVER
from podcast.show.settings import Settings

_HERE = Path(__file__).parent
_PICTURES = {COVER: 750, "touch.jpg": 180}
"""Side lengths in pixels. The JPEG decoder scales the usual 3000 to 750 without any resizing."""
FEED_STYLE = f"{ASSETS}/feed.css"
"""The only name without a hash: the feed refers to it and must not change when the style does."""


@cache
def version() -> str:
    """Hash that changes whenever the same episodes may produce different pages."""
    return files.sha256(__version__, files.hash_tree(_HERE, _HERE.parent / "cover"))


class Assets:
    """The shared files of one show."""

    def __init__(self, settings: Settings, picture: bytes) -> None:
        """`picture` is the cover as a JPEG. Raises `MediaError` for invalid colours."""
        self.names: dict[str, str] = {}
        """Maps names used in templates, e.g. `page.css`, to paths below `feed/public/`."""
        self.files: dict[str, Callable[[], bytes]] = {}
        """Maps paths below `feed/public/` to functions that return the contents."""
        for name in ("manrope.woff2", "icon.svg"):
            self._add(name, (_HERE / "assets" / name).read_bytes())
        font = self.names["manrope.woff2"].rpartition("/")[2]
        own = settings.cover and not settings.colours  # own picture, no colours set
        chosen = (
            palette.of_picture(picture) if own else palette.chosen(settings.title, settings.colours)
        )
        self._add("page.css", _style("page.css", theme.css(chosen), font))
        self._add("theme.js", (_HERE / "script" / "theme.js").read_bytes())
        self._add("page.js", _script())
        for name, side in _PICTURES.items():
            self._add(name, picture, cache(partial(pictures.thumbnail, picture, side)))
        self.files[FEED_STYLE] = partial(_style, "feed.css", theme.css(chosen), font)

    def _add(self, name: str, data: bytes, make: Callable[[], bytes] | None = None) -> None:
        stem, _, suffix = name.rpartition(".")
        self.names[name] = f"{ASSETS}/{stem}-{files.sha256(data)[:10]}.{suffix}"
        self.files[self.names[name]] = make or (lambda: data)


def _style(name: str, colours: str, font: str) -> bytes:
    text = (_HERE / "assets" / name).read_text("utf-8").replace("manrope.woff2", font)
    return (colours + text).encode()


def _script() -> bytes:
    """Concatenate all parts of the script in one private scope."""
    parts = [path.read_text("utf-8") for path in sorted(_HERE.glob("script/[0-9]*.js"))]
    return ("(() => {\n'use strict';\n" + "\n".join(parts) + "})();\n").encode()
