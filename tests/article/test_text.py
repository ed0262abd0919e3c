from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.article.parsed import Metadata
from podcast.article.plain_text import join, read

LINE = "Das ist eine sehr lange Zeile, die niemand von Hand so umbrechen würde, denn sie "
LINE += "ist viel breiter als jedes Fenster und jede Seite."


def blocks(text: str) -> list[tuple[str, str]]:
    found = read(text, Metadata(title="Titel")).blocks
    return [(block.kind, block.text) for block in found]


def test_blank_lines_part_paragraphs() -> None:
    assert blocks("Eins\nzwei.\n\n \t \nDrei.\n\n\n\nVier.\n") == [
        ("paragraph", "Eins zwei."),
        ("paragraph", "Drei."),
        ("paragraph", "Vier."),
    ]


def test_lines_of_signs_are_blank() -> None:
    assert blocks("Eins.\n* * *\nZwei.\n-----\nDrei.") == [
        ("paragraph", text) for text in ("Eins.", "Zwei.", "Drei.")
    ]


def test_long_lines_are_paragraphs() -> None:
    assert blocks(f"{LINE}\n{LINE}\n{LINE}") == [("paragraph", LINE)] * 3
    assert len(blocks(f"{LINE[:70]}\n{LINE[:60]}\n{LINE[:70]}")) == 1


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Die Regie-", "rung"], "Die Regierung"),
        (["russisch-", "ukrainisch"], "russisch-ukrainisch"),
        (["Trump-", "Administration"], "Trump-Administration"),
        (["Ein-", "und Ausgang"], "Ein- und Ausgang"),
        (["Haupt-", "bzw. Nebensatz"], "Haupt- bzw. Nebensatz"),
        (["E-", "mail"], "E- mail"),
        (["1990-", "er Jahre"], "1990- er Jahre"),
        (["Er kam –", "und ging"], "Er kam – und ging"),
        (["Wort-", "„Zitat“"], "Wort- „Zitat“"),
        (["Un-", "ter-", "schied"], "Unterschied"),
        (["  viel\t Platz ", " hier "], "viel Platz hier"),
        (["eins"], "eins"),
    ],
)
def test_broken_words(lines: list[str], expected: str) -> None:
    assert join(lines) == expected


def test_headings_are_short_lines_before_text() -> None:
    text = f"Was jetzt zu tun ist\n\n{LINE}\n\nNoch ein Satz.\n\n3. Der Ausweg\n\n{LINE}\n\nSchluss"
    assert [kind for kind, _ in blocks(text)] == [
        "heading", "paragraph", "paragraph", "heading", "paragraph", "paragraph",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Ein Satz.",
        "Wer weiß?",
        "Er sagte:",
        "„Ein Zitat“",
        "und dann kam er",
        "Eine Zeile mit sehr vielen Wörtern, die eigentlich schon ein Satz ohne Punkt am Ende ist",
        "– ein Gedanke",
    ],
)
def test_no_headings(line: str) -> None:
    assert blocks(f"{line}\n\n{LINE}")[0] == ("paragraph", line)


def test_a_heading_needs_text_after_it() -> None:
    assert [kind for kind, _ in blocks("Rosen\n\nTulpen\n\nNelken")] == ["paragraph"] * 3


def test_lists() -> None:
    assert blocks("- eins\n- zwei\n\n• drei\n* vier\n\n1. fünf\n2) sechs\n\n- allein") == [
        ("list item", "eins"),
        ("list item", "zwei"),
        ("list item", "drei"),
        ("list item", "vier"),
        ("list item", "1. fünf"),
        ("list item", "2) sechs"),
        ("paragraph", "- allein"),
    ]


def test_furniture_is_listed() -> None:
    draft = read("Anzeige\n\nTitel\n\nText.\n\nTeilen\n\nMehr Text.\nDrucken\n", Metadata())
    assert draft.head.title == "Titel"
    assert [block.text for block in draft.blocks] == ["Text.", "Mehr Text."]
    assert draft.dropped == ("Anzeige", "Teilen", "Drucken")


@pytest.mark.timing
@pytest.mark.parametrize("unit", ["a ", "a\n", "a\n\n", "ab-\n"])
def test_linear_time(unit: str) -> None:
    begin = time.process_time()
    read(unit * 50_000, Metadata())
    assert time.process_time() - begin < 60  # quadratic time would be hours


@given(st.text(st.sampled_from("aB-•*1.)| \n") | st.characters(), max_size=80))
def test_blocks_are_one_line_of_words(text: str) -> None:
    for block in read(text, Metadata()).blocks:
        assert block.text == " ".join(block.text.split())
        assert any(character.isalnum() for character in block.text)
