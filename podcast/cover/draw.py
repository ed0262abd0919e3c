"""Draw the show's cover from its title.

The motif: lines of text that bend upwards into the bars of a sound; one line is being spoken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from podcast import files
from podcast.cover import palette, picture
from podcast.cover.palette import Colour, Palette
from podcast.cover.typeset import drawable, fit, has_long_word, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

_VERSION = "3"  # increment if the same title produces a different image
_HYPHENATION_VERSION = "1"  # raise it if long words are broken differently

_BOLD, _MEDIUM = 800, 600
_HEIGHTS = (0.18, 0.4, 0.58, 0.76)
"""Distance of the other bars' tops below that of the spoken line, as shares of the bars' height."""


def draw(
    title: str, subtitle: str = "", *, colours: Sequence[str] | None = None, size: int = 3000
) -> bytes:
    """Draw a JPEG cover of `size` × `size` pixels; equal input gives equal bytes.

    `colours` are CSS colours: the background, then optionally the spoken line, the other lines
    and the words. Without colours, the title selects a palette. Raises `MediaError` if one is
    not a colour.
    """
    from PIL import Image

    chosen = palette.chosen(title, colours)
    image = Image.new("RGB", (size, size), chosen.ground)
    margin = round(size * 0.08)
    foot = _words(image, title, subtitle, chosen.ink, margin)
    box = (margin, foot + size // 11 if foot else margin, size - margin, size - margin)
    _lines(image, box, chosen, palette.seed(title))
    return picture.jpeg(image, picture.LIMIT, picture.QUALITIES)


def inputs(title: str, subtitle: str, colours: Sequence[str]) -> str:
    """Hash of everything that `draw` depends on."""
    broken = has_long_word(title) or has_long_word(subtitle)
    version = f"{_VERSION} {_HYPHENATION_VERSION}" if broken else _VERSION
    return files.sha256(title, subtitle, *colours, version)


def _words(image: Image.Image, title: str, subtitle: str, ink: Colour, margin: int) -> int:
    """Write title and subtitle at the top; return the last baseline, or 0 without text."""
    from PIL.ImageDraw import Draw

    canvas, size, foot = Draw(image), image.width, 0
    inner = size - 2 * margin
    if heading := drawable(title, _BOLD):
        lines = fit(heading, _BOLD, width=inner, height=inner // 2, largest=size // 5)
        foot = write(canvas, lines, _BOLD, left=margin, top=margin, fill=ink)
    if note := drawable(subtitle, _MEDIUM):
        lines = fit(note, _MEDIUM, width=inner, height=size // 10, largest=size // 23)
        top = foot + size // 22 if foot else margin
        foot = write(canvas, lines, _MEDIUM, left=margin, top=top, fill=ink)
    return foot


def _lines(
    image: Image.Image, box: tuple[int, int, int, int], chosen: Palette, seed: bytes
) -> None:
    """Draw lines that start at the left, turn upwards and end at different heights."""
    left, top, right, bottom = box
    count = len(_HEIGHTS) + 1
    pitch = round((bottom - top) * 0.6 / count)
    thick = round(pitch * 0.62) // 2 * 2
    inner = round(pitch * 0.75)  # radius of the tightest bend
    x = right - thick // 2 - (count - 1) * pitch - inner
    y = bottom - thick // 2 - (count - 1) * pitch - inner
    for number, share in enumerate(_tops(seed)):
        high = round(top + thick // 2 + share * (y - top))
        colour = chosen.line if share else chosen.voice
        _stroke(image, colour, (left, x, y), inner + number * pitch, high, thick // 2)


def _tops(seed: bytes) -> list[float]:
    """Return where the bars end, from left to right; 0 is the spoken line, the highest."""
    tops = [height for _, height in sorted(zip(seed[1:], _HEIGHTS, strict=False))]
    return [*tops[:2], 0.0, *tops[2:]]


def _stroke(
    image: Image.Image,
    colour: Colour,
    bend: tuple[int, int, int],
    radius: int,
    high: int,
    half: int,
) -> None:
    """Draw one line: from `left`, around the centre (x, y) of the bend, up to `high`."""
    left, x, y = bend
    near, far, middle = radius - half, radius + half, left + half
    _round(image, colour, (left, y + near, middle, y + far), (middle, y + radius), half)
    image.paste(colour, (middle, y + near, x, y + far))
    _round(image, colour, (x, y, x + far, y + far), (x, y), far, near)
    image.paste(colour, (x + near, high, x + far, y))
    _round(image, colour, (x + near, high - half, x + far, high), (x + radius, high), half)


def _round(
    image: Image.Image,
    colour: Colour,
    box: tuple[int, int, int, int],
    centre: tuple[int, int],
    outer: int,
    inner: int = 0,
) -> None:
    """Draw the part of a disc, or of a ring, that lies in `box`, with anti-aliased edges."""
    from PIL.Image import new
    from PIL.ImageDraw import Draw

    left, top, right, bottom = box
    mask = new("L", (2 * (right - left), 2 * (bottom - top)))  # 2× supersampling
    x, y = 2 * (centre[0] - left), 2 * (centre[1] - top)
    for radius, fill in ((2 * outer, 255), (2 * inner, 0)):
        if radius:
            edges = (x - radius, y - radius, x + radius - 1, y + radius - 1)
            Draw(mask).ellipse(edges, fill=fill)
    image.paste(colour, (left, top), mask.reduce(2))
