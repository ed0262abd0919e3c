from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from podcast.cover import palette

if TYPE_CHECKING:
    pass


@pytest.mark.parametrize("colours", palette._PALETTES)
def test_every_palette_can_be_read(colours: tuple[str, ...]) -> None:
    chosen = palette.Palette(*map(palette._colour, colours))
    assert palette.contrast(chosen.ink, chosen.ground) >= 4.5
    assert palette.contrast(chosen.line, chosen.ground) >= 2.5
    assert palette.contrast(chosen.voice, chosen.ground) >= 2.9
