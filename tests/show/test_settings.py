from __future__ import annotations

from pathlib import Path

import pytest

from podcast.check.feed.apple import CATEGORIES
from podcast.errors import ShowError
from podcast.show import apple_categories, settings


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
        ('title = "a"\ntitel = "b"', "titel is not a known key – did you mean title"),
        ("title = 7", "title must be a string in quotes, not 7"),
        ('title = "a"\nexplicit = "no"', "explicit must be true or false"),
        ('title = "a"\nloudness = true', "loudness must be a number"),
        ('title = "a"\nloudness = 3', "loudness must be between -40 and -10"),
        (
            'title = "a"\nbase_url = "https://example.org/?a=b"',
            "base_url must not have a query string",
        ),
        ('title = "a"\nlink = "x"', "link is not a web address"),
        ('title = "a"\nguid = "nope"', "guid is not a UUID"),
        ('title = "a"\nemail = "nomail"', "email is not an e-mail address"),
        ('title = "a"\nlanguage = "Deutsch"', "language is not a language code"),
        ('title = "a"\nquality = "best"', "quality must be standard or small"),
        ('title = "a"\nbase_url = "example.org"', "base_url is not a web address"),
        ('title = "a"\nbase_url = "http://["', "base_url is not a web address"),
        ('title = "a"\nbase_url = "https://example.org/größe"', "base_url is not a web address"),
        ('title = "a"\nbase_url = "https://example.org/a b"', "base_url is not a web address"),
        ('title = "a"\ntimezone = "Berlin"', "timezone is not in the IANA database"),
        ('title = "a"\ntimezone = "../../etc"', "timezone is not in the IANA database"),
        ('title = "a"\ncolours = [1]', "colours must be a list of strings"),
        (
            'title = "a"\ncategory = "Nachrichten"',
            "category is not in .* 'Nachrichten' – choose",
        ),
        (
            'title = "a"\ncategory = "News > Politik"',
            "category is not in Apple's list: 'News > Politik' – did you mean 'News > Politics'",
        ),
        ('title = "a"\ncategory = ["Arts", "politics"]', "category .* did you mean 'News > Pol"),
        ('title = "a"\ncategory = []', "category is empty"),
        ('title = "a"\ncategory = 7', "category must be a string in quotes or a list of strings"),
        ('title = "a"\ntype = "weekly"', "type must be episodic or serial"),
        ('title = "a"\nfunding = "me@example.org"', "funding is not a web address"),
        ('title = "a"\nlicense = "meine"', "license is unknown: 'meine' – add license_url"),
        ('title = "a"\nlocation_geo = "52,13"', "location_geo is not a geo URI"),
        ('title = "a"\nlocation_osm = "Berlin"', "location_osm is not an OpenStreetMap"),
        ('title = "a"\nfeed_episodes = 0', "feed_episodes must be between 1 and"),
        ('title = "a"\nfeed_episodes = 1.5', "feed_episodes must be a whole number"),
        ('title = "a"\nfeeds = ["x"]', "feeds must be an array of tables"),
        ('title = "a"\n[[feeds]]\ntitle = "b"', "feeds 1: author, tag or source is missing"),
        (
            'title = "a"\n[[feeds]]\ntags = "b"',
            "feeds 1: tags is not a known key – did you mean tag?",
        ),
        ('title = "a"\n[[feeds]]\ntag = 1', "feeds 1: tag must be a string in quotes, not 1"),
        ('title = "a"\n[[feeds]]\ntag = "b"\nguid = "x"', "feeds: guid is not a UUID"),
        ('title = "a"\n[[feeds]]\ntag = "b"\n[[feeds]]\ntag = "B"', "feeds: two entries"),
        ('title = "a"\n[audio]\nx = 1', "audio is not a known key"),
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


def test_everything_at_once(tmp_path: Path) -> None:
    text = """
title = "a"
category = ["News > Politics", "True Crime"]
license = "CC-BY-SA-4.0"
location_geo = "geo:-33.5,151.2,12;u=10"
[[feeds]]
author = "*"
"""
    loaded = load(tmp_path, text)
    assert settings.category_names(loaded) == ("News > Politics", "True Crime")
    assert settings.category_names(settings.Settings(title="b")) == ("News",)
    assert loaded.feeds == (settings.FeedSettings(author="*"),)


def test_the_categories_are_those_that_check_knows() -> None:
    assert {main: frozenset(subs) for main, subs in apple_categories.TREE.items()} == dict(
        CATEGORIES
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("politics", "News > Politics"),
        ("Technologie", "Technology"),
        ("Society and Culture > Dokumentary", "Society & Culture > Documentary"),
        ("TV", ""),
    ],
)
def test_the_nearest_category_is_offered(written: str, meant: str) -> None:
    assert not apple_categories.known(written)
    assert apple_categories.nearest(written) == meant


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('server = "x"', "server must be a table"),
        ('[server]\ntoken = "kurz"', "16 to 200 characters"),
        ("[server]\ntoken = 3", "server.token must be a string"),
        ('[server]\ntokn = "x"', "server.tokn is not a known key"),
    ],
)
def test_the_server_is_set_right(table: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "show.toml"
    path.write_text(f'title = "x"\n{table}\n', "utf-8")
    with pytest.raises(ShowError, match=said):
        settings.load(path)


def test_the_token_is_never_shown(tmp_path: Path) -> None:
    key = "0123456789abcdef"
    found = load(tmp_path, f'title = "x"\n[server]\ntoken = "{key}"\n')
    assert found.server.token == key
    assert key not in repr(found) + repr(found.server)
