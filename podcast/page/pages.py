"""Templates filled with what a show has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast.models import Episode, Kind, Passage
from podcast.page import data, subscribe, words
from podcast.show.paths import FEED, INDEX, OLDER
from podcast.show.settings import Settings

if TYPE_CHECKING:
    from jinja2 import FileSystemBytecodeCache

PAGE_SIZE = 100
"""Episodes on a page of the list; the first has up to twice as many."""

_TAGS: dict[Kind, str] = {"heading": "h3", "quote": "blockquote", "list item": "li"}


class PageRenderer:
    """Makes the pages of one show."""

    def __init__(self, settings: Settings, names: Mapping[str, str]) -> None:
        """`names` has where the shared files lie (see `Assets.names`)."""
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
        """Read all templates now."""
        for name in self._environment.list_templates():
            self._environment.get_template(name)

    def episode(self, episode: Episode, passages: Sequence[Passage]) -> bytes:
        """The page of one episode."""
        opening = next((p.sentences for p in passages if p.kind == "title"), ())
        return self._filled(
            "episode.html",
            root="../",
            episode=episode,
            begins=opening[0][1] if opening else 0,
            original=_address(episode.link),
            groups=list(_grouped([p for p in passages if p.kind != "title"])),
            described=data.of_episode(self._settings, self._base, episode),
        )

    def lists(self, oldest_first: Sequence[Episode]) -> Iterator[tuple[str, bytes]]:
        """The pages of the list, the first (`index.html`) last: their names and what they hold.

        Older pages are counted from the oldest on, so that they stay as they are when episodes
        are added.
        """
        older = _older(len(oldest_first))
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
        return self._filled(
            "list.html",
            root=root,
            name=name,
            episodes=list(reversed(episodes)),
            feed=feed,
            apps=list(subscribe.apps(feed, self._settings.title)),
            qr=subscribe.qr(feed) if feed and not rest["number"] else "",
            described=data.of_show(self._settings, self._base),
            **rest,
        )

    def _filled(self, template: str, **values: Any) -> bytes:
        return self._environment.get_template(template).render(values).encode()


def _bytecode_cache() -> FileSystemBytecodeCache | None:
    """Compiled templates of earlier runs, in a folder of the user's own, where there can be one."""
    import jinja2

    try:
        return jinja2.FileSystemBytecodeCache()
    except (RuntimeError, OSError):
        return None


def names(count: int) -> list[str]:
    """The pages of a list of `count` episodes."""
    return [INDEX, *(f"{OLDER}/{n}.html" for n in range(1, _older(count) + 1))]


def _older(count: int) -> int:
    """How many pages there are besides the first."""
    return max(0, count // PAGE_SIZE - 1)


def _grouped(passages: Sequence[Passage]) -> Iterator[tuple[bool, list[Passage]]]:
    """Neighbouring items of a list together; whether they are such, and the passages."""
    for is_list, group in groupby(passages, key=lambda passage: passage.kind == "list item"):
        yield is_list, list(group)


def _address(link: str | None) -> str:
    """`link`, if it leads to the web: whoever writes articles is not to write scripts."""
    return link if link and re.match(r"https?://", link, re.IGNORECASE) else ""


def _with_slash(address: str) -> str:
    return address.rstrip("/") + "/" if address else ""
