"""What `feed/show.toml` may say, and what is wrong with it."""

from __future__ import annotations

import difflib
import re
import tomllib
import zoneinfo
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from podcast.encode import QUALITIES
from podcast.errors import ShowError


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
    category: str = "News"
    """From Apple's list; a sub-category after " > "."""
    explicit: bool = False
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
    quality: str = "standard"
    loudness: float = -19.0
    """Of every episode. LUFS."""
    byline: bool = True
    """Whether author and date are spoken after the title."""
    intro: str = ""
    """Jingle before every episode; path from show.toml."""
    outro: str = ""
    timezone: str = "Europe/Berlin"
    keep_days: float = 14
    """How long a media file stays after a newer one has replaced it."""
    cache_mb: float = 5000
    """How much of what was spoken is kept for later builds. Megabytes."""


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
    for key, value in values.items():
        _check_type(path, key, value)
    if "colours" in values:
        values["colours"] = tuple(values["colours"])
    loaded = Settings(**values)
    _check_addresses(path, loaded)
    _check_values(path, loaded)
    return loaded


_TYPES: dict[str, tuple[str, Any]] = {
    "str": ("text in quotes", str),
    "bool": ("true or false", bool),
    "float": ("a number", int | float),
    "tuple[str, ...]": ("a list of texts", list),
}


_RANGES = {"loudness": (-40, -10, "LUFS"), "keep_days": (0, 3650, "days")}


def _check_type(path: Path, key: str, value: Any) -> None:
    kinds = {field.name: str(field.type) for field in fields(Settings)}
    if key not in kinds:
        near = difflib.get_close_matches(key, kinds, 1)
        raise ShowError(path, f"{key} is not known", f"did you mean {near[0]}?" if near else "")
    words, kind = _TYPES[kinds[key]]
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ShowError(path, f"{key} must be {words}, not {value!r}")
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        raise ShowError(path, f"{key} must be {words}")


def _check_addresses(path: Path, loaded: Settings) -> None:
    for key in ("base_url", "link"):
        value = getattr(loaded, key)
        if value and not is_address(value):
            raise ShowError(
                path,
                f"{key} is no web address: {value!r}",
                "write https://host/path/, other characters as %C3%BC",
            )
    if "?" in loaded.base_url:
        raise ShowError(path, f"base_url cannot have a query: {loaded.base_url!r}")


def _check_values(path: Path, loaded: Settings) -> None:
    if loaded.guid and not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", loaded.guid):
        raise ShowError(path, f"guid is no UUID: {loaded.guid!r}", "remove it; build makes one")
    if loaded.email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", loaded.email):
        raise ShowError(path, f"email is no address: {loaded.email!r}")
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", loaded.language):
        raise ShowError(path, f"language is no language code: {loaded.language!r}", 'write "de"')
    if loaded.quality not in QUALITIES:
        raise ShowError(path, f"quality must be {' or '.join(QUALITIES)}, not {loaded.quality!r}")
    for key, (low, high, unit) in _RANGES.items():
        if not low <= getattr(loaded, key) <= high:
            value = f"{getattr(loaded, key):g}"
            raise ShowError(path, f"{key} must be from {low} to {high} {unit}, not {value}")
    try:
        zoneinfo.ZoneInfo(loaded.timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ShowError(path, f"timezone is not known: {loaded.timezone!r}") from None


def is_address(text: str) -> bool:
    """Whether `text` is an absolute address of the web, in ASCII."""
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    good = address.scheme in {"http", "https"} and bool(address.netloc)
    return good and re.fullmatch(r"[!-~]+", text) is not None
