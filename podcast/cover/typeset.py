"""Typeset text in a box: at the largest size that fits, broken into even lines."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont
    from pyphen import Pyphen

LEADING = 1.08
"""Distance between baselines, in font sizes."""
_TRACKING = -0.012
"""Extra space between letters, in font sizes; large type looks better set tight."""
_HYPHEN = "\u00ad"
_MISSING = "\U0010fffe"
"""A code point that no font has: it renders as the box for missing characters."""
_MIN_ENLARGEMENT = 1.35
"""Long words are hyphenated only if that enlarges the type by at least this factor."""
_LONG_WORD = 13
"""Words longer than this may be hyphenated. Letters."""
_MIN_SYLLABLE = 3
"""Minimum number of letters before and after a hyphen."""


class Lines(NamedTuple):
    """Typeset text, ready to draw."""

    lines: tuple[str, ...]
    size: int
    """Font size. Pixels."""

    @property
    def height(self) -> int:
        """Height from the top of the first line to the foot of the last. Pixels."""
        return round(len(self.lines) * self.size * LEADING)


@cache
def face(weight: int, size: int) -> FreeTypeFont:
    """Load Manrope with `weight` from 200 (thin) to 800 (extra bold) and `size` in pixels."""
    from PIL import ImageFont

    font = ImageFont.truetype(_file(), size)
    font.set_variation_by_axes([weight])
    return font


@cache
def _file() -> str:
    """Path to the font file. Found directly: `fontpkg` would read the data of every package."""
    import fontpkg_manrope  # type: ignore[import-untyped]

    return str(next(fontpkg_manrope.ROOT.glob("files/*.ttf")))


def drawable(text: str, weight: int) -> str:
    """Return `text` on one line, without characters that the font lacks, such as emoji."""
    composed = unicodedata.normalize("NFC", text)
    known = (c if c.isspace() or _drawn(c, weight) else _plain(c, weight) for c in composed)
    return " ".join("".join(known).split())


def fit(text: str, weight: int, *, width: int, height: int, largest: int) -> Lines:
    """Set `text` as large as a box of `width` × `height` pixels allows, at most `largest`.

    Words are hyphenated only if that allows clearly larger type.
    """
    words = text.replace("-", f"-{_HYPHEN}")
    whole = _largest(words.split(), weight, width, height, largest)
    broken = _largest(hyphenated(words).split(), weight, width, height, largest)
    return broken if broken.size >= whole.size * _MIN_ENLARGEMENT else whole


def write(
    canvas: ImageDraw, lines: Lines, weight: int, *, left: int, top: int, fill: tuple[int, int, int]
) -> int:
    """Draw `lines` with capitals aligned to `top`; return the last baseline. Pixels."""
    font = face(weight, lines.size)
    baseline = top - int(font.getbbox("H", anchor="ls")[1])
    for number, line in enumerate(lines.lines):
        y = baseline + round(number * lines.size * LEADING)
        # Remove the left bearing of the first letter, so that "D" and "A" align.
        bearing = (font.getmask(line[0]).getbbox() or (0,))[0]
        for start, letter in enumerate(line):
            x = left - bearing + _width(line[:start] + letter, weight) * lines.size
            advance = font.getlength(letter)
            canvas.text((x - advance, y), letter, font=font, fill=fill, anchor="ls")
    return y


def hyphenated(text: str) -> str:
    """Insert soft hyphens into the long words of `text`, following German hyphenation."""
    return " ".join(_syllables(word) if _is_long(word) else word for word in text.split(" "))


def has_long_word(text: str) -> bool:
    """Whether `hyphenated` may change `text`. Does not load the patterns, which takes a second."""
    return any(map(_is_long, text.split(" ")))


def _is_long(word: str) -> bool:
    """Whether `word` has more letters than fit beside each other without a hyphen."""
    return any(len(part) > _LONG_WORD for part in word.replace(_HYPHEN, "-").split("-"))


def _syllables(word: str) -> str:
    cuts = _hyphenation().positions(word) or range(8, len(word), 8)  # "XXXXXXXX…", Cyrillic, digits
    kept = [cut for cut in cuts if _MIN_SYLLABLE <= cut <= len(word) - _MIN_SYLLABLE]
    edges = [0, *kept, len(word)]
    return _HYPHEN.join(word[a:b] for a, b in pairwise(edges))


@cache
def _hyphenation() -> Pyphen:
    """Load the German hyphenation patterns."""
    from pyphen import Pyphen

    return Pyphen(lang="de_DE", left=_MIN_SYLLABLE, right=_MIN_SYLLABLE)


def _largest(words: list[str], weight: int, width: int, height: int, largest: int) -> Lines:
    size = largest
    while size > 8:
        lines = _wrap(words, weight, width / size)
        if lines and len(lines) * size * LEADING <= height:
            return Lines(_even(words, weight, width / size, lines), size)
        size = int(size * 0.97)
    return Lines((" ".join(words).replace(_HYPHEN, ""),), size)


def _even(words: list[str], weight: int, measure: float, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Rewrap to the narrowest measure with equally many lines, so that none is nearly empty."""
    for step in range(1, 40):
        narrower = _wrap(words, weight, measure * (1 - step / 40))
        if len(narrower) != len(lines) or _hyphens(narrower) > _hyphens(lines):
            return lines
        lines = narrower
    return lines


def _hyphens(lines: tuple[str, ...]) -> int:
    return sum(line.endswith("-") for line in lines)


def _wrap(words: list[str], weight: int, measure: float) -> tuple[str, ...]:
    """Wrap to lines no wider than `measure` (in font sizes); empty if a word does not fit."""
    lines = [""]
    for word in words:
        rest = word
        while rest:
            head, rest = _head(rest, lines[-1], weight, measure)
            if head:
                lines[-1] = f"{lines[-1]} {head}".strip()
            if rest:
                if not lines[-1]:
                    return ()
                lines.append("")
    return tuple(lines)


def _head(word: str, line: str, weight: int, measure: float) -> tuple[str, str]:
    """Split `word` into the part that still fits on `line`, and the rest."""
    parts = word.split(_HYPHEN)
    for count in range(len(parts), 0, -1):
        head = "".join(parts[:count])
        if count < len(parts) and not head.endswith("-"):
            head += "-"
        if _width(f"{line} {head}".strip(), weight) <= measure:
            return head, _HYPHEN.join(parts[count:])
    return "", word


@cache
def _width(text: str, weight: int) -> float:
    return face(weight, 1000).getlength(text) / 1000 + _TRACKING * max(len(text) - 1, 0)


@cache
def _drawn(character: str, weight: int) -> bool:
    if unicodedata.category(character)[0] == "C":
        return False
    font = face(weight, 64)
    return bytes(font.getmask(character)) != bytes(font.getmask(_MISSING))


def _plain(character: str, weight: int) -> str:
    """Return a drawable replacement for `character`, such as "fi" for "ﬁ", or an empty string."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain != character and all(_drawn(c, weight) for c in plain) else ""
