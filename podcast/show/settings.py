"""What `feed/show.toml` may say, and what is wrong with it."""

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
    """One of `[[feeds]]`: a feed of some of the show's episodes. All that is named must fit."""

    author: str = ""
    """`*` stands for a feed for each author there is."""
    tag: str = ""
    """`*` stands for a feed for each tag there is."""
    source: str = ""
    """Pattern for the article's path below `seeds/`, e.g. `kultur/*`; a `*` fits slashes too."""
    title: str = ""
    """Where empty, the show's and what is named above."""
    description: str = ""
    guid: str = ""
    """Made of the show's and the feed's name where empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """`[server]`: how `podcast serve` serves. Nothing that is published depends on it."""

    token: str = field(default="", repr=False)
    """Stands in every address, so that only those who know it can listen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A show as its show.toml describes it."""

    title: str
    subtitle: str = ""
    description: str = ""
    author: str = ""
    owner: str = ""
    """Name of who answers for the show; the author where empty."""
    email: str = ""
    language: str = "de"
    category: str | tuple[str, ...] = "News"
    """From Apple's list; a sub-category after " > "."""
    type: str = "episodic"
    """`serial` where episodes are meant to be heard from the first on."""
    explicit: bool = False
    complete: bool = False
    """No further episode will come."""
    block: bool = False
    """Directories are asked not to list the show."""
    locked: bool = True
    """Other hosts are asked not to import the show; needs `email`."""
    funding: str = ""
    """Address of a page where listeners can give money."""
    funding_text: str = "Unterstützen"
    license: str = ""
    """Of the episodes: `cc-by-4.0` and its like, or any name with `license_url`."""
    license_url: str = ""
    location: str = ""
    """What place the show is about, or comes from, in words."""
    location_geo: str = ""
    """The same as `geo:52.52,13.405`."""
    location_osm: str = ""
    """The same in OpenStreetMap: `R62422`."""
    feed_episodes: int = 300
    """Most episodes in `feed.xml`; older ones are on archive pages."""
    feeds: tuple[FeedSettings, ...] = ()
    cover: str = ""
    """Path from show.toml; drawn from the title where empty."""
    colours: tuple[str, ...] = ()
    """For the drawn cover: background, foreground, accent, as "#rrggbb"."""
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
    """Jingle before every episode; path from show.toml."""
    outro: str = ""
    timezone: str = _TIMEZONE
    keep_days: float = 14
    """How long a media file stays after a newer one has replaced it."""
    cache_mb: float = 5000
    """How much of what was spoken is kept for later builds. Megabytes."""
    server: ServerSettings = field(default_factory=ServerSettings, repr=False)


