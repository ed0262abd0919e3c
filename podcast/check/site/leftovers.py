"""Rules for files in the folder that are not part of the podcast."""

from __future__ import annotations

import contextlib
import json
import os
import posixpath
import re
from collections.abc import Iterator, Sequence, Set
from pathlib import Path

from podcast.check.feed.items import file_name
from podcast.check.feed.rss import Feed, addresses
from podcast.check.finding import FOLDER, Problem, rule, warning

ROOT = frozenset({"show.json"})
"""Files that belong in the root although no feed refers to them."""

_FIX = "Delete it, or run `podcast build`."


@rule(FOLDER)
def judge(feeds: Sequence[Feed], pages: Set[str] = frozenset()) -> Iterator[Problem]:
    """Copying the folder publishes everything in it: drafts, staging files, old episodes.

    `pages` are the files that the web pages need.
    """
    root = feeds[0].folder.root
    wanted = {name for feed in feeds for name in referenced(feed)} | pages
    wanted |= {name for home in root.iterdir() for name in _replaced(home)}
    homes = {name.partition("/")[0] for name in wanted if "/" in name}
    strange: set[str] = set()
    for name in _files(root):
        home, slash, inner = name.partition("/")
        if any(part.startswith(".") for part in name.split("/")):
            yield warning(name, "is left over from an unfinished build", _FIX)
        elif slash and home not in homes:
            strange.add(home)
        elif name not in wanted and name not in ROOT and not (slash and _own(home, inner)):
            yield warning(name, "is not referenced by any feed or page", _FIX)
    for home in sorted(strange):
        yield warning(home, "is a folder that no feed item refers to", _FIX)


def referenced(feed: Feed) -> set[str]:
    """Names of the feed, its JSON Feed, and every file that the feed refers to."""
    elements = [feed.channel, *(item.element for item in feed.items)]
    urls = (url for element in elements for _, url in addresses(element))
    own = {feed.name, feed.name.removesuffix(".xml") + ".json", *_styles(feed)}
    return own | {name for name in (file_name(feed.folder, url) for url in urls) if name}


def _styles(feed: Feed) -> Iterator[str]:
    """Yield the style sheets that make the feed readable in a browser."""
    head = feed.folder.text(feed.name)[:2000]
    for address in re.findall(r"<\?xml-stylesheet\b[^>]*\bhref=[\"']([^\"']+)[\"']", head):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(feed.name), address))


def _replaced(home: Path) -> Iterator[str]:
    """Yield earlier media files of an episode, kept for apps that still have their URL."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        for name in json.loads((home / "episode.json").read_bytes()).get("replaced", {}):
            yield f"{home.name}/{name}"


def _own(home: str, inner: str) -> bool:
    """Whether `inner` is the metadata, text or page in an episode's folder."""
    return inner in ("episode.json", "text.json", f"{home}.html")


def _files(root: Path) -> Iterator[str]:
    for folder, inner, files in os.walk(root):
        inner.sort()
        for name in sorted(files):
            yield (Path(folder) / name).relative_to(root).as_posix()
