"""Rules for what lies in the folder and is part of nothing."""

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
from podcast.check.finding import FOLDER, rule, warning
from podcast.models import Problem

ROOT = frozenset({"show.json"})
"""What belongs at the top without an address in the feed."""

_FIX = "Delete it, or run `podcast build`."


@rule(FOLDER)
def judge(feeds: Sequence[Feed], pages: Set[str] = frozenset()) -> Iterator[Problem]:
    """Whoever copies the folder publishes what lies in it: drafts, staging, old episodes.

    `pages` are the files that its web pages need.
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
            yield warning(name, "is a file that nothing refers to", _FIX)
    for home in sorted(strange):
        yield warning(home, "is a folder that no item of the feed refers to", _FIX)


def referenced(feed: Feed) -> set[str]:
    """The feed, the JSON Feed beside it, and every file that it has an address of."""
    elements = [feed.channel, *(item.element for item in feed.items)]
    urls = (url for element in elements for _, url in addresses(element))
    own = {feed.name, feed.name.removesuffix(".xml") + ".json", *_styles(feed)}
    return own | {name for name in (file_name(feed.folder, url) for url in urls) if name}


def _styles(feed: Feed) -> Iterator[str]:
    """The style sheets that make the feed readable in a browser."""
    head = feed.folder.text(feed.name)[:2000]
    for address in re.findall(r"<\?xml-stylesheet\b[^>]*\bhref=[\"']([^\"']+)[\"']", head):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(feed.name), address))


def _replaced(home: Path) -> Iterator[str]:
    """Earlier media files of an episode, kept for apps that know their address."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        for name in json.loads((home / "episode.json").read_bytes()).get("replaced", {}):
            yield f"{home.name}/{name}"


def _own(home: str, inner: str) -> bool:
    """What an episode's folder holds besides: its facts, its text and its page."""
    return inner in ("episode.json", "text.json", f"{home}.html")


def _files(root: Path) -> Iterator[str]:
    for folder, inner, files in os.walk(root):
        inner.sort()
        for name in sorted(files):
            yield (Path(folder) / name).relative_to(root).as_posix()
