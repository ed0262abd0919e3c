"""The show's cover: drawn from its title, or made from the picture that it has.

What is drawn: lines of text that bend upwards and become a sound; one of them is being spoken.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from podcast.cover import palette
from podcast.cover.palette import Colour, Palette
from podcast.cover.typeset import drawable, fit, write
from podcast.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from PIL import Image

VERSION = "3"
"""Raise it when the same title gives another picture."""

SMALLEST, LARGEST = 1400, 3000
"""Sides of a cover that podcast directories accept. Pixels."""
LIMIT = 512_000
"""What a cover may weigh there. Bytes."""
_THUMBNAIL_LIMIT = 150_000
_SEEN = 1500
"""The widest that a cover is ever shown. Pixels."""
_QUALITIES = (92, 86, 80, 74, 68, 62, 56, 50)
_BOLD, _MEDIUM = 800, 600
_HEIGHTS = (0.18, 0.4, 0.58, 0.76)
"""How far below the spoken line the tops of the others lie, as shares of the bars' height."""


def draw(
    title: str, subtitle: str = "", *, colours: Sequence[str] | None = None, size: int = 3000
) -> bytes:
    """A cover of `size` × `size` pixels as JPEG; equal input gives equal bytes.

    `colours` as CSS writes them: the ground, then the spoken line, the other lines and the
    words, as far as they are given. Without any, the title picks them. Raises `AudioError` for
    what is no colour.
    """
    from PIL import Image

    chosen = palette.chosen(title, colours)
    image = Image.new("RGB", (size, size), chosen.ground)
    margin = round(size * 0.08)
    foot = _words(image, title, subtitle, chosen.ink, margin)
    box = (margin, foot + size // 11 if foot else margin, size - margin, size - margin)
    _lines(image, box, chosen, palette.seed(title))
    return _jpeg(image, LIMIT, _QUALITIES)


def prepare(path: Path) -> bytes:
    """The show's own picture as the directories want it: a square RGB JPEG, 1400–3000 pixels.

    A picture that is one already stays as it is, byte for byte. Raises `AudioError` for what is
    not a picture, is broken or is too small.
    """
    data = _read(path)
    image = _decoded(path, data)
    side = min(image.size)
    if side < SMALLEST:
        size = f"{image.width} × {image.height} pixels"
        raise AudioError(path, f"a cover of {size} is too small", f"at least {SMALLEST} each way")
    if _is_ready(image, data):
        return data
    square = _square(_rgb(image))
    for wanted in (LARGEST, 2400, 1800, SMALLEST):
        smaller = _shrunk(square, min(side, wanted))
        # Details survive a smaller picture better than they survive a low quality.
        data = _jpeg(smaller, LIMIT, _QUALITIES if wanted > SMALLEST else range(92, 5, -6))
        if len(data) <= LIMIT:
            return data
    raise AudioError(path, "does not fit into 512 kB", "choose a picture with less detail")


def thumbnail(jpeg: bytes, size: int = 1500) -> bytes:
    """A cover for inside an MP3: at most `size` pixels wide and about 150 kB."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg)) as image:
        image.draft("RGB", (size, size))  # the decoder halves it for nothing
        return _jpeg(_shrunk(image.convert("RGB"), size), _THUMBNAIL_LIMIT, _QUALITIES)


def _words(image: Image.Image, title: str, subtitle: str, ink: Colour, margin: int) -> int:
    """Write title and subtitle at the top; returns the last baseline, 0 without any words."""
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
    """Lines from the left that turn upwards and end at different heights."""
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
    """Where the bars end, from the left: 0 is the spoken line's, the highest."""
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
    """One line: from `left`, around the centre (x, y) of the bend, up to `high`."""
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
    """What lies in `box` of a disc, or of a ring, with smooth edges."""
    from PIL.Image import new
    from PIL.ImageDraw import Draw

    left, top, right, bottom = box
    mask = new("L", (2 * (right - left), 2 * (bottom - top)))  # twice as large: smooth edges
    x, y = 2 * (centre[0] - left), 2 * (centre[1] - top)
    for radius, fill in ((2 * outer, 255), (2 * inner, 0)):
        if radius:
            edges = (x - radius, y - radius, x + radius - 1, y + radius - 1)
            Draw(mask).ellipse(edges, fill=fill)
    image.paste(colour, (left, top), mask.reduce(2))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise AudioError(path, "the cover does not exist") from None
    except OSError as error:
        raise AudioError(path, f"the cover cannot be read: {error.strerror}") from None


def _decoded(path: Path, data: bytes) -> Image.Image:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
            image.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise AudioError(path, "the picture is too large", "3000 × 3000 is enough") from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        reason = f"not a picture, or broken ({type(error).__name__})"
        raise AudioError(path, reason, "use a JPEG or PNG file") from error
    return image


def _is_ready(image: Image.Image, data: bytes) -> bool:
    plain = image.format == "JPEG" and image.mode == "RGB" and not image.getexif()
    square = image.width == image.height <= LARGEST
    return plain and square and len(data) <= LIMIT


def _rgb(image: Image.Image) -> Image.Image:
    """Upright, in sRGB, and on white where it was transparent."""
    from PIL import Image, ImageOps

    upright = _in_srgb(ImageOps.exif_transpose(image))
    if upright.mode.startswith("I"):  # 16 bits: `convert` would cut everything above 255
        return upright.convert("I").point(lambda value: value * (1 / 256)).convert("RGB")
    if not upright.has_transparency_data:
        return upright.convert("RGB")
    white = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(white, upright.convert("RGBA")).convert("RGB")


def _in_srgb(image: Image.Image) -> Image.Image:
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image  # a broken profile is no reason to refuse the picture
    return converted or image


def _square(image: Image.Image) -> Image.Image:
    from PIL import ImageOps

    side = min(image.size)
    return ImageOps.fit(image, (side, side))


def _shrunk(image: Image.Image, size: int) -> Image.Image:
    from PIL.Image import Resampling

    if image.width <= size:
        return image
    return image.resize((size, size), Resampling.LANCZOS)


def _jpeg(image: Image.Image, limit: int, qualities: Iterable[int]) -> bytes:
    """The best quality that stays within `limit` bytes, or else the lowest."""
    for quality in qualities:
        data = _encoded(image, quality)
        if len(data) <= limit:
            break
    return data


def _encoded(image: Image.Image, quality: int) -> bytes:
    """JPEG; with colours at half the resolution only where nobody sees the pixels.

    In small pictures that would fray the edges of coloured letters.
    """
    from PIL import ImageFile

    file = io.BytesIO()
    subsampling = "4:2:0" if image.width > _SEEN else "4:4:4"
    # The optimising encoder saves a third of a flat picture, and must write it all at once.
    room, ImageFile.MAXBLOCK = ImageFile.MAXBLOCK, 3 * image.width * image.height
    try:
        image.save(file, "JPEG", quality=quality, subsampling=subsampling, optimize=True)
    finally:
        ImageFile.MAXBLOCK = room
    return file.getvalue()
