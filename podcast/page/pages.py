"""Render the templates with a show's data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast.episode.passages import Passage
from podcast.models import Episode, Kind
from podcast.page import data, subscribe, words
from podcast.show.paths import FEED, INDEX, OLDER
from podcast.show.settings import Settings

if TYPE_CHECKING:
    from jinja2 import FileSystemBytecodeCache

PAGE_SIZE = 100
"""Episodes on each page of the list; the first page has up to twice as many."""

_TAGS: dict[Kind, str] = {"heading": "h3", "quote": "blockquote", "list item": "li"}


class PageRenderer:
    """Renders the pages of one show."""

    def __init__(self, settings: Settings, names: Mapping[str, str]) -> None:
        """`names` maps template names to the paths of shared files (see `Assets.names`)."""
        import jinja2

        from podcast.feed.notes import AI_NOTICE

        loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
        environment = jinja2.Environment(
            loader=loader,
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=_bytecode_cache(),
        )
        environment.filters |= {
            name: getattr(words, name)
            for name in ("day", "month", "length", "clock", "megabytes", "seconds")
        }
        self._settings, self._base = settings, _with_slash(settings.base_url)
        environment.globals |= {"show": settings, "base": self._base, "asset": names}
        environment.globals |= {"notice": AI_NOTICE, "tag": _TAGS}
        self._environment = environment

    def load(self) -> None:
        """Load all templates now rather than on first use."""
        for name in self._environment.list_templates():
            self._environment.get_template(name)

    def episode(self, episode: Episode, passages: Sequence[Passage]) -> bytes:
        """Render the page of one episode."""
        opening = next((p.sentences for p in passages if p.kind == "title"), ())
        return self._render(
            "episode.html",
            root="../",
            episode=episode,
            begins=opening[0][1] if opening else 0,
            original=_safe_link(episode.link),
            groups=list(_grouped([p for p in passages if p.kind != "title"])),
            described=data.episode_data(self._settings, self._base, episode),
        )

    def lists(self, oldest_first: Sequence[Episode]) -> Iterator[tuple[str, bytes]]:
        """Yield the name and contents of each list page; the first, `index.html`, comes last.

        Older pages are numbered from the oldest, so they do not change when episodes are added.
        """
        older = _older_pages(len(oldest_first))
        for number in range(1, older + 1):
            shown = oldest_first[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
            newer = f"{number + 1}.html" if number < older else f"../{INDEX}"
            neighbours = {"newer": newer, "older": f"{number - 1}.html" if number > 1 else ""}
            name = f"{OLDER}/{number}.html"
            yield name, self._list(name, shown, "../", number=number, **neighbours)
        latest = oldest_first[older * PAGE_SIZE :]
        link = f"{OLDER}/{older}.html" if older else ""
        yield INDEX, self._list(INDEX, latest, "", number=0, newer="", older=link)

    def _list(self, name: str, episodes: Sequence[Episode], root: str, **rest: Any) -> bytes:
        feed = self._base and self._base + FEED
        return self._render(
            "list.html",
            root=root,
            name=name,
            episodes=list(reversed(episodes)),
            feed=feed,
            apps=list(subscribe.apps(feed, self._settings.title)),
            qr=subscribe.qr(feed) if feed and not rest["number"] else "",
            described=data.show_data(self._settings, self._base),
            **rest,
        )

    def _render(self, template: str, **values: Any) -> bytes:
        return self._environment.get_template(template).render(values).encode()


def _bytecode_cache() -> FileSystemBytecodeCache | None:
    """Cache compiled templates in a folder of the user; None if that folder cannot be created."""
    import jinja2

    try:
        return jinja2.FileSystemBytecodeCache()
    except (RuntimeError, OSError):
        return None


def names(count: int) -> list[str]:
    """Names of the list pages for `count` episodes."""
    return [INDEX, *(f"{OLDER}/{n}.html" for n in range(1, _older_pages(count) + 1))]


def _older_pages(count: int) -> int:
    """Number of list pages besides the first."""
    return max(0, count // PAGE_SIZE - 1)


def _grouped(passages: Sequence[Passage]) -> Iterator[tuple[bool, list[Passage]]]:
    """Group adjacent list items; yield whether a group is a list, and its passages."""
    for is_list, group in groupby(passages, key=lambda passage: passage.kind == "list item"):
        yield is_list, list(group)


def _safe_link(link: str | None) -> str:
    """Return `link` if it is an HTTP address, so that articles cannot inject scripts."""
    return link if link and re.match(r"https?://", link, re.IGNORECASE) else ""


def _with_slash(address: str) -> str:
    return address.rstrip("/") + "/" if address else ""
