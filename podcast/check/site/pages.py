"""Rules for the web pages next to a feed, found by following links from `index.html`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from podcast.check.finding import BUILD, Problem, error, short, warning
from podcast.check.folder import Folder, OutsideFolderError, UnreadableError

START = "index.html"

_LOADS = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href",),
    "video": ("src", "poster"),
}
"""Attributes that make a browser load a resource immediately."""
_ONLY_NAMED = frozenset({"alternate", "canonical", "next", "prev"})
"""Values of `rel` for which a browser loads nothing."""
_DATA = re.compile(r"application/(?:\w+\+)?json")
_ROOT = "http://folder.invalid/"
_URL = re.compile(r"""url\(\s*['"]?([^'")]+)""")


@dataclass(slots=True)
class SitePages:
    """Files and problems of the web pages."""

    names: set[str] = field(default_factory=set)
    """All pages, and every file in the folder that they link to or load."""
    problems: list[Problem] = field(default_factory=list)


class _Page(HTMLParser):
    """Collects the references and the required elements of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.index = ""
        """URL of the search index."""
        self.active: list[str] = []
        """Inline scripts and event handlers."""
        self.seen: set[str] = set()
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record the URLs of one element."""
        values = {name: value or "" for name, value in attrs}
        self.seen.add(tag)
        self.active += [f"{tag} {name}" for name in values if name.startswith("on")]
        if tag == "html":
            self.language = values.get("lang", "")
        if tag == "script" and "src" not in values and not _DATA.match(values.get("type", "")):
            self.active.append("script")
        named = tag == "link" and set(values.get("rel", "").lower().split()) <= _ONLY_NAMED
        loaded = () if named else _LOADS.get(tag, ())
        for name in loaded:
            parts = values.get(name, "").split(",") if name == "srcset" else [values.get(name, "")]
            self.loads += [part.split()[0] for part in parts if part.strip()]
        if "href" in values and "href" not in loaded:
            self.links.append(values["href"])
        self.index = values.get("data-search", self.index)


def read(folder: Folder) -> SitePages:
    """Check every page reachable from `index.html`. The result is empty without that file."""
    pages = SitePages()
    if not folder.exists(START):
        return pages
    waiting, pages.names = [START], {START}
    while waiting:
        name = waiting.pop()
        reached = {found for found in _judged(pages, folder, name) if found not in pages.names}
        pages.names |= reached
        waiting += [found for found in sorted(reached) if found.endswith(".html")]
    for style in sorted(found for found in pages.names if found.endswith(".css")):
        pages.names |= set(_existing(pages, folder, style, _of_style(pages, folder, style)))
    return pages


def _judged(pages: SitePages, folder: Folder, name: str) -> Iterator[str]:
    """Yield the files that the page `name` refers to, and record its problems."""
    page = _Page()
    try:
        page.feed(folder.text(name))
    except UnreadableError as problem:
        pages.problems.append(error(name, str(problem), BUILD))
        return
    pages.problems += _of_page(name, page)
    yield from _existing(pages, folder, name, page.loads, loaded=True)
    yield from _existing(pages, folder, name, page.links)
    if page.index:
        yield from _existing(pages, folder, name, _of_index(pages, folder, name, page.index))


def _of_page(name: str, page: _Page) -> Iterator[Problem]:
    """WCAG 2.4.2, 3.1.1 and HTML: a title, a language, a heading. CSP: no inline code."""
    if not page.language:
        yield error(name, "does not declare its language", BUILD)
    for tag, what in (("title", "a title"), ("h1", "a main heading")):
        if tag not in page.seen:
            yield error(name, f"has no {what.partition(' ')[2]}", BUILD)
    for place in sorted(set(page.active)):
        what = f"contains inline code ({place}), which a strict host would block"
        yield warning(name, what, BUILD)


def _existing(
    pages: SitePages, folder: Folder, page: str, addresses: list[str], *, loaded: bool = False
) -> Iterator[str]:
    """Yield those of `addresses` that are files in the folder, and report the others."""
    for address in addresses:
        try:
            name = _name(folder, page, address)
        except (OutsideFolderError, ValueError):
            pages.problems.append(error(page, f"has an invalid link: {short(address)!r}", BUILD))
            continue
        if name is None:
            if loaded and not address.startswith("data:"):
                what = f"makes browsers contact another host: {short(address)!r}"
                pages.problems.append(error(page, what, "Put the file into the folder."))
        elif folder.exists(name):
            yield name
        else:
            what = f"refers to a file that does not exist: {short(address)!r}"
            pages.problems.append(error(page, what, BUILD))


def _name(folder: Folder, page: str, address: str) -> str | None:
    """Name of the file that `address` on `page` refers to; None if it is elsewhere."""
    if urlsplit(address).scheme not in ("", "http", "https"):
        return None
    url = urljoin(_ROOT + page, address)
    name = folder.name(url)
    if name is None and url.startswith(_ROOT):
        name = Folder(folder.root, _ROOT).name(url)
    return START if name == "" else name


def _of_index(pages: SitePages, folder: Folder, page: str, address: str) -> list[str]:
    """URLs of a search index and all its parts."""
    found = [address]
    try:
        name = _name(folder, page, address) or ""
        for part in json.loads(folder.read(name)):
            inside = [f"{number}.json" for number in range(len(part["words"]))]
            found += [
                urljoin(address, f"{part['key']}/{file}") for file in [*inside, "folgen.json"]
            ]
    except (OutsideFolderError, UnreadableError, ValueError, KeyError, TypeError):
        pages.problems.append(error(page, "has a search index that cannot be read", BUILD))
    return found


def _of_style(pages: SitePages, folder: Folder, name: str) -> list[str]:
    try:
        return [url for url in _URL.findall(folder.text(name)) if not url.startswith("data:")]
    except UnreadableError as problem:
        pages.problems.append(error(name, str(problem), BUILD))
        return []
