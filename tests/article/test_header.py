from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.article.dates import date, trailing_date
from podcast.article.front_matter import front_matter
from podcast.article.header import parse, title_line
from podcast.article.parsed import Metadata, RawBlock
from podcast.errors import ArticleError

DAY = datetime(2025, 2, 10)
TIME = datetime(2025, 2, 10, 14, 30)


@pytest.mark.parametrize(
    "text",
    [
        "10.02.2025",
        "10.2.2025",
        "10.2.25",
        "10. 2. 2025",
        "10.02.2025.",
        "2025-02-10",
        "10. Februar 2025",
        "10 Februar 2025",
        "10. Feb. 2025",
        "10 Feb. 2025",
        "10. Febr. 2025",
        "10 FEB 2025",
        "Montag, 10. Februar 2025",
        "Montag, den 10. Februar 2025",
        "Mo., 10.02.2025",
        "Mo 10.2.25",
        "February 10, 2025",
        "10. Februar '25",
    ],
)
def test_days(text: str) -> None:
    assert date(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-10T14:30",
        "2025-02-10 14:30:00",
        "2025-02-10T14:30:00Z",
        "2025-02-10T14:30:00.000+01:00",
        "2025-02-10 14:30 UTC",
        "10.02.2025, 14:30 Uhr",
        "10.02.2025 14.30 Uhr",
        "10. Februar 2025 um 14:30 Uhr",
        "Montag, 10. Februar 2025 - 14:30",
        "10.02.2025 | 14:30",
    ],
)
def test_times(text: str) -> None:
    assert date(text) == TIME


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2025", "30. Februar 2025", "32.1.2025", "10.13.2025", "2025-02-30", "0.0.0000",
        "10. Brumaire 2025", "10.02.2025, 25:00 Uhr", "Februar 2025", "2025", "10.02.",
        "", "gestern", "10.02.2025 bis 12.02.2025", "٣.٢.٢٠٢٥",
    ],
)  # fmt: skip
def test_no_dates(text: str) -> None:
    assert date(text) is None


def test_every_month_is_known() -> None:
    names = (
        "Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember"
    )
    found = [date(f"1. {name} 2025") for name in names.split()]
    assert [day.month for day in found if day] == [1, 1, *range(2, 13)]


def test_trailing_dates() -> None:
    assert trailing_date("Vitaly Portnikov. 10.02.2025.") == ("Vitaly Portnikov. ", DAY)
    assert trailing_date("Berlin, Montag, 10. Februar 2025") == ("Berlin, ", DAY)
    assert trailing_date("Kein Datum 2025") == ("Kein Datum 2025", None)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Titel|Vitaly Portnikov. 10.02.2025.", ("Titel", "Vitaly Portnikov", DAY)),
        ("Titel", ("Titel", None, None)),
        ("Titel|Vitaly Portnikov.", ("Titel", "Vitaly Portnikov", None)),
        ("Titel|10.02.2025", ("Titel", None, DAY)),
        ("Titel|Montag, 10. Februar 2025.", ("Titel", None, DAY)),
        ("Titel | Von Vitaly Portnikov, 10. Februar 2025", ("Titel", "Vitaly Portnikov", DAY)),
        ("Titel|Vitaly Portnikov 2025-02-10", ("Titel", "Vitaly Portnikov", DAY)),
        ("Titel|Vitaly Portnikov. 10.2.25", ("Titel", "Vitaly Portnikov", DAY)),
        ("Titel|Vitaly Portnikov, 2025-02-10T14:30Z", ("Titel", "Vitaly Portnikov", TIME)),
        ("Titel|Vitaly Portnikov. 31.02.2025.", ("Titel", "Vitaly Portnikov", None)),
        ("Eins | Zwei|dpa. 10.02.2025", ("Eins | Zwei", "dpa", DAY)),
        ("Titel|A. Berg und K. Weber. 10.02.2025.", ("Titel", "A. Berg und K. Weber", DAY)),
        ("Titel|", ("Titel", None, None)),
        ("Titel| . ", ("Titel", None, None)),
        ("|Vitaly Portnikov", ("", "Vitaly Portnikov", None)),
        ("Live | Was wird heute?", ("Live | Was wird heute?", None, None)),
        ("Am 9. Mai 2025", ("Am 9. Mai 2025", None, None)),
    ],
)
def test_title_lines(line: str, expected: tuple[str, str | None, datetime | None]) -> None:
    assert title_line(line) == expected


