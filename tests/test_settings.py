from __future__ import annotations

from pathlib import Path

import pytest

from podcast import settings
from podcast.errors import ShowError


def load(folder: Path, text: str) -> settings.Settings:
    path = folder / "show.toml"
    path.write_text(text, "utf-8")
    return settings.load(path)


def test_a_title_is_enough(tmp_path: Path) -> None:
    assert load(tmp_path, 'title = "Größe"') == settings.Settings(title="Größe")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "title is missing"),
        ('title = " "', "title is missing"),
        ('title = "a', "is not valid TOML"),
        ('title = "a"\ntitel = "b"', "titel is not known – did you mean title"),
        ("title = 7", "title must be text in quotes, not 7"),
        ('title = "a"\nexplicit = "no"', "explicit must be true or false"),
        ('title = "a"\nloudness = true', "loudness must be a number"),
        ('title = "a"\nloudness = 3', "loudness must be from -40 to -10"),
        ('title = "a"\nbase_url = "https://example.org/?a=b"', "base_url cannot have a query"),
        ('title = "a"\nlink = "x"', "link is no web address"),
        ('title = "a"\nguid = "nope"', "guid is no UUID"),
        ('title = "a"\nemail = "nomail"', "email is no address"),
        ('title = "a"\nlanguage = "Deutsch"', "language is no language code"),
        ('title = "a"\nquality = "best"', "quality must be standard or small"),
        ('title = "a"\nbase_url = "example.org"', "base_url is no web address"),
        ('title = "a"\nbase_url = "http://["', "base_url is no web address"),
        ('title = "a"\nbase_url = "https://example.org/größe"', "base_url is no web address"),
        ('title = "a"\nbase_url = "https://example.org/a b"', "base_url is no web address"),
        ('title = "a"\ntimezone = "Berlin"', "timezone is not known"),
        ('title = "a"\ntimezone = "../../etc"', "timezone is not known"),
        ('title = "a"\ncolours = [1]', "colours must be a list of texts"),
        ('title = "a"\n[audio]\nx = 1', "audio is not known"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ShowError, match=rf"show\.toml: {message}"):
        load(tmp_path, text)


def test_other_encodings(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_bytes('\ufefftitle = "Ü"'.encode())
    assert settings.load(tmp_path / "show.toml").title == "Ü"
    (tmp_path / "show.toml").write_bytes('title = "Ü"'.encode("cp1252"))
    with pytest.raises(ShowError, match="not valid TOML"):
        settings.load(tmp_path / "show.toml")