def load(path: Path) -> Settings:
    """The settings in the file at `path`. Raises `ShowError` naming the field."""
    try:
        values = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise ShowError(
            path, "there is no such file", "make a show with: podcast init DIR"
        ) from None
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
    """The tables of `[[feeds]]`."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ShowError(path, "feeds must be tables", 'write [[feeds]], and below it: tag = "…"')
    for number, table in enumerate(tables, 1):
        for key, value in table.items():
            _check_type(path, FeedSettings, key, value, f"feeds {number}: ")
        if not any(table.get(key) for key in ("author", "tag", "source")):
            raise ShowError(path, f"feeds {number}: author, tag or source is missing")
    return [FeedSettings(**table) for table in tables]


def _serving(path: Path, table: Any) -> ServerSettings:
    """The table `[server]`."""
    if not isinstance(table, dict):
        raise ShowError(path, "server must be a table", 'write [server], and below it: token = "…"')
    for key, value in table.items():
        _check_type(path, ServerSettings, key, value, "server.")
    made = ServerSettings(**table)
    if made.token and not re.fullmatch(r"[A-Za-z0-9_-]{16,200}", made.token):
        problem = "server.token must have at least 16 letters, digits, - and _"
        raise ShowError(path, problem, "draw one with: podcast serve --token")
    return made


_TYPES: dict[str, tuple[str, Any]] = {
    "str": ("text in quotes", str),
    "bool": ("true or false", bool),
    "int": ("a whole number", int),
    "float": ("a number", int | float),
    "tuple[str, ...]": ("a list of texts", list),
    "str | tuple[str, ...]": ("text in quotes, or a list of texts", str | list),
    "tuple[FeedSettings, ...]": ("tables", list),
    "Mapping[str, str]": ("a table", dict),
}


def _check_type(path: Path, of: type, key: str, value: Any, place: str = "") -> None:
    kinds = {field.name: str(field.type) for field in fields(of)}
    if key not in kinds:
        import difflib

        near = difflib.get_close_matches(key, kinds, 1)
        fix = f"did you mean {near[0]}?" if near else ""
        raise ShowError(path, f"{place}{key} is not known", fix)
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
            fix = "write https://host/path/, other characters as %C3%BC"
            yield f"{key} is no web address: {value!r}", fix
    if "?" in loaded.base_url:
        yield f"base_url cannot have a query: {loaded.base_url!r}", ""


def _forms(loaded: Settings) -> Iterator[tuple[str, str]]:
    for key, (pattern, words, fix) in _PATTERNS.items():
        value = getattr(loaded, key)
        if value and not re.fullmatch(pattern, value):
            yield f"{key} is no {words}: {value!r}", fix
    if loaded.timezone != _TIMEZONE and not _is_timezone(loaded.timezone):
        yield f"timezone is not known: {loaded.timezone!r}", ""


def _is_timezone(name: str) -> bool:
    import zoneinfo

    try:
        return bool(zoneinfo.ZoneInfo(name))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _cast(loaded: Settings) -> Iterator[tuple[str, str]]:
    for kind, voice in loaded.cast.items():
        if kind not in KINDS:
            yield f"cast: {kind} is no kind of text", f"use {', '.join(KINDS)}"
        if not isinstance(voice, str):
            yield f"cast: {kind} must be the name of a voice", "podcast voices lists them"


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
            yield f"{key} must be from {low} to {high} {unit}, not {value}", ""


def _feeds(loaded: Settings) -> Iterator[tuple[str, str]]:
    for part in loaded.feeds:
        if part.guid and not re.fullmatch(_PATTERNS["guid"][0], part.guid):
            yield f"feeds: guid is no UUID: {part.guid!r}", "remove it; build makes one"
    alike = [(part.author, part.tag.casefold(), part.source) for part in loaded.feeds]
    if len(set(alike)) < len(alike):
        yield "feeds: two of them have the same author, tag and source", ""


def _category(loaded: Settings) -> Iterator[tuple[str, str]]:
    if not category_names(loaded):
        yield "category is empty", 'write a category such as "News"'
    for name in category_names(loaded):
        if not apple_categories.known(name):
            near = apple_categories.nearest(name)
            all_of_them = ", ".join(apple_categories.TREE)
            fix = f"did you mean {near!r}?" if near else f"choose from: {all_of_them}"
            yield f"category is not in Apple's list: {name!r}", fix


def _license(loaded: Settings) -> Iterator[tuple[str, str]]:
    if loaded.license and not loaded.license_url and not _LICENSE.fullmatch(loaded.license):
        yield f"license is not known: {loaded.license!r}", "add license_url, or write cc-by-4.0"


_PATTERNS = {
    "guid": (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID", "remove it; build makes one"),
    "email": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "address", ""),
    "language": (r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "language code", 'write "de"'),
    "location_geo": (
        r"geo:-?\d+(\.\d+)?,-?\d+(\.\d+)?(,-?\d+(\.\d+)?)?(;\S*)?",
        "place",
        'write "geo:52.52,13.405": latitude and longitude',
    ),
    "location_osm": (r"[NWR]\d+(#\d+)?", "OpenStreetMap identifier", 'write "R62422"'),
}
_LICENSE = re.compile(
    r"cc0-1\.0|cc-pdm-1\.0|cc-by(-nc)?(-nd|-sa)?-[1-4]\.[05]|0bsd|mit|apache-2\.0|unlicense|v4v-4\.0",
    re.IGNORECASE,
)
"""Those of the podcast namespace's list that are used for texts and sound."""


def category_names(settings: Settings) -> tuple[str, ...]:
    """All categories of the show, the main one first, e.g. `News > Politics`."""
    found = settings.category
    return (found,) if isinstance(found, str) else found


def is_address(text: str) -> bool:
    """Whether `text` is an absolute address of the web, in ASCII."""
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    good = address.scheme in {"http", "https"} and bool(address.netloc)
    return good and re.fullmatch(r"[!-~]+", text) is not None
