"""Schema, parser and validation of `feed/show.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from podcast.audio.mp3 import QUALITIES
from podcast.errors import ShowError
from podcast.models import KINDS
from podcast.show import apple_categories

_TIMEZONE = "Europe/Berlin"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """An entry of `[[feeds]]`: a feed of the episodes that match all criteria set here."""

    author: str = ""
    """`*` creates one feed per author."""
    tag: str = ""
    """`*` creates one feed per tag."""
    source: str = ""
    """Pattern for the article's path below `seeds/`, e.g. `kultur/*`; `*` matches slashes too."""
    title: str = ""
    """If empty, the show's title and the criteria above."""
    description: str = ""
    guid: str = ""
    """Derived from the names of show and feed if empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """`[server]`: settings for `podcast serve`. They do not affect published files."""

    token: str = field(default="", repr=False)
    """Secret part of every address; only those who know it can listen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A show as configured in its show.toml."""

    title: str
    subtitle: str = ""
    description: str = ""
    author: str = ""
    owner: str = ""
    """Name of the person responsible for the show; the author if empty."""
    email: str = ""
    language: str = "de"
    category: str | tuple[str, ...] = "News"
    """From Apple's list; a subcategory after " > "."""
    type: str = "episodic"
    """`serial` if listeners should start with the first episode."""
    explicit: bool = False
    complete: bool = False
    """Whether the show has ended: there will be no further episodes."""
    block: bool = False
    """Asks directories not to list the show."""
    locked: bool = True
    """Asks other hosts not to import the show; needs `email`."""
    funding: str = ""
    """Address of a donation page."""
    funding_text: str = "Unterstützen"
    license: str = ""
    """Of the episodes: an identifier such as `cc-by-4.0`, or any name with `license_url`."""
    license_url: str = ""
    location: str = ""
    """Name of the place that the show is about or comes from."""
    location_geo: str = ""
    """The same place as a geo URI: `geo:52.52,13.405`."""
    location_osm: str = ""
    """The same place in OpenStreetMap: `R62422`."""
    feed_episodes: int = 300
    """Maximum number of episodes in `feed.xml`; older ones go to archive pages."""
    feeds: tuple[FeedSettings, ...] = ()
    cover: str = ""
    """Path relative to show.toml; drawn from the title if empty."""
    colours: tuple[str, ...] = ()
    """Of the drawn cover: background, spoken line, other lines, words, as "#rrggbb"."""
    base_url: str = ""
    """Public address of `feed/public/`."""
    link: str = ""
    """The show's own page on the web."""
    copyright: str = ""
    guid: str = ""
    voice: str = "pico"
    cast: Mapping[str, str] = field(default_factory=dict)
    """Other voices for some kinds of text: `quote`, `heading`, …"""
    quality: str = "standard"
    loudness: float = -19.0
    """Of every episode. LUFS."""
    byline: bool = True
    """Whether author and date are spoken after the title."""
    intro: str = ""
    """Jingle before every episode; path relative to show.toml."""
    outro: str = ""
    timezone: str = _TIMEZONE
    keep_days: float = 14
    """How long replaced media files are kept. Days."""
    cache_mb: float = 5000
    """Size limit of the cache of spoken paragraphs. Megabytes."""
    server: ServerSettings = field(default_factory=ServerSettings, repr=False)


def load(path: Path) -> Settings:
    """Load and validate the settings at `path`. Raises `ShowError` naming the key."""
    try:
        values = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise ShowError(path, "does not exist", "create a show with: podcast init FOLDER") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ShowError(path, f"is not valid TOML: {error}") from None
    except OSError as error:
        raise ShowError(path, f"cannot be read: {error.strerror}") from None
    if not str(values.get("title", "")).strip():
        raise ShowError(path, "title is missing", 'add a line such as: title = "Meine Artikel"')
    values["feeds"] = _parts(path, values.get("feeds", []))
    server = _serving(path, values.pop("server", {}))
    for key, value in values.items():
        _check_type(path, Settings, key, value)
    for key, value in values.items():
        values[key] = tuple(value) if isinstance(value, list) else value
    loaded = Settings(**values, server=server)
    _check_values(path, loaded)
    return loaded


