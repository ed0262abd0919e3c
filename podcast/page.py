"""The text of an episode as a plain web page: for reading along, and for links in the feed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from podcast.models import Episode, Kind, Segment

_TAGS: dict[Kind, str] = {"heading": "h2", "quote": "blockquote", "list item": "li"}

_STYLE = """
:root { color-scheme: light dark }
body { max-width: 38rem; margin: 2rem auto; padding: 0 1rem }
body { font: 1.1rem/1.6 system-ui, sans-serif }
h1 { line-height: 1.2 }
audio { width: 100% }
blockquote { margin-inline: 1rem; padding-inline-start: 1rem; border-inline-start: .25rem solid }
"""


def render(episode: Episode, segments: Sequence[Segment], language: str) -> str:
    """One self-contained HTML page with the audio and the whole text."""
    title = escape(episode.title)
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(language)}">',
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            f"<style>{_STYLE}</style>",
            "<main>",
            f"<h1>{title}</h1>",
            f"<p>{escape(_byline(episode))}</p>",
            f'<audio controls preload="none" src="{escape(episode.media)}"></audio>',
            *_body([segment for segment in segments if segment.kind != "title"]),
            *_original(episode),
            "</main>",
            "</html>\n",
        ]
    )


def _body(segments: Sequence[Segment]) -> Iterator[str]:
    for is_list, group in groupby(segments, key=lambda segment: segment.kind == "list item"):
        rows = [_element(segment) for segment in group]
        yield from ["<ul>", *rows, "</ul>"] if is_list else rows


def _element(segment: Segment) -> str:
    tag = _TAGS.get(segment.kind, "p")
    return f"<{tag}>{escape(' '.join(s.text for s in segment.sentences))}</{tag}>"


def _byline(episode: Episode) -> str:
    date = f"{episode.published.day}.{episode.published.month}.{episode.published.year}"
    return f"{episode.author}, {date}" if episode.author else date


def _original(episode: Episode) -> Iterator[str]:
    if episode.link:
        yield f'<p><a href="{escape(episode.link)}">Zum Originalartikel</a></p>'
