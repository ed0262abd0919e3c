from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops

from podcast.cover import draw, palette, picture
from podcast.errors import MediaError

if TYPE_CHECKING:
    pass

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
    assert len(jpeg) <= picture.LIMIT
    assert len(picture.thumbnail(jpeg)) <= 150_000
    assert opened(picture.thumbnail(jpeg)).size == (1500, 1500)


def test_equal_input_gives_equal_bytes() -> None:
    assert draw.draw("Zeit", "Anna", size=300) == draw.draw("Zeit", "Anna", size=300)
    assert draw.draw("Zeit", size=300) != draw.draw("Welt", size=300)


@pytest.mark.parametrize("ground", ["#fff", "black", "#777777", "#808080", "rgb(255, 0, 0)"])
def test_given_colours_keep_the_words_readable(ground: str) -> None:
    chosen = palette.chosen("", [ground, "#ff8800", "#334455", ground])
    assert chosen.ground == palette._colour(ground)
    assert chosen.voice == (0xFF, 0x88, 0)
    assert palette.contrast(chosen.ink, chosen.ground) >= 4.5
    assert opened(draw.draw("Zeit", colours=[ground], size=300)).size == (300, 300)


def test_a_wrong_colour_is_named() -> None:
    with pytest.raises(MediaError, match="#12: is not a colour"):
        draw.draw("Zeit", colours=["#12"])


def test_importing_loads_nothing_heavy() -> None:
    heavy = "{'PIL', 'fontpkg_manrope'}"
    code = f"import sys, podcast.cover.draw; sys.exit(not {heavy}.isdisjoint(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_only_what_changes_the_picture_changes_its_inputs() -> None:
    assert draw.inputs("Zeit", "Anna", ()) == draw.inputs("Zeit", "Anna", ())
    made = [
        ("Zeit", "Anna", ()),
        ("Zeit", "Emma", ()),
        ("Welt", "Anna", ()),
        ("Zeit", "Anna", ("#fff",)),
    ]
    assert len({draw.inputs(*one) for one in made}) == 4