def _parts(path: Path, tables: Any) -> list[FeedSettings]:
    """Parse the tables of `[[feeds]]`."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ShowError(
            path, "feeds must be an array of tables", 'write [[feeds]] and below it: tag = "…"'
        )
    for number, table in enumerate(tables, 1):
        for key, value in table.items():
            _check_type(path, FeedSettings, key, value, f"feeds {number}: ")
        if not any(table.get(key) for key in ("author", "tag", "source")):
            raise ShowError(path, f"feeds {number}: author, tag or source is missing")
    return [FeedSettings(**table) for table in tables]


def _serving(path: Path, table: Any) -> ServerSettings:
    """Parse the table `[server]`."""
    if not isinstance(table, dict):
        raise ShowError(path, "server must be a table", 'write [server] and below it: token = "…"')
    for key, value in table.items():
        _check_type(path, ServerSettings, key, value, "server.")
    made = ServerSettings(**table)
    if made.token and not re.fullmatch(r"[A-Za-z0-9_-]{16,200}", made.token):
        problem = "server.token must have 16 to 200 characters (letters, digits, - and _)"
        raise ShowError(path, problem, "generate one with: podcast serve --token")
    return made


_TYPES: dict[str, tuple[str, Any]] = {
    "str": ("a string in quotes", str),
    "bool": ("true or false", bool),
    "int": ("a whole number", int),
    "float": ("a number", int | float),
    "tuple[str, ...]": ("a list of strings", list),
    "str | tuple[str, ...]": ("a string in quotes or a list of strings", str | list),
    "tuple[FeedSettings, ...]": ("an array of tables", list),
    "Mapping[str, str]": ("a table", dict),
}


def _check_type(path: Path, of: type, key: str, value: Any, place: str = "") -> None:
    kinds = {field.name: str(field.type) for field in fields(of)}
    if key not in kinds:
        import difflib

        near = difflib.get_close_matches(key, kinds, 1)
        fix = f"did you mean {near[0]}?" if near else ""
        raise ShowError(path, f"{place}{key} is not a known key", fix)
    words, kind = _TYPES[kinds[key]]
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ShowError(path, f"{place}{key} must be {words}, not {value!r}")
    if isinstance(value, list) and not all(isinstance(item, str | FeedSettings) for item in value):
        raise ShowError(path, f"{place}{key} must be {words}")


def _check_values(path: Path, loaded: Settings) -> None:
    for rule in (_addresses, _forms, _cast, _choices, _numbers, _feeds, _category, _license):
        for problem, fix in rule(loaded):
            raise ShowError(path, problem, fix)


def _addresses(loaded: Settings) -> Iterator[tuple[str, str]]:
    for key in ("base_url", "link", "funding", "license_url"):
        value = getattr(loaded, key)
        if value and not is_address(value):
            fix = "use the form https://host/path/ and percent-encode ü as %C3%BC"
            yield f"{key} is not a web address: {value!r}", fix
    if "?" in loaded.base_url:
        yield f"base_url must not have a query string: {loaded.base_url!r}", ""


def _forms(loaded: Settings) -> Iterator[tuple[str, str]]:
    for key, (pattern, words, fix) in _PATTERNS.items():
        value = getattr(loaded, key)
        if value and not re.fullmatch(pattern, value):
            yield f"{key} is not {words}: {value!r}", fix
    if loaded.timezone != _TIMEZONE and not _is_timezone(loaded.timezone):
        yield f"timezone is not in the IANA database: {loaded.timezone!r}", ""


def _is_timezone(name: str) -> bool:
    import zoneinfo

    try:
        return bool(zoneinfo.ZoneInfo(name))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _cast(loaded: Settings) -> Iterator[tuple[str, str]]:
    for kind, voice in loaded.cast.items():
        if kind not in KINDS:
            yield f"cast: {kind} is not a kind of text", f"use one of: {', '.join(KINDS)}"
        if not isinstance(voice, str):
            yield f"cast: {kind} must be the name of a voice", "list them with: podcast voices"


def _choices(loaded: Settings) -> Iterator[tuple[str, str]]:
    for key, choices in {"quality": tuple(QUALITIES), "type": ("episodic", "serial")}.items():
        if getattr(loaded, key) not in choices:
            yield f"{key} must be {' or '.join(choices)}, not {getattr(loaded, key)!r}", ""


_RANGES = {
    "loudness": (-40, -10, "LUFS"),
    "keep_days": (0, 3650, "days"),
    "feed_episodes": (1, 10_000, "episodes"),
}


def _numbers(loaded: Settings) -> Iterator[tuple[str, str]]:
    for key, (low, high, unit) in _RANGES.items():
        if not low <= getattr(loaded, key) <= high:
            value = f"{getattr(loaded, key):g}"
            yield f"{key} must be between {low} and {high} {unit}, not {value}", ""


def _feeds(loaded: Settings) -> Iterator[tuple[str, str]]:
    for part in loaded.feeds:
        if part.guid and not re.fullmatch(_PATTERNS["guid"][0], part.guid):
            yield f"feeds: guid is not a UUID: {part.guid!r}", "remove it to have one generated"
    alike = [(part.author, part.tag.casefold(), part.source) for part in loaded.feeds]
    if len(set(alike)) < len(alike):
        yield "feeds: two entries have the same author, tag and source", ""


def _category(loaded: Settings) -> Iterator[tuple[str, str]]:
    if not category_names(loaded):
        yield "category is empty", 'set a category such as "News"'
    for name in category_names(loaded):
        if not apple_categories.known(name):
            near = apple_categories.nearest(name)
            all_of_them = ", ".join(apple_categories.TREE)
            fix = f"did you mean {near!r}?" if near else f"choose from: {all_of_them}"
            yield f"category is not in Apple's list: {name!r}", fix


def _license(loaded: Settings) -> Iterator[tuple[str, str]]:
    if loaded.license and not loaded.license_url and not _LICENSE.fullmatch(loaded.license):
        yield (
            f"license is unknown: {loaded.license!r}",
            "add license_url, or use one like cc-by-4.0",
        )


_PATTERNS = {
    "guid": (
        r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        "a UUID",
        "remove it to have one generated",
    ),
    "email": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "an e-mail address", ""),
    "language": (r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language code", 'use a code such as "de"'),
    "location_geo": (
        r"geo:-?\d+(\.\d+)?,-?\d+(\.\d+)?(,-?\d+(\.\d+)?)?(;\S*)?",
        "a geo URI",
        'use latitude and longitude, as in "geo:52.52,13.405"',
    ),
    "location_osm": (r"[NWR]\d+(#\d+)?", "an OpenStreetMap identifier", 'use the form "R62422"'),
}
_LICENSE = re.compile(
    r"cc0-1\.0|cc-pdm-1\.0|cc-by(-nc)?(-nd|-sa)?-[1-4]\.[05]|0bsd|mit|apache-2\.0|unlicense|v4v-4\.0",
    re.IGNORECASE,
)
"""Licences from the podcast namespace's list that apply to text and audio."""


def category_names(settings: Settings) -> tuple[str, ...]:
    """Return all categories of the show, main category first, e.g. `News > Politics`."""
    found = settings.category
    return (found,) if isinstance(found, str) else found


def is_address(text: str) -> bool:
    """Return whether `text` is an absolute web address in ASCII."""
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    good = address.scheme in {"http", "https"} and bool(address.netloc)
    return good and re.fullmatch(r"[!-~]+", text) is not None
