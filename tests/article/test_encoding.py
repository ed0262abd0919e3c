from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.article.encoding import clean, decode
from podcast.errors import ArticleError

TEXT = "Grüße aus Köln: „Ja“ – 20 €\nZweite Zeile\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode("cp1252"),
        unicodedata.normalize("NFD", TEXT).encode(),
    ],
)
def test_encodings(data: bytes) -> None:
    assert decode(data, "a.txt") == TEXT


def test_utf8_with_a_few_foreign_bytes() -> None:
    data = TEXT.encode() + "für".encode("cp1252")
    assert decode(data, "a.txt") == TEXT + "für"
    assert decode(TEXT.encode()[:-1] + "ü".encode()[:1], "a.txt").startswith("Grüße aus Köln")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\n...", "a.txt: is a PDF"),
        (b"PK\x03\x04abc", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"{\\rtf1", "RTF"),
        (bytes(range(256)) * 20, "binary"),
        (b"Text mit\0Null", "binary"),
        (b"\xff\xfeT\0i\0t", "invalid UTF-16 at byte"),
        (codecs.BOM_UTF8 + b"Gr\xfc\xdfe", "invalid UTF-8 at byte"),
    ],
)
def test_files_that_are_no_text(data: bytes, message: str) -> None:
    with pytest.raises(ArticleError, match=message):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20\u202f000\u00a0€", "20 000 €"),
        ("Ein\u00adlei\u200btung\ufeff", "Einleitung"),
        ("fu\u0308r", "für"),
        ("a\u2028b\u2029c", "a\nb\n\nc"),
        ("a\x0bb\x0cc\x85d", "a\nb\nc\nd"),
        ("a\tb\u3000c", "a b c"),
        ("a\x00\x07\x1bb\ud800c", "abc"),
        ("\u202eabc\u2066", "abc"),
    ],
)
def test_invisible_characters(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_endless_accents_take_linear_time() -> None:
    assert len(clean("a" + "\u0301\u0316" * 500_000)) < 10


@given(st.binary(max_size=200))
def test_bytes_raise_nothing_else(data: bytes) -> None:
    try:
        text = decode(data, "a.txt")
    except ArticleError:
        return
    assert text == unicodedata.normalize("NFC", text)
    assert not any(
        unicodedata.category(character) in ("Cc", "Cs") for character in text if character != "\n"
    )


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(max_size=80))
def test_utf8_is_always_read_as_utf8(text: str) -> None:
    if text.isprintable():
        assert decode(("ä" + text).encode(), "a.txt") == clean("ä" + text)