def parts(*lines: str) -> list[RawBlock]:
    return [RawBlock(kind="paragraph", lines=(line,)) for line in lines]


@pytest.mark.parametrize(
    ("line", "author", "published"),
    [
        ("Von Anna Berg", "Anna Berg", None),
        ("von Anna Berg", "Anna Berg", None),
        ("Von Anna Berg, 10. Februar 2025", "Anna Berg", DAY),
        ("Von Anna Berg und Karl Weber (dpa)", "Anna Berg und Karl Weber (dpa)", None),
        ("Von Ursula von der Leyen", "Ursula von der Leyen", None),
        ("Ein Kommentar von Anna Berg", "Anna Berg", None),
        ("Text: Anna Berg", "Anna Berg", None),
        ("Anna Berg, 10.2.2025", "Anna Berg", DAY),
        ("10. Februar 2025", None, DAY),
        ("Stand: 10.02.2025, 14:30 Uhr", None, TIME),
        ("Veröffentlicht am 10. Februar 2025 von Anna Berg", "Anna Berg", DAY),
    ],
)
def test_bylines(line: str, author: str | None, published: datetime | None) -> None:
    head, rest, _ = parse(parts("Titel", line, "Text."), Metadata())
    assert head == Metadata(title="Titel", author=author, published=published)
    assert rest == parts("Text.")


@pytest.mark.parametrize(
    "line",
    [
        "Von Berlin nach Paris", "Von der Leyen tritt ab", "Von Anfang an", "Von wegen!",
        "Von Deutschland lernen", "Berlin, 10. Februar 2025", "Es war am 10. Februar 2025",
        "Von ihm stammt das Wort.", "Text ohne Ende", "Ein Satz.",
    ],
)  # fmt: skip
def test_text_is_no_byline(line: str) -> None:
    head, rest, _ = parse(parts("Titel", line, "Text."), Metadata())
    assert head == Metadata(title="Titel")
    assert rest == parts(line, "Text.")


def test_author_and_date_may_stand_on_a_line_each() -> None:
    head, rest, dropped = parse(
        parts("Anzeige", "Titel", "Von Anna Berg", "10.02.2025", "Text."), Metadata()
    )
    assert head == Metadata(title="Titel", author="Anna Berg", published=DAY)
    assert (rest, dropped) == (parts("Text."), ["Anzeige"])


@pytest.mark.parametrize(
    "first",
    [
        "Ein langer erster Absatz ist kein Titel. Er hat zwei Sätze.",
        (
            "Ein Satz, der so lang ist, dass er kein Titel sein kann, weil er einen Punkt hat, "
            "und zwar am Ende, "
            "steht für sich."
        ),
        "x" * 300,
    ],
)
def test_a_paragraph_is_no_title(first: str) -> None:
    assert parse(parts(first, "Text."), Metadata()) == (Metadata(), parts(first, "Text."), [])


def test_a_byline_may_stand_where_the_title_is_missing() -> None:
    head, rest, _ = parse(parts("Von Anna Berg, 10.02.2025", "Text.", "Text."), Metadata())
    assert head == Metadata(author="Anna Berg", published=DAY, title="Text.")
    assert rest == parts("Text.")


def test_a_line_with_a_bar_under_a_known_title_stays() -> None:
    assert parse(parts("Live | Ticker", "Text."), Metadata(title="Titel"))[1] == parts(
        "Live | Ticker", "Text."
    )
    head, rest, _ = parse(parts("Titel|Anna  Berg", "Text."), Metadata(title="Titel"))
    assert (head.author, rest) == ("Anna Berg", parts("Text."))


