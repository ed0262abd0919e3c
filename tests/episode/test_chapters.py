from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from podcast.episode import chapters
from podcast.models import Chapter, Kind, Segment, Sentence


def segment(text: str, kind: Kind = "paragraph") -> Segment:
    return Segment(kind=kind, sentences=(Sentence(text=text, spoken=text),), pause_after_ms=0)


def test_headings_are_chapters() -> None:
    segments = [
        segment("Titel", "title"),
        segment("Absatz."),
        segment("Erstens", "heading"),
        segment("Noch einer."),
        segment("Zweitens", "heading"),
    ]
    assert chapters.outline("Titel", segments) == {0: "Titel", 2: "Erstens", 4: "Zweitens"}


def test_without_headings_a_paragraph_now_and_then_is_one() -> None:
    text = "Während alle schliefen, geschah etwas, das niemand erwartet hatte. " * 10
    segments = [segment("Titel", "title")] + [segment(text) for _ in range(12)]
    outline = chapters.outline("Titel", segments)
    assert list(outline) == [0, 3, 5, 7, 9, 11]
    assert outline[3] == "Während alle schliefen …"


def test_a_book_has_no_more_chapters_than_a_tag_has_room_for() -> None:
    book = [segment("T", "title")] + [segment("Wort. " * 300)] * 2000
    assert 50 < len(chapters.outline("T", book)) <= 101
    headings = [segment("T", "title")] + [segment("Teil", "heading"), segment("Text.")] * 600
    assert 200 <= len(chapters.outline("T", headings)) <= 251


def test_a_short_text_has_one_chapter() -> None:
    assert chapters.outline("Titel", [segment("Titel", "title"), segment("Kurz.")]) == {0: "Titel"}


def test_chapters_follow_each_other() -> None:
    timed = chapters.timed({0: "A", 4: "B"}, {0: 0, 4: 61_000}, 90_500)
    assert timed == [
        Chapter(title="A", start_ms=0, end_ms=61_000),
        Chapter(title="B", start_ms=61_000, end_ms=90_500),
    ]
    rows = json.loads(chapters.chapters_json(timed))["chapters"]
    assert rows[1] == {"startTime": 61, "endTime": 90.5, "title": "B"}


@given(st.text(max_size=300).filter(str.strip))
def test_titles_of_chapters_are_short_lines(text: str) -> None:
    title = chapters.outline("T", [segment("T", "title")] + [segment(text + " wort" * 400)] * 9)
    for opening in list(title.values())[1:]:
        assert opening.strip()
        assert len(opening) <= 52
        assert not re.search(r"[\n\r]", opening)
