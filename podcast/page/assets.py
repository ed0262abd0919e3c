"""What all pages share: style, script, typeface, pictures. Named after their contents.

A name never stands for two contents, so browsers may keep these files for ever.
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
"""Pixels. A quarter of the usual 3000 comes out of the JPEG without any resizing."""
FEED_STYLE = f"{ASSETS}/feed.css"
"""The one name that stays: the feed has it, and must not change with what it holds."""


@cache
def version() -> str:
    """Changes whenever the same episodes may give other pages."""
    return files.sha256(__version__, files.hash_tree(_HERE, _HERE.parent / "cover"))


class Assets:
    """The shared files of one show."""

    def __init__(self, settings: Settings, picture: bytes) -> None:
        """`picture` is the cover as a JPEG. Raises `AudioError` for colours that are none."""
        self.names: dict[str, str] = {}
        """What templates call them, e.g. `page.css`: where they lie below `feed/public/`."""
        self.files: dict[str, Callable[[], bytes]] = {}
        """Where they lie, and how to get what they hold."""
        for name in ("manrope.woff2", "icon.svg"):
            self._add(name, (_HERE / "assets" / name).read_bytes())
        font = self.names["manrope.woff2"].rpartition("/")[2]
        own = settings.cover and not settings.colours  # a picture says no colours
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
    """All parts of the script, which share one scope that nobody else sees."""
    parts = [path.read_text("utf-8") for path in sorted(_HERE.glob("script/[0-9]*.js"))]
    return ("(() => {\n'use strict';\n" + "\n".join(parts) + "})();\n").encode()
