"""Prepare pictures for podcast directories: square RGB JPEGs within limits on pixels and bytes."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from podcast.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from PIL import Image

SMALLEST, LARGEST = 1400, 3000
"""Minimum and maximum side of a cover that podcast directories accept. Pixels."""

LIMIT = 512_000
"""Maximum file size of a cover there. Bytes."""

_THUMBNAIL_LIMIT = 150_000  # bytes

_MAX_DISPLAYED = 1500
"""Maximum width at which apps display a cover. Pixels."""

QUALITIES = (92, 86, 80, 74, 68, 62, 56, 50)


def prepare(path: Path) -> bytes:
    """Convert the show's own picture to what directories require: a square RGB JPEG, 1400–3000 px.

    A picture that already meets the requirements is returned byte for byte. Raises `MediaError`
    if the file is not a picture, or is damaged, too small or too large.
    """
    data = _read(path)
    image = _decoded(path, data)
    side = min(image.size)
    if side < SMALLEST:
        size = f"{image.width} × {image.height} pixels"
        fix = f"use at least {SMALLEST} × {SMALLEST} pixels"
        raise MediaError(path, f"is too small for a cover ({size})", fix)
    if _is_ready(image, data):
        return data
    square = _square(_rgb(image))
    for wanted in (LARGEST, 2400, 1800, SMALLEST):
        smaller = _shrunk(square, min(side, wanted))
        # Scaling down preserves more detail than lowering the JPEG quality.
        data = jpeg(smaller, LIMIT, QUALITIES if wanted > SMALLEST else range(92, 5, -6))
        if len(data) <= LIMIT:
            return data
    raise MediaError(path, "cannot be compressed to 512 kB", "choose a picture with less detail")


def thumbnail(cover: bytes, size: int = 1500) -> bytes:
    """Scale a JPEG `cover` for embedding in an MP3: at most `size` pixels wide and about 150 kB."""
    from PIL import Image

    with Image.open(io.BytesIO(cover)) as image:
        image.draft("RGB", (size, size))  # lets the decoder scale down at no cost
        return jpeg(_shrunk(image.convert("RGB"), size), _THUMBNAIL_LIMIT, QUALITIES)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise MediaError(path, "cover picture does not exist") from None
    except OSError as error:
        raise MediaError(path, f"cover picture cannot be read: {error.strerror}") from None


def _decoded(path: Path, data: bytes) -> Image.Image:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
            image.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise MediaError(path, "has too many pixels", "scale it down to 3000 × 3000") from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        reason = f"is not a picture, or is damaged ({type(error).__name__})"
        raise MediaError(path, reason, "use a JPEG or PNG file") from error
    return image


def _is_ready(image: Image.Image, data: bytes) -> bool:
    plain = image.format == "JPEG" and image.mode == "RGB" and not image.getexif()
    square = image.width == image.height <= LARGEST
    return plain and square and len(data) <= LIMIT


def _rgb(image: Image.Image) -> Image.Image:
    """Convert to upright sRGB, with transparency on white."""
    from PIL import Image, ImageOps

    upright = _in_srgb(ImageOps.exif_transpose(image))
    if upright.mode.startswith("I"):  # 16 bits: `convert` would clip values above 255
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
        return image  # use the picture despite a damaged profile
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


def jpeg(image: Image.Image, limit: int, qualities: Iterable[int]) -> bytes:
    """Encode at the best quality that stays within `limit` bytes, or else at the lowest."""
    for quality in qualities:
        data = _encoded(image, quality)
        if len(data) <= limit:
            break
    return data


def _encoded(image: Image.Image, quality: int) -> bytes:
    """Encode as JPEG; subsample chroma only in pictures too large to be shown pixel by pixel.

    In small pictures, subsampling would fray the edges of coloured letters.
    """
    from PIL import ImageFile

    file = io.BytesIO()
    subsampling = "4:2:0" if image.width > _MAX_DISPLAYED else "4:4:4"
    # `optimize` saves a third on flat pictures, but needs a buffer for the whole file.
    room, ImageFile.MAXBLOCK = ImageFile.MAXBLOCK, 3 * image.width * image.height
    try:
        image.save(file, "JPEG", quality=quality, subsampling=subsampling, optimize=True)
    finally:
        ImageFile.MAXBLOCK = room
    return file.getvalue()
