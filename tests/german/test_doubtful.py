import pytest

from podcast.german import doubts


@pytest.mark.parametrize(
    ("text", "written", "why"),
    [
        ("Er wohnt geg. dem Rathaus.", "geg.", "unknown abbreviation"),
        ("Путин schweigt.", "П", "letter the voice cannot pronounce"),
    ],
)
def test_what_is_not_sure_is_named(text: str, written: str, why: str) -> None:
    first = doubts(text)[0]
    assert (first.written, first.why) == (written, why)
    assert text[first.start :].startswith(written)


@pytest.mark.parametrize(
    "text",
    [
        "Am 9. Mai 2025 kamen z. B. 3,5 Mio. Gäste.",
        "Er ging. Dann kam sie ...",
        "„Ja“, sagte Dr. Müller (CDU) – leise.",
    ],
)
def test_what_is_known_raises_no_doubt(text: str) -> None:
    assert doubts(text) == []
