"""The RSS feed: feedgen for RSS and iTunes, an extension of ours for Podcasting 2.0."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from podcast import __version__
from podcast.models import Chapter, Episode
from podcast.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

VERSION = "1"
"""Raise it when the same episodes give another feed."""

NAMESPACE = "https://podcastindex.org/namespace/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"

AI_NOTICE = "Die Stimme ist synthetisch: Die Artikel werden von einem Computer vorgelesen."

_EXPLICIT = f"{{{ITUNES}}}explicit"
_TRANSCRIPT = f"{{{NAMESPACE}}}transcript"
_CHAPTERS = f"{{{NAMESPACE}}}chapters"
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_TRANSCRIPTS = (
    (".vtt", "text/vtt"),
    (".srt", "application/x-subrip"),
    (".json", "application/json"),
)


def render(settings: Settings, guid: str, base: str, episodes: Iterable[Episode]) -> bytes:
    """`feed.xml`: the newest episode first. `base` is the address of `feed/public/`, with a slash.

    The same arguments give the same bytes: all dates are those of the episodes.
    """
    newest_first = sorted(episodes, key=lambda e: (e.published, e.source), reverse=True)
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.register_extension("podcast20", _Channel, _Item, atom=False)
    _describe(feed, settings, base)
    feed.podcast20.guid, feed.podcast20.settings = guid, settings
    if newest_first:
        feed.pubDate(newest_first[0].published)
        feed.lastBuildDate(newest_first[0].published)
    for episode in newest_first:
        _add(feed, settings, base, episode)
    if not newest_first:
        feed.lastBuildDate("1970-01-01T00:00:00Z")  # feedgen would take the time of day
    return bytes(feed.rss_str(pretty=True))


def address(base: str, episode: Episode, suffix: str) -> str:
    """Address of one of the episode's files, e.g. `.vtt`."""
    return f"{base}{episode.slug}/{episode.slug}{suffix}"  # a slug needs no escapes


def show_notes(episode: Episode, page: str) -> str:
    """What apps show of an episode, as HTML: summary, chapters with times, link to the text."""
    parts = [f"<p>{escape(episode.summary)}</p>"]
    if len(episode.chapters) > 1:
        rows = "".join(f"<li>{_clock(c)} {escape(c.title)}</li>" for c in episode.chapters)
        parts.append(f"<p>Kapitel:</p><ul>{rows}</ul>")
    link = episode.link or page
    parts.append(f'<p><a href="{escape(link)}">Zum Artikel</a></p>')
    parts.append(f"<p>{escape(AI_NOTICE)}</p>")
    return "".join(parts)


class _Channel(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """What the channel says in the podcast namespace, and the one thing feedgen cannot say."""

    guid = ""
    settings: Settings

    def extend_ns(self) -> dict[str, str]:
        return {"podcast": NAMESPACE}

    def extend_rss(self, feed: _Element) -> _Element:
        channel = feed[0]
        explicit = "true" if self.settings.explicit else "false"
        _element(channel, ITUNES, "explicit", explicit)  # feedgen writes yes or no only
        _element(channel, NAMESPACE, "guid", self.guid)
        owner = {"owner": self.settings.email} if self.settings.email else {}
        _element(channel, NAMESPACE, "locked", "yes" if owner else "no", owner)
        _element(channel, NAMESPACE, "medium", "podcast")
        _element(channel, NAMESPACE, "txt", AI_NOTICE, {"purpose": "ai-content"})
        return feed


class _Item(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """What an item says in the podcast namespace."""

    files: Sequence[tuple[str, str]] = ()
    """Addresses and types of the transcripts."""
    chapters = ""
    explicit = "false"
    language = "de"

    def extend_rss(self, item: _Element) -> _Element:
        etree.SubElement(item, _EXPLICIT).text = self.explicit
        for url, kind in self.files:
            etree.SubElement(item, _TRANSCRIPT, url=url, type=kind, language=self.language)
        etree.SubElement(item, _CHAPTERS, url=self.chapters, type="application/json+chapters")
        return item


def _describe(feed: Any, settings: Settings, base: str) -> None:
    text = settings.description or settings.subtitle or settings.title
    owner = settings.owner or settings.author
    feed.title(_xml(settings.title))
    feed.link(href=base + "feed.xml", rel="self", type="application/rss+xml")
    feed.link(href=settings.link or base, rel="alternate")
    feed.description(_xml(text))
    feed.language(settings.language)
    feed.generator("artikel-podcast", __version__)
    feed.image(url=base + "cover.jpg", title=_xml(settings.title), link=settings.link or base)
    if settings.copyright:
        feed.copyright(_xml(settings.copyright))
    category, _, sub = (part.strip() for part in settings.category.partition(">"))
    feed.podcast.itunes_category([{"cat": category, "sub": sub} if sub else {"cat": category}])
    feed.podcast.itunes_image(base + "cover.jpg")
    feed.podcast.itunes_type("episodic")
    feed.podcast.itunes_summary(_xml(text))
    if settings.subtitle:
        feed.podcast.itunes_subtitle(_xml(settings.subtitle))
    if settings.author:
        feed.podcast.itunes_author(_xml(settings.author))
    if owner and settings.email:
        feed.podcast.itunes_owner(name=_xml(owner), email=settings.email)


def _add(feed: Any, settings: Settings, base: str, episode: Episode) -> None:
    item = feed.add_entry(order="append")
    page = address(base, episode, ".html")
    item.title(_xml(episode.title))
    item.link(href=episode.link or page)
    item.guid(episode.guid, permalink=False)
    item.published(episode.published)
    item.description(_xml(episode.summary))
    item.content(_xml(show_notes(episode, page)), type="CDATA")
    item.enclosure(f"{base}{episode.slug}/{episode.media}", str(episode.bytes), "audio/mpeg")
    item.podcast.itunes_duration(round(episode.duration_ms / 1000))
    item.podcast.itunes_title(_xml(episode.title))
    item.podcast.itunes_episode_type("full")
    item.podcast.itunes_image(base + "cover.jpg")
    author = episode.author or settings.author
    if author:
        item.podcast.itunes_author(_xml(author))
    for tag in episode.tags:
        item.category(term=_xml(tag))
    item.podcast20.files = [(address(base, episode, s), kind) for s, kind in _TRANSCRIPTS]
    item.podcast20.chapters = address(base, episode, ".chapters.json")
    item.podcast20.explicit = "true" if settings.explicit else "false"
    item.podcast20.language = settings.language


def _element(
    parent: _Element, namespace: str, name: str, text: str, attributes: dict[str, str] | None = None
) -> None:
    element = etree.SubElement(parent, f"{{{namespace}}}{name}", attributes or {})
    if text:
        element.text = _xml(text)


def _xml(text: str) -> str:
    """`text` without the characters that XML cannot carry."""
    return text if text.isprintable() else _ILLEGAL.sub("", text)


def _clock(chapter: Chapter) -> str:
    minutes, seconds = divmod(chapter.start_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"
