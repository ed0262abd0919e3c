from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from podcast.cover import typeset

if TYPE_CHECKING:
    pass


def test_what_the_typeface_lacks_is_left_out() -> None:
    assert typeset.drawable("Lage 🎧 der\u200d 日本 Nation ẞ", 800) == "Lage der Nation ẞ"
    assert typeset.drawable("Gru\u0308ße \uff21x", 800) == "Grüße Ax"


NEWS = """
    Kli·ma·schutz·mi·nis·te·rium Schiff·fahrts·ge·sell·schaft Ver·fas·sungs·schutz·be·richt
    Kran·ken·ver·si·che·rungs·bei·trag Land·tags·wahl·er·geb·nisse Bun·des·ver·fas·sungs·ge·richt
    Rechts·ex·tre·mis·mus·for·schung Arbeits·markt·sta·tis·tik Wirt·schafts·wachs·tum
    Men·schen·rechts·ver·let·zun·gen Sicher·heits·be·hör·den Nach·rich·ten·spre·che·rin
    Stra·ßen·ver·kehrs·ord·nung Mehr·wert·steu·er·er·hö·hung Außen·han·dels·über·schuss
    Hoch·ge·schwin·dig·keits·zug
"""


@pytest.mark.parametrize("word", NEWS.split())
def test_long_words_break_where_german_does(word: str) -> None:
    assert typeset.hyphenated(word.replace("·", "")).replace("\u00ad", "·") == word


def test_short_words_are_not_broken() -> None:
    assert (
        typeset.hyphenated("Die Presseschau zum Klimaschutz") == "Die Presseschau zum Klimaschutz"
    )


@pytest.mark.parametrize("word", ["X" * 30, "Достопримечательность", "1" * 14, "\u0130" * 16])
def test_what_german_cannot_break_is_broken_anywhere(word: str) -> None:
    broken = typeset.hyphenated(word)
    assert "\u00ad" in broken
    assert broken.replace("\u00ad", "") == word


def test_type_shrinks_until_it_fits() -> None:
    box = typeset.fit("Grüße " * 30, 800, width=500, height=250, largest=100)
    assert box.height <= 250
    assert all(typeset._width(line, 800) * box.size <= 500 for line in box.lines)
    assert " ".join(box.lines).split() == ["Grüße"] * 30
