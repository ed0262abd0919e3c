from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast import files


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Größe & Maß", "groesse-mass"),
        ("Trumps Geheimgespräche mit Putin", "trumps-geheimgespraeche-mit-putin"),
        ("Łódź, Ærø – Ÿ!", "lodz-aeroe-y"),
        ("../../etc/passwd", "etc-passwd"),
        ("Пётр", "artikel"),
        ("", "artikel"),
        ("a\u0308rger", "aerger"),
    ],
)
def test_slug(text: str, slug: str) -> None:
    assert files.slug(text) == slug


def test_a_long_slug_ends_with_a_word() -> None:
    assert (
        files.slug("Donaudampfschiff fährt " * 10, limit=40)
        == "donaudampfschiff-faehrt-donaudampfschiff"
    )
    assert len(files.slug("x" * 500)) == 60


@given(st.text())
def test_a_slug_is_safe_in_every_file_system_and_address(text: str) -> None:
    slug = files.slug(text)
    assert slug
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")
    assert len(slug) <= 60


def test_write_atomically(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    files.write_atomically(path, b"one")
    files.write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        files.write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_parts_of_a_hash_have_borders() -> None:
    assert files.sha256("ab", "c") != files.sha256("a", "bc")
    assert files.sha256("\ud800") == files.sha256("\ud800")
