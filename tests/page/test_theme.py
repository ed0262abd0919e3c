from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from podcast.cover import palette
from podcast.page import theme


def colours(css: str) -> dict[str, tuple[int, int, int]]:
    found = re.findall(r"--([\w-]+):#(\w\w)(\w\w)(\w\w)", css)
    return {name: (int(r, 16), int(g, 16), int(b, 16)) for name, r, g, b in found}


@pytest.mark.parametrize("title", [f"Sendung {n}" for n in range(24)])
def test_whatever_the_cover_texts_can_be_read(title: str) -> None:
    got = colours(theme.css(palette.chosen(title)))
    for scheme, ground in (("light", (252, 251, 249)), ("dark", (18, 19, 22))):
        assert palette.contrast(got[f"accent-{scheme}"], ground) >= 4.5
        assert palette.contrast(got[f"on-accent-{scheme}"], got[f"accent-{scheme}"]) >= 4.5
        assert palette.contrast(got[f"on-cover-{scheme}"], got[f"cover-{scheme}"]) >= 4.5


def test_a_picture_gives_its_own_colours() -> None:
    picture = Image.new("RGB", (1400, 1400), "#0b3954")
    picture.paste("#ff6663", (0, 0, 700, 300))
    file = io.BytesIO()
    picture.save(file, "JPEG")
    found = palette.of_picture(file.getvalue())
    for colour, wanted in ((found.ground, (11, 57, 84)), (found.voice, (255, 102, 99))):
        assert all(abs(one - other) < 12 for one, other in zip(colour, wanted, strict=True))
    assert palette.contrast(found.ground, found.ink) >= 4.5


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#777777", "#ffff00", "#0000ff"])
def test_any_colours_of_a_show_are_made_readable(colour: str) -> None:
    got = colours(theme.css(palette.chosen("x", [colour, colour, colour])))
    assert palette.contrast(got["accent-light"], (252, 251, 249)) >= 4.5
    assert palette.contrast(got["accent-dark"], (18, 19, 22)) >= 4.5
