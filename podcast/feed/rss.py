"""RSS 2.0 through feedgen: the channel, its items, and the links to its archive pages."""

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
    """Return one RSS file. `base` is the URL of `feed/public/`, with a trailing slash.

    The same arguments produce the same bytes: every date that feedgen would default to the current
    time is set explicitly.
    """
    from feedgen.ext.podcast import PodcastExtension  # needs lxml.etree, but does not import it

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
    """Add a style sheet to `xml`, so that browsers display something readable.

    CSS rather than XSLT: browsers are removing XSLT, and those that still support it show a
    warning in red.
    """
    declaration, end, rest = xml.partition(b"?>")
    sheet = f'<?xml-stylesheet type="text/css" href="{root}assets/feed.css"?>'
    return b"".join([declaration, end, b"\n", sheet.encode(), rest])


def _describe(feed: Any, document: Document, settings: Settings, base: str) -> str:
    """Describe the channel in `feed`. Returns the elements that feedgen does not support."""
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
    """Yield the links of RFC 5005: from newer to older pages, and back to the feed itself.

    AntennaPod and gPodder look for `next`, which links to the same page as `prev-archive`.
    """
    if document.archived:
        yield tag("fh:archive")
        current = {"rel": "current", "href": f"{base}{document.channel.stem}.xml", "type": _RSS}
        yield tag("atom:link", "", current)
    for relation in ("prev-archive", "next") if document.older else ():
        href = f"{base}{document.older}.xml"
        yield tag("atom:link", "", {"rel": relation, "href": href, "type": _RSS})


def _itunes(settings: Settings) -> Iterator[str]:
    """Yield the yes/no elements that feedgen does not write in the form Apple expects."""
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
