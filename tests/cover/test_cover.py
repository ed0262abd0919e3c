from __future__ import annotations

import io
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops, ImageCms

from podcast.cover import draw, palette, typeset
from podcast.errors import AudioError

if TYPE_CHECKING:
    from pathlib import Path

TITLES = [
    "Artikel-Podcast",
    "Zeit",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    'Grüße aus „Größenwahn“: "Ja" & <nein>',
    "Wort " * 40,
    "X" * 200,
    "",
    "🎧",
    "Lage 🎧 der \ud800 Nation\x00",
]


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


def ink_box(jpeg: bytes) -> tuple[int, int, int, int]:
    """The box around all that is not ground."""
    image = opened(jpeg).convert("RGB")
    plain = Image.new("RGB", image.size, image.getpixel((0, 0)))
    difference = ImageChops.difference(image, plain).convert("L").point(lambda v: 255 * (v > 40))
    box = difference.getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("title", TITLES)
def test_any_title_stays_inside_the_margins(title: str) -> None:
    left, top, right, bottom = ink_box(draw.draw(title, title, size=600))
    assert left >= 46
    assert top >= 44
    assert right <= 556
    assert bottom <= 556


def test_the_cover_is_what_directories_want() -> None:
    jpeg = draw.draw("Das Archiv der gesammelten Kommentare " * 5, "Ein Verein für alle, die hören")
    image = opened(jpeg)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (3000, 3000))
    assert len(jpeg) <= draw.LIMIT
    assert len(draw.thumbnail(jpeg)) <= 150_000
    assert opened(draw.thumbnail(jpeg)).size == (1500, 1500)


def test_equal_input_gives_equal_bytes() -> None:
    assert draw.draw("Zeit", "Anna", size=300) == draw.draw("Zeit", "Anna", size=300)
    assert draw.draw("Zeit", size=300) != draw.draw("Welt", size=300)


@pytest.mark.parametrize("colours", palette._PALETTES)
def test_every_palette_can_be_read(colours: tuple[str, ...]) -> None:
    chosen = palette.Palette(*map(palette._colour, colours))
    assert palette.contrast(chosen.ink, chosen.ground) >= 4.5
    assert palette.contrast(chosen.line, chosen.ground) >= 2.5
    assert palette.contrast(chosen.voice, chosen.ground) >= 2.9


@pytest.mark.parametrize("ground", ["#fff", "black", "#777777", "#808080", "rgb(255, 0, 0)"])
def test_given_colours_keep_the_words_readable(ground: str) -> None:
    chosen = palette.chosen("", [ground, "#ff8800", "#334455", ground])
    assert chosen.ground == palette._colour(ground)
    assert chosen.voice == (0xFF, 0x88, 0)
    assert palette.contrast(chosen.ink, chosen.ground) >= 4.5
    assert opened(draw.draw("Zeit", colours=[ground], size=300)).size == (300, 300)


def test_a_wrong_colour_is_named() -> None:
    with pytest.raises(AudioError, match="#12: is not a colour"):
        draw.draw("Zeit", colours=["#12"])


def test_what_the_typeface_lacks_is_left_out() -> None:
    assert typeset.drawable("Lage 🎧 der\u200d 日本 Nation ẞ", 800) == "Lage der Nation ẞ"
    assert typeset.drawable("Gru\u0308ße \uff21x", 800) == "Grüße Ax"


def test_long_words_break_at_syllables() -> None:
    broken = typeset.hyphenated("Schifffahrtsgesellschaft").split("\u00ad")
    assert broken == ["Schiff", "fahrts", "ge", "sell", "schaft"]
    assert typeset.hyphenated("Die Presseschau") == "Die Presseschau"


def test_type_shrinks_until_it_fits() -> None:
    box = typeset.fit("Grüße " * 30, 800, width=500, height=250, largest=100)
    assert box.height <= 250
    assert all(typeset._width(line, 800) * box.size <= 500 for line in box.lines)
    assert " ".join(box.lines).split() == ["Grüße"] * 30


def test_a_picture_is_cropped_and_shrunk(tmp_path: Path) -> None:
    picture = Image.new("RGB", (5000, 3500), "white")
    picture.paste("red", (750, 0, 4250, 3500))
    image = opened(draw.prepare(saved(tmp_path / "breit.png", picture)))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (3000, 3000))
    assert image.getpixel((5, 5))[0] > 240
    assert image.getpixel((5, 5))[1] < 15


def test_a_cover_that_is_ready_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "cover.jpg"
    path.write_bytes(draw.draw("Zeit", size=1400))
    assert draw.prepare(path) == path.read_bytes()


@pytest.mark.parametrize("size", [(1400, 1500), (3000, 3000)])
def test_the_most_detailed_picture_gets_light_enough(size: tuple[int, int], tmp_path: Path) -> None:
    path = saved(tmp_path / "rauschen.bmp", noise(*size))
    assert len(draw.prepare(path)) <= draw.LIMIT


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "CMYK", "1", "I;16"])
def test_any_colour_mode_becomes_rgb(mode: str, tmp_path: Path) -> None:
    plain = Image.new("L", (1500, 1500), 255)
    picture = Image.new("I;16", plain.size, 65535) if mode == "I;16" else plain.convert(mode)
    image = opened(draw.prepare(saved(tmp_path / "x.tiff", picture)))
    assert image.mode == "RGB"
    assert min(image.getpixel((700, 700))) > 250


def test_transparent_is_white(tmp_path: Path) -> None:
    path = saved(tmp_path / "x.png", Image.new("RGBA", (1400, 1400), (0, 0, 0, 0)))
    assert opened(draw.prepare(path)).getpixel((9, 9)) == (255, 255, 255)


def test_rotated_and_profiled_pictures_look_the_same(tmp_path: Path) -> None:
    picture = Image.new("RGB", (1400, 1400), "white")
    picture.paste("black", (0, 0, 1400, 700))
    exif = picture.getexif()
    exif[0x0112] = 3  # upside down
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = saved(tmp_path / "x.jpg", picture, exif=exif, icc_profile=profile)
    image = opened(draw.prepare(path))
    assert image.getpixel((700, 100))[0] > 250
    assert image.getpixel((700, 1300))[0] < 5


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a picture"),
        (b"<html>", "not a picture"),
        (draw.draw("Zeit", size=1400)[:20_000], "broken"),
        (draw.draw("Zeit", size=1000), "1000 × 1000 pixels is too small"),
        (None, "does not exist"),
    ],
)
def test_a_useless_picture_is_named(content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "bild.jpg"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AudioError, match=message) as caught:
        draw.prepare(path)
    assert caught.value.subject == str(path)


def test_a_gigantic_picture_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "x.png", Image.new("1", (10_000, 10_000)))
    with pytest.raises(AudioError, match="too large"):
        draw.prepare(path)


def test_importing_loads_nothing_heavy() -> None:
    heavy = "{'PIL', 'fontpkg_manrope'}"
    code = f"import sys, podcast.cover.draw; sys.exit(not {heavy}.isdisjoint(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
