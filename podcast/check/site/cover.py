"""Rules for the artwork in a feed (Apple's artwork requirements)."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

from podcast.check.feed.rss import Feed, attribute
from podcast.check.finding import APPLE_ART, BUILD, Problem, error, rule, warning
from podcast.check.folder import OutsideFolderError, UnreadableError, absolute

SMALLEST, LARGEST = 1400, 3000
"""Limits for the edge length of the picture. Pixels."""

HEAVIEST = 512 * 1024
"""Limit for Apple, and for apps on mobile networks. Bytes."""

_FIX = "Correct the cover in feed/show.toml and run `podcast build`."


@rule(APPLE_ART)
def judge(feed: Feed, seen: set[str]) -> Iterator[Problem]:
    """Check the artwork of the show and its episodes, and add its files to `seen`.

    Files that are already in `seen` are skipped.
    """
    urls = [(feed.where("itunes:image"), attribute(feed.channel, "itunes:image", "href"))]
    urls += [
        (item.where("itunes:image"), attribute(item.element, "itunes:image", "href"))
        for item in feed.items
    ]
    names: dict[str, None] = {}
    for where, url in urls:
        try:
            name = feed.folder.name(url)
        except OutsideFolderError:
            continue
        if name and feed.folder.exists(name):
            names[name] = None
        elif url and not absolute(url):
            yield error(where, "is not an absolute http(s) URL", BUILD)
    for name in sorted(names.keys() - seen):
        yield from _picture(name, feed)
    seen |= names.keys()


def _picture(name: str, feed: Feed) -> Iterator[Problem]:
    try:
        data = feed.folder.read(name)
    except UnreadableError as problem:
        yield error(name, str(problem), _FIX)
        return
    if len(data) > HEAVIEST:
        yield warning(name, f"has {len(data) // 1024:,} KB, more than 512", _FIX)
    yield from format_rules(name, data)


def format_rules(name: str, data: bytes) -> Iterator[Problem]:
    """Apple: a readable JPEG or PNG, square, 1400 to 3000 pixels, RGB."""
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"):  # Pillow warns about huge images
            picture = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF", "WEBP"))
            width, height = picture.size
            small = max(width, height) <= 2 * LARGEST  # never decompress an image bomb
            if small:
                picture.load()
    except Exception as problem:  # damaged images make Pillow raise many types
        yield error(name, f"cannot be opened as a picture: {problem}", _FIX)
        return
    if picture.format not in ("JPEG", "PNG"):
        yield error(name, f"is {picture.format}, not JPEG or PNG", _FIX)
    if width != height:
        yield error(name, f"is not square: {width} × {height} pixels", _FIX)
    elif not SMALLEST <= width <= LARGEST:
        what = f"is {width} × {height} pixels, not {SMALLEST} to {LARGEST}"
        yield error(name, what, _FIX)
    if picture.mode != "RGB":
        yield error(name, f"has colour mode {picture.mode}, not RGB", _FIX)
