from __future__ import annotations

from pathlib import Path

import pytest

from podcast import german
from podcast.german import foreign

PLAIN = Path(__file__).parent.parent / "data" / "spoken" / "plain.txt"


@pytest.mark.parametrize(
    "word",
    [
        "Shinzo",
        "Zhang",
        "Kovačević",
        "Whitmer",
        "Galloway",
        "Rodzianko-Khan",
        "Ronaldinho",
        "Leigh",
    ],
)
def test_foreign_names_are_noticed(word: str) -> None:
    assert list(foreign.words(f"Gestern kam {word} an.")), word


def test_german_is_left_alone() -> None:
    lines = [line for line in PLAIN.read_text("utf-8").splitlines() if not line.startswith("#")]
    lexicon = german.Lexicon.load()
    noticed = [d.written for line in lines for d in german.doubts(line.split(" ~ ")[0], lexicon)]
    assert len(noticed) < len(lines) / 50, noticed


def test_a_word_of_the_lexicon_is_no_doubt() -> None:
    lexicon = german.Lexicon.load()
    text = "Facebook und New York sind da, Qxarx nicht."
    assert [doubt.written for doubt in german.doubts(text, lexicon)] == ["Qxarx"]
    assert "Facebook" not in [doubt.written for doubt in german.doubts("Das Team kam.", lexicon)]
