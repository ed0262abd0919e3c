"""Cover colours: given, selected by the title, or extracted from a picture."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from podcast.errors import MediaError

Colour = tuple[int, int, int]


class Palette(NamedTuple):
    """The four colours of a cover."""

    ground: Colour
    ink: Colour
    """Colour of the words; contrast against the ground is at least 4.5 : 1."""
    line: Colour
    """Colour of the lines of text."""
    voice: Colour
    """Colour of the line that is being spoken."""


_PALETTES = (
    ("#14213d", "#fdf6e3", "#5577b8", "#ffb703"),  # night blue, amber
    ("#0b3d3a", "#f4f1de", "#3f9b8d", "#ff8552"),  # fir, apricot
    ("#ffd23f", "#1d1a31", "#1d1a31", "#d7263d"),  # sun, crimson
    ("#f4ede4", "#16302b", "#16302b", "#d94a1e"),  # paper, vermilion
    ("#bf3325", "#fff8f0", "#fff8f0", "#ffc94d"),  # brick, straw
    ("#2d1e4f", "#f7f0ff", "#8264cc", "#5ce1c5"),  # plum, mint
    ("#bfe3dd", "#0d2b3e", "#0d2b3e", "#d12e4f"),  # sea foam, raspberry
    ("#1f2024", "#f5f5f0", "#6c717c", "#c6f135"),  # graphite, lime
)


def chosen(title: str, colours: Sequence[str] | None = None) -> Palette:
    """Return the palette for a cover: from `colours` if given, else selected by the title.

    Raises `MediaError` if one of `colours` is not a colour.
    """
    return _mixed(colours) if colours else _picked(title)


def of_picture(jpeg: bytes) -> Palette:
    """Derive a palette from a picture: its most common colour, and the most vivid of the others."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg)) as image:
        image.draft("RGB", (256, 256))
        few = image.convert("RGB").resize((64, 64)).quantize(8).convert("RGB")
    pixels = few.tobytes()
    counted = Counter(pixels[i : i + 3] for i in range(0, len(pixels), 3)).most_common()
    ground, *others = [colour for colour, _ in counted]
    vivid = sorted(others, key=lambda colour: max(colour) - min(colour), reverse=True)
    return _mixed([f"#{colour.hex()}" for colour in [ground, *vivid[:1]]])


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two colours according to WCAG 2, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def seed(title: str) -> bytes:
    """Pseudo-random seed for the cover of a title: always the same 32 bytes."""
    return hashlib.sha256(title.encode("utf-8", "surrogatepass")).digest()


def _picked(title: str) -> Palette:
    return Palette(*map(_colour, _PALETTES[seed(title)[0] % len(_PALETTES)]))


def _mixed(colours: Sequence[str]) -> Palette:
    """Complete the given colours with matching ones for those that are missing."""
    ground, *others = map(_colour, colours)
    ink = max(((255, 255, 255), (0, 0, 0), *others[2:3]), key=lambda c: contrast(c, ground))
    if others[2:] and contrast(others[2], ground) >= 4.5:
        ink = others[2]
    between = [(g + i) // 2 for g, i in zip(ground, ink, strict=True)]
    line = others[1] if len(others) > 1 else (between[0], between[1], between[2])
    return Palette(ground, ink, line, others[0] if others else ink)


def _colour(text: str) -> Colour:
    from PIL import ImageColor

    try:
        red, green, blue = ImageColor.getrgb(text)[:3]
    except ValueError:
        raise MediaError(text, "is not a colour", 'write it like "#14213d"') from None
    return red, green, blue


def _luminance(colour: Colour) -> float:
    shares = (value / 255 for value in colour)
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
