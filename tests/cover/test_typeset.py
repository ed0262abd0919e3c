from __future__ import annotations

from typing import TYPE_CHECKING

from podcast.cover import typeset

if TYPE_CHECKING:
    pass


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
