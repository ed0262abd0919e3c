"""Colours of the pages: those of the cover, adjusted for readability."""

from __future__ import annotations

from collections.abc import Sequence

from podcast.cover import palette
from podcast.cover.palette import Colour

_LIGHT, _DARK, _RAISED = (252, 251, 249), (18, 19, 22), (27, 29, 33)
"""Page backgrounds. Keep them in sync with page.css."""
_MIN_CONTRAST = 4.8
"""Contrast of links to the background, above WCAG AA's 4.5 because some backgrounds are tinted."""

_MIN_CANDIDATE_CONTRAST = 3.0
_MAX_AREA_CONTRAST = 6.0
"""Contrast above which a large area in the cover's colour is too bright for a dark page."""


def css(chosen: palette.Palette) -> str:
    """Generate custom properties for page.css from the colours of a cover."""
    candidates = (chosen.voice, chosen.ground, chosen.ink)
    light, dark = _readable(candidates, _LIGHT), _readable(candidates, _DARK)
    glaring = palette.contrast(chosen.ground, _DARK) > _MAX_AREA_CONTRAST
    ground, ink = (_RAISED, _LIGHT) if glaring else (chosen.ground, chosen.ink)
    return (
        f":root{{--cover-light:{_hex(chosen.ground)};--on-cover-light:{_hex(chosen.ink)};"
        f"--cover-dark:{_hex(ground)};--on-cover-dark:{_hex(ink)};--voice:{_hex(chosen.voice)};"
        f"--accent-light:{_hex(light)};--on-accent-light:{_hex(_opposite(light))};"
        f"--accent-dark:{_hex(dark)};--on-accent-dark:{_hex(_opposite(dark))}}}\n"
    )


def _readable(candidates: Sequence[Colour], ground: Colour) -> Colour:
    """Pick the first candidate that is nearly readable on `ground` and adjust it until it is."""
    near = (c for c in candidates if palette.contrast(c, ground) >= _MIN_CANDIDATE_CONTRAST)
    goal = 255 if sum(ground) < 384 else 0
    colour = next(near, candidates[0])
    while palette.contrast(colour, ground) < _MIN_CONTRAST:
        red, green, blue = (round(value + (goal - value) * 0.1) for value in colour)
        if (red, green, blue) == colour:
            return (goal, goal, goal)
        colour = (red, green, blue)
    return colour


def _opposite(colour: Colour) -> Colour:
    return max(((255, 255, 255), _DARK), key=lambda other: palette.contrast(colour, other))


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
