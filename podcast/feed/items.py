"""Items of an RSS file."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import format_datetime
from typing import Any

from podcast.episode.clock import timestamp
from podcast.feed import addresses
from podcast.feed.channel import FeedEntry
from podcast.feed.extension import escaped, tag
from podcast.feed.notes import clean, show_notes
from podcast.models import Episode
from podcast.show.paths import COVER
from podcast.show.settings import Settings

_TEXTS = """\
<podcast:transcript url="STEM.vtt" type="text/vtt" rel="captions" language="LANGUAGE"/>
<podcast:transcript url="STEM.srt" type="application/x-subrip" rel="captions" language="LANGUAGE"/>
<podcast:transcript url="STEM.json" type="application/json" language="LANGUAGE"/>
<podcast:chapters url="STEM.chapters.json" type="application/json+chapters"/>"""


class Items:
    """Adds episodes to a feed; computes what they share only once."""

    def __init__(self, settings: Settings, base: str) -> None:
        self._settings, self._base = settings, base
        self._cover = tag("itunes:image", "", {"href": base + COVER})
        self._texts = _TEXTS.replace("LANGUAGE", escaped(settings.language))
        self._people: dict[tuple[str, str], str] = {}

    def add(self, feed: Any, entry: FeedEntry) -> str:
        """Add `entry` to `feed`. Returns the elements that feedgen lacks or writes slowly."""
        episode, title = entry.episode, clean(entry.title)
        page = addresses.page(self._base, episode)
        item = feed.add_entry(order="append")
        item.title(title)
        item.guid(episode.guid, permalink=False)
        item.description(clean(episode.summary))
        item.content(clean(show_notes(episode, page)), type="CDATA")
        item.enclosure(addresses.media(self._base, episode), str(episode.bytes), "audio/mpeg")
        author = episode.author or self._settings.author
        stem = escaped(addresses.file(self._base, episode, ""))
        return "\n".join(
            [
                f"<link>{escaped(page)}</link>",
                f"<pubDate>{format_datetime(episode.published)}</pubDate>",
                *[tag("category", word) for word in episode.tags],
                *([tag("itunes:author", author)] if author else []),
                self._cover,
                f"<itunes:duration>{round(episode.duration_ms / 1000)}</itunes:duration>",
                tag("itunes:title", title),
                f"<itunes:episodeType>{episode.place.kind}</itunes:episodeType>",
                *self._numbers(episode),
                self._credits(author, episode.narrator or episode.voice),
                self._texts.replace("STEM", stem),
                _chapters(episode),
                *_soundbites(episode),
            ]
        )

    def _numbers(self, episode: Episode) -> Iterator[str]:
        place = episode.place
        explicit = self._settings.explicit if place.explicit is None else place.explicit
        yield f"<itunes:explicit>{'true' if explicit else 'false'}</itunes:explicit>"
        for name, number in (("season", place.season), ("episode", place.number)):
            if number:
                yield tag(f"itunes:{name}", str(number))
                yield tag(f"podcast:{name}", str(number))

    def _credits(self, author: str, voice: str) -> str:
        found = self._people.get((author, voice))
        if found is None:
            narrator = person(f"{voice} (synthetische Stimme)", "narrator", "cast")
            found = f"{person(author, 'author', 'writing')}\n{narrator}" if author else narrator
            self._people[author, voice] = found
        return found


def person(name: str, role: str, group: str) -> str:
    """Return a `podcast:person` element; podcasttaxonomy.com defines `role` and `group`."""
    return tag("podcast:person", name[:128], {"role": role, "group": group})


def _chapters(episode: Episode) -> str:
    """Return Podlove chapters: gPodder and Pocket Casts read these, but not chapter files."""
    rows = [
        f'<psc:chapter start="{timestamp(c.start_ms // 1000)}" title="{escaped(c.title)}"/>'
        for c in episode.chapters
    ]
    if not rows:
        return ""
    return f'<psc:chapters version="1.2">{"".join(rows)}</psc:chapters>'


def _soundbites(episode: Episode) -> Iterator[str]:
    for bite in episode.soundbites:
        times = {"startTime": bite.start_ms / 1000, "duration": bite.duration_ms / 1000}
        attributes = {name: f"{seconds:.3f}" for name, seconds in times.items()}
        yield tag("podcast:soundbite", bite.title, attributes)
