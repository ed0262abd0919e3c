from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageCms

from podcast.cover import draw, picture
from podcast.errors import MediaError

if TYPE_CHECKING:
    from pathlib import Path


def opened(jpeg: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(jpeg))
    image.load()
    return image


def saved(path: Path, image: Image.Image, **options: object) -> Path:
    image.save(path, **options)
    return path


def noise(width: int, height: int) -> Image.Image:
    pixels = random.Random(1).randbytes(width * height * 3)
    return Image.frombytes("RGB", (width, height), pixels)


def test_a_picture_is_cropped_and_shrunk(tmp_path: Path) -> None:
    drawn = Image.new("RGB", (5000, 3500), "white")
    drawn.paste("red", (750, 0, 4250, 3500))
    image = opened(picture.prepare(saved(tmp_path / "breit.png", drawn)))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (3000, 3000))
    assert image.getpixel((5, 5))[0] > 240
    assert image.getpixel((5, 5))[1] < 15


def test_a_cover_that_is_ready_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "cover.jpg"
    path.write_bytes(draw.draw("Zeit", size=1400))
    assert picture.prepare(path) == path.read_bytes()


@pytest.mark.parametrize("size", [(1400, 1500), (2000, 2000)])
def test_the_most_detailed_picture_gets_light_enough(size: tuple[int, int], tmp_path: Path) -> None:
    path = saved(tmp_path / "rauschen.bmp", noise(*size))
    assert len(picture.prepare(path)) <= picture.LIMIT


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "CMYK", "1", "I;16"])
def test_any_colour_mode_becomes_rgb(mode: str, tmp_path: Path) -> None:
    plain = Image.new("L", (1500, 1500), 255)
    drawn = Image.new("I;16", plain.size, 65535) if mode == "I;16" else plain.convert(mode)
    image = opened(picture.prepare(saved(tmp_path / "x.tiff", drawn)))
    assert image.mode == "RGB"
    assert min(image.getpixel((700, 700))) > 250


def test_transparent_is_white(tmp_path: Path) -> None:
    path = saved(tmp_path / "x.png", Image.new("RGBA", (1400, 1400), (0, 0, 0, 0)))
    assert opened(picture.prepare(path)).getpixel((9, 9)) == (255, 255, 255)


def test_rotated_and_profiled_pictures_look_the_same(tmp_path: Path) -> None:
    drawn = Image.new("RGB", (1400, 1400), "white")
    drawn.paste("black", (0, 0, 1400, 700))
    exif = drawn.getexif()
    exif[0x0112] = 3  # upside down
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = saved(tmp_path / "x.jpg", drawn, exif=exif, icc_profile=profile)
    image = opened(picture.prepare(path))
    assert image.getpixel((700, 100))[0] > 250
    assert image.getpixel((700, 1300))[0] < 5


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a picture"),
        (b"<html>", "not a picture"),
        (draw.draw("Zeit", size=1400)[:20_000], "is damaged"),
        (draw.draw("Zeit", size=1000), r"is too small for a cover \(1000 × 1000 pixels\)"),
        (None, "does not exist"),
    ],
)
def test_a_useless_picture_is_named(content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "bild.jpg"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MediaError, match=message) as caught:
        picture.prepare(path)
    assert caught.value.subject == str(path)


def test_a_gigantic_picture_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "x.png", Image.new("1", (10_000, 10_000)))
    with pytest.raises(MediaError, match="too many pixels"):
        picture.prepare(path)
