from __future__ import annotations

import re
import time
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.article.segment import byline, sentences, split
from podcast.errors import ArticleError
from podcast.models import Article, Block, Kind, Pauses

GOLDEN = sorted((Path(__file__).parent.parent / "data" / "sentences").glob("*.txt"))
TEXTS = st.text(
    st.sampled_from("aAbB zZäÜ19.!?…,;:-–„“\"'()[] \n§%@/") | st.characters(), max_size=80
)


def golden() -> list[str]:
    lines = [line for path in GOLDEN for line in path.read_text("utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("case", golden())
def test_golden_paragraphs(case: str) -> None:
    certain = [piece.strip() for piece in case.replace("¦", " ").split("|")]
    possible = [piece.strip() for piece in re.split(r"[|¦]", case)]
    found = sentences(" ".join(possible))
    ends = [_ends(pieces) for pieces in (certain, found, possible)]
    assert ends[0] <= ends[1] <= ends[2], found


def _ends(pieces: list[str]) -> set[int]:
    lengths = [len("".join(piece.split())) for piece in pieces]
    return {sum(lengths[: number + 1]) for number in range(len(lengths))}


def test_there_are_enough_golden_paragraphs() -> None:
    assert len(golden()) >= 120


@given(TEXTS)
def test_sentences_are_the_text(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@given(TEXTS)
def test_no_sentence_is_blank_or_without_a_letter(text: str) -> None:
    found = sentences(text)
    assert all(sentence == sentence.strip() != "" for sentence in found)
    if len(found) > 1:
        assert all(any(character.isalnum() for character in sentence) for sentence in found)


def test_nothing_has_no_sentences() -> None:
    assert sentences("") == sentences(" \n\t ") == []


def test_a_missing_space_after_a_stop() -> None:
    assert sentences("Das war gut.Er ging. Siehe www.beispiel.Der/x.") == [
        "Das war gut.",
        "Er ging.",
        "Siehe www.beispiel.Der/x.",
    ]


def test_blank_lines_and_bullets_end_a_sentence() -> None:
    text = "Überschrift\n\nErster Satz\nim Umbruch. Zweiter\n• Punkt eins\n• Punkt zwei"
    assert sentences(text) == [
        "Überschrift",
        "Erster Satz\nim Umbruch.",
        "Zweiter",
        "• Punkt eins",
        "• Punkt zwei",
    ]


@pytest.mark.timing
@pytest.mark.parametrize(
    "unit",
    [".", ". ", '"', "„“", "1", "1. ", "A. ", "z. B. ", "! “ ", "(a. B ", "… ", "IV. ", "\n "],
)
def test_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    begin = time.process_time()
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    assert time.process_time() - begin < 60  # quadratic time would be minutes


def article(
    *blocks: tuple[Kind, str], title: str = "Titel", author: str | None = None, dated: bool = False
) -> Article:
    return Article(
        title=title,
        author=author,
        published=datetime(2025, 2, 10),
        dated=dated,
        language="de",
        source="ein artikel.txt",
        link=None,
        tags=(),
        blocks=tuple(Block(kind=kind, text=text) for kind, text in blocks),
        dropped=(),
        skipped=(),
    )


def same(text: str, _: str) -> str:
    return text


def test_the_title_comes_first_with_its_byline() -> None:
    text = article(("paragraph", "Text."), author="Vitaly Portnikov", dated=True)
    title, paragraph = split(text, same, Pauses())
    assert title.kind == "title"
    assert [sentence.text for sentence in title.sentences] == [
        "Titel",
        "Von Vitaly Portnikov, 10. Februar 2025.",
    ]
    assert title.sentences[0].spoken == "Titel."
    assert (title.pause_after_ms, paragraph.pause_after_ms) == (1200, 650)


@pytest.mark.parametrize(
    ("author", "dated", "expected"),
    [
        (None, False, ""),
        ("Max M.", False, "Von Max M."),
        (None, True, "10. Februar 2025."),
        ("dpa", True, "Von dpa, 10. Februar 2025."),
    ],
)
def test_the_byline_says_what_is_known(author: str | None, dated: bool, expected: str) -> None:
    assert byline(article(author=author, dated=dated)) == expected


@pytest.mark.parametrize(
    ("title", "spoken"),
    [("Was nun?", "Was nun?"), ("„Ja!“", "„Ja!“"), ("„Ja“", "„Ja“."), ("A – B –", "A – B.")],
)
def test_the_voice_falls_after_a_title(title: str, spoken: str) -> None:
    assert split(article(title=title), same, Pauses())[0].sentences[0].spoken == spoken


def test_a_title_that_is_only_the_first_words_is_not_said_twice() -> None:
    text = article(("paragraph", "Am Montag kam der Kanzler."), title="Am Montag kam …")
    assert [segment.kind for segment in split(text, same, Pauses())] == ["paragraph"]


def test_kinds_and_pauses() -> None:
    kinds: tuple[Kind, ...] = ("heading", "paragraph", "quote", "list item")
    text = article(*((kind, f"Ein {kind}") for kind in kinds))
    found = split(text, same, Pauses(quote=1, list_item=2))
    assert [segment.kind for segment in found] == ["title", *kinds]
    assert [segment.pause_after_ms for segment in found] == [1200, 700, 650, 1, 2]


def test_numbered_items_are_counted_aloud() -> None:
    text = article(("list item", "2. Die Bank. Sie steht."), ("list item", "13) Der Stuhl"))
    _, second, thirteenth = split(text, same, Pauses())
    assert second.sentences[0].text == "2. Die Bank."
    assert second.sentences[0].spoken == "Zweitens: Die Bank."
    assert thirteenth.sentences[0].spoken == "Punkt 13: Der Stuhl."


def test_the_text_of_a_silent_sentence_stays_with_a_neighbour() -> None:
    def mute(text: str, _: str) -> str:
        return "" if text.startswith("Stumm") else text

    text = article(("paragraph", "Stumm eins. Laut. Stumm zwei. Stumm drei. Noch laut."))
    _, paragraph = split(text, mute, Pauses())
    assert [sentence.text for sentence in paragraph.sentences] == [
        "Stumm eins. Laut. Stumm zwei. Stumm drei.",
        "Noch laut.",
    ]
    assert [sentence.spoken for sentence in paragraph.sentences] == ["Laut.", "Noch laut."]


def test_an_article_without_sound_is_an_error() -> None:
    with pytest.raises(ArticleError, match="no text to speak"):
        split(article(("paragraph", "Text.")), lambda *_: " … ", Pauses())


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_segments_are_never_empty(texts: list[str]) -> None:
    text = article(*(("paragraph", " ".join(each.split())) for each in texts))
    for segment in split(text, same, Pauses()):
        assert segment.sentences
        for sentence in segment.sentences:
            assert any(character.isalnum() for character in sentence.spoken)


def test_a_text_without_an_end_is_spoken_in_parts() -> None:
    text = "und dann kam noch ein Wort dazu " * 2000
    article = Article(
        title="T",
        author=None,
        published=datetime(2025, 5, 9),
        dated=False,
        language="de",
        source="a.txt",
        link=None,
        tags=(),
        blocks=(Block(kind="paragraph", text=text.strip()),),
        dropped=(),
        skipped=(),
    )
    parts = split(article, same, Pauses(sentence=111, paragraph=222))[1:]
    assert len(parts) > 8
    assert [part.pause_after_ms for part in parts] == [111] * (len(parts) - 1) + [222]
    assert all(sum(len(s.text) for s in part.sentences) <= 6000 for part in parts)
    assert " ".join(s.text for part in parts for s in part.sentences) == text.strip()
