"""RSS 2.0 through feedgen: the channel, its items, and what links archive pages to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from feedgen.feed import FeedGenerator

from podcast import __version__
from podcast.feed.document import Document
from podcast.feed.extension import Extension, filled, tag
from podcast.feed.items import Items, person
from podcast.feed.notes import AI_NOTICE, clean
from podcast.show import apple_categories
from podcast.show.paths import COVER
from podcast.show.settings import Settings, category_names

_RSS = "application/rss+xml"


def write(document: Document, settings: Settings, base: str, changed: datetime) -> bytes:
    """One RSS file. `base` is the address of `feed/public/`, with a slash.

    The same arguments give the same bytes: feedgen is given every date it would invent.
    """
    from feedgen.ext.podcast import PodcastExtension  # not before lxml.etree, which it forgets

    feed = FeedGenerator()
    feed.register_extension("podcast", PodcastExtension, atom=False)
    feed.register_extension("further", Extension, atom=False)
    further = _describe(feed, document, settings, base)
    feed.lastBuildDate(changed)
    if document.entries:
        feed.pubDate(document.newest)
    items = Items(settings, base)
    of_items = [items.add(feed, entry) for entry in document.entries]
    xml = filled(feed.rss_str(pretty=True), further, of_items)
    return _styled(xml, "../" * document.stem.count("/"))


def _styled(xml: bytes, root: str) -> bytes:
    """With a style sheet, so that browsers show something readable.

    CSS, not XSLT: browsers remove that, and those that still know it warn of it in red.
    """
    declaration, end, rest = xml.partition(b"?>")
    sheet = f'<?xml-stylesheet type="text/css" href="{root}assets/feed.css"?>'
    return b"".join([declaration, end, b"\n", sheet.encode(), rest])


def _describe(feed: Any, document: Document, settings: Settings, base: str) -> str:
    """Returns what feedgen cannot say of the channel."""
    home, title = settings.link or base, clean(document.channel.title)
    owner = settings.owner or settings.author
    feed.title(title)
    feed.link(href=f"{base}{document.name}", rel="self", type=_RSS)
    feed.link(href=home, rel="alternate")
    feed.description(clean(document.channel.description))
    feed.language(settings.language)
    feed.generator("artikel-podcast", __version__)
    feed.image(url=base + COVER, title=title, link=home)
    if settings.copyright:
        feed.copyright(clean(settings.copyright))
    feed.podcast.itunes_category([_category(name) for name in category_names(settings)])
    feed.podcast.itunes_image(base + COVER)
    feed.podcast.itunes_type(settings.type)
    feed.podcast.itunes_summary(clean(document.channel.description))
    if settings.subtitle:
        feed.podcast.itunes_subtitle(clean(settings.subtitle))
    if settings.author:
        feed.podcast.itunes_author(clean(settings.author))
    if owner and settings.email:
        feed.podcast.itunes_owner(name=clean(owner), email=settings.email)
    return "\n".join([*_links(document, base), *_itunes(settings), *_namespace(document, settings)])


def _category(name: str) -> dict[str, str]:
    main, sub = apple_categories.split(name)
    return {"cat": main, "sub": sub} if sub else {"cat": main}


def _links(document: Document, base: str) -> Iterator[str]:
    """RFC 5005: from newer to older pages, and back to the feed itself.

    AntennaPod and gPodder look for `next`, which is the same way.
    """
    if document.archived:
        yield tag("fh:archive")
        current = {"rel": "current", "href": f"{base}{document.channel.stem}.xml", "type": _RSS}
        yield tag("atom:link", "", current)
    for relation in ("prev-archive", "next") if document.older else ():
        href = f"{base}{document.older}.xml"
        yield tag("atom:link", "", {"rel": relation, "href": href, "type": _RSS})


def _itunes(settings: Settings) -> Iterator[str]:
    """What feedgen writes otherwise than Apple reads it: yes and no."""
    yield tag("itunes:explicit", "true" if settings.explicit else "false")
    if settings.block:
        yield tag("itunes:block", "Yes")
    if settings.complete:
        yield tag("itunes:complete", "Yes")


def _namespace(document: Document, settings: Settings) -> Iterator[str]:
    locked = bool(settings.email and settings.locked)
    yield tag("podcast:guid", document.channel.guid)
    owner = {"owner": settings.email} if settings.email else {}
    yield tag("podcast:locked", "yes" if locked else "no", owner)
    yield tag("podcast:medium", "podcast")
    if settings.author:
        yield person(settings.author, "author", "writing")
    if settings.funding:
        yield tag("podcast:funding", settings.funding_text[:128], {"url": settings.funding})
    if settings.license:
        url = settings.license_url
        name = settings.license if url else settings.license.lower()
        yield tag("podcast:license", name, {"url": url} if url else {})
    if settings.location:
        at = {"rel": "subject", "geo": settings.location_geo, "osm": settings.location_osm}
        place = {name: value for name, value in at.items() if value}
        yield tag("podcast:location", settings.location[:128], place)
    if settings.block:
        yield tag("podcast:block", "yes")
    yield tag("podcast:txt", AI_NOTICE, {"purpose": "ai-content"})