def test_a_lone_line_is_text() -> None:
    assert parse(parts("Hallo Welt"), Metadata()) == (Metadata(), parts("Hallo Welt"), [])


def test_front_matter_wins_and_is_not_repeated() -> None:
    known = Metadata(title="Der Titel", author="Anna Berg")
    head, rest, _ = parse(parts("der  Titel!", "Von Karl Weber, 10.02.2025", "Text."), known)
    assert head == Metadata(title="Der Titel", author="Anna Berg", published=DAY)
    assert rest == parts("Text.")
    head, rest, _ = parse(parts("Etwas anderes", "Text."), known)
    assert rest == parts("Etwas anderes", "Text.")


def matter(block: str) -> Metadata:
    head, rest = front_matter(f"---\n{block}\n---\nText.", "a.md")
    assert rest == "Text."
    return head


def test_front_matter() -> None:
    head = matter(
        "Title: 'A: b'\nauthors: [Anna Berg, Karl Weber, dpa]\ndate: 2025-02-10T14:30:00+01:00\n"
        "url: https://example.org\ntags: a, b\nlang: de-AT\nother: {x: [1]}"
    )
    assert head == Metadata(
        title="A: b",
        author="Anna Berg, Karl Weber und dpa",
        published=TIME,
        link="https://example.org",
        tags=("a", "b"),
        language="de-AT",
    )


@pytest.mark.parametrize(
    "block", ["title:", "title: ~", "title: ''", "date: null", "tags: []", "x: 1"]
)
def test_empty_fields_are_missing(block: str) -> None:
    assert matter(block) == Metadata()


def test_values_are_read_as_they_are_written() -> None:
    assert matter("title: 1984\nauthor: no\ndate: 10. Februar 2025") == Metadata(
        title="1984", author="no", published=DAY
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: A\nText", "a.md, line 1: the front matter is never closed"),
        ("---\ntitle: [a\n---\n", "a.md, line 3: the front matter is not valid YAML"),
        ("---\ntitle: A\nauthor: b: c\n---\n", "a.md, line 3: the front matter is not valid YAML"),
        ("---\ntitle: [a, b]\n---\n", "a.md, line 2: title: must be a string"),
        ("---\nx: 1\n\ntags: {a: b}\n---\n", "a.md, line 4: tags: must be a string or a list"),
        ("---\ntags: [[a]]\n---\n", "a.md, line 2: tags: must be a string or a list"),
        ("---\ndate: 2025-02-31\n---\n", "a.md, line 2: date: '2025-02-31' is not a date"),
        ("---\ndate: [1]\n---\n", "a.md, line 2: date: must be a string"),
        ("---\nx: " + "[" * 5000 + "\n---\n", "not valid YAML"),
        ('---\nx: "\\UFFFFFFFF"\n---\n', "not valid YAML"),
    ],
)
def test_broken_front_matter(text: str, message: str) -> None:
    with pytest.raises(ArticleError) as error:
        front_matter(text, "a.md")
    assert message in str(error.value)


@pytest.mark.parametrize(
    "text", ["---\n\nText", "----\na: b\n", "--- \n---\n", "Text\n---\na: b\n---\n"]
)
def test_dashes_are_no_front_matter(text: str) -> None:
    assert front_matter(text, "a.md") == (Metadata(), text)


@given(st.text(st.sampled_from("aT |.,-:12590\n'\"[]{}&*!%@Von") | st.characters(), max_size=60))
def test_front_matter_raises_nothing_else(text: str) -> None:
    for block in (text, f"---\ntitle: {text}\n---\n", f"---\ndate: {text}\ntags: {text}\n---\n"):
        try:
            front_matter(block, "a.md")
        except ArticleError:
            continue


@given(st.lists(st.text(st.sampled_from("aT |.,-:12590Von ") | st.characters(), min_size=1)))
def test_headers_raise_nothing(lines: list[str]) -> None:
    found = [line for line in lines if line.strip()]
    head, rest, dropped = parse(parts(*found), Metadata())
    assert len(rest) + len(dropped) <= len(found)
    assert head.title is None or head.title
