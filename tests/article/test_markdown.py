from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.article.markdown import read
from podcast.article.parsed import Metadata


def blocks(text: str) -> list[tuple[str, str]]:
    found = read(text, Metadata(title="Titel")).blocks
    return [(block.kind, block.text) for block in found]


def skipped(text: str) -> tuple[str, ...]:
    return read(text, Metadata(title="Titel")).skipped


def test_inline_markup_is_read_as_its_text() -> None:
    text = "Ein *kursives*, **fettes** und ~~altes~~ `Wort` mit [Link](https://a.de 'x')"
    text += "\nund\\\nUmbruch."
    assert blocks(text) == [
        ("paragraph", "Ein kursives, fettes und altes Wort mit Link und Umbruch.")
    ]


def test_reference_links_entities_and_escapes() -> None:
    text = "[Link][1] und &auml;&nbsp;&shy;b \\*c\\*\n\n[1]: https://a.de\n"
    assert blocks(text) == [("paragraph", "Link und ä b *c*")]


def test_headings_and_quotes() -> None:
    assert blocks("# Eins #\n\nZwei\n----\n\n> Drei\n> vier\n>\n> > Fünf\n\nSechs") == [
        ("heading", "Eins"),
        ("heading", "Zwei"),
        ("quote", "Drei vier"),
        ("quote", "Fünf"),
        ("paragraph", "Sechs"),
    ]


def test_lists() -> None:
    assert blocks("1. eins\n2. zwei\n   - innen\n   - noch\n\n   mehr\n3) drei\n4) vier") == [
        ("list item", "1. eins"),
        ("list item", "2. zwei"),
        ("list item", "innen"),
        ("list item", "noch"),
        ("list item", "mehr"),
        ("list item", "3) drei"),
        ("list item", "4) vier"),
    ]


def test_a_date_is_no_list() -> None:
    assert blocks("10. Februar 2025 war ein Montag.\n\n- Punkt\n") == [
        ("paragraph", "10. Februar 2025 war ein Montag."),
        ("list item", "Punkt"),
    ]


def test_tasks() -> None:
    assert blocks("- [ ] offen\n- [x] erledigt") == [
        ("list item", "offen"),
        ("list item", "erledigt"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\ncode\n```", "1 code block"),
        ("    code\n\nText\n\n    code", "2 code blocks"),
        ("![Bild](a.png)", "1 image"),
        ("[![Bild](a.png)](b.html) und ![](c.png)", "2 images"),
        ("<div>\nHTML\n</div>", "1 HTML block"),
        ("Ein <b>Wort</b>", "2 HTML tags"),
        ("| a | b |\n|---|---|\n| 1 ![x](y) | 2 |", "1 table"),
        ("Text[^1]\n\n[^1]: Eine Fußnote mit Text.", "1 footnote"),
    ],
)
def test_what_cannot_be_spoken_is_counted(text: str, expected: str) -> None:
    assert expected in skipped(text)
    assert not {"code", "Bild", "HTML", "1", "Fußnote"} & set(
        " ".join(words for _, words in blocks(text)).split()
    )


def test_wrapped_lines_are_joined() -> None:
    assert blocks("Die Regie-\nrung und die Trump-\nLeute<br>dort") == [
        ("paragraph", "Die Regierung und die Trump-Leute dort")
    ]


def test_the_first_heading_is_the_title() -> None:
    draft = read("# Titel|Anna Berg. 10.02.2025.\n\nText.\n\nKommentar verfassen\n", Metadata())
    assert (draft.head.title, draft.head.author) == ("Titel", "Anna Berg")
    assert [block.text for block in draft.blocks] == ["Text."]
    assert draft.dropped == ("Kommentar verfassen",)


@pytest.mark.timing
@pytest.mark.parametrize(
    "text",
    [
        "> " * 20_000 + "a",
        "- " * 20_000 + "a",
        "".join(f"{'  ' * depth}- a\n" for depth in range(400)),
        "*" * 100_000,
        "[" * 5_000,
        "![" * 5_000,
        "`" * 50_000 + "a",
        "a " * 200_000,
        "a\n" * 50_000,
        "<" * 50_000,
        "&" * 50_000,
    ],
)
def test_hostile_nesting(text: str) -> None:
    begin = time.process_time()
    read(text, Metadata())
    assert time.process_time() - begin < 60


@given(st.text(st.sampled_from("aB#*_-+>`~[]()!|:<&\\1. \n") | st.characters(), max_size=80))
def test_any_text_is_markdown(text: str) -> None:
    for block in read(text, Metadata()).blocks:
        assert block.text == " ".join(block.text.split())
        assert any(character.isalnum() for character in block.text)
