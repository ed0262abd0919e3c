"""Show notes for podcast apps: safe HTML, with tappable times."""

from __future__ import annotations

import re
from html import escape

from podcast.episode.clock import timestamp
from podcast.feed import addresses
from podcast.models import Episode

AI_NOTICE = "Die Stimme ist synthetisch: Die Artikel werden von einem Computer vorgelesen."

_ILLEGAL = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def show_notes(episode: Episode, page: str) -> str:
    """Return summary, chapters with times, and links to the original article and the web page."""
    parts = [f"<p>{escape(episode.summary)}</p>"]
    if len(episode.chapters) > 1:
        rows = "".join(
            [
                f"<li>{timestamp(c.start_ms // 1000)} {escape(c.title, quote=False)}</li>"
                for c in episode.chapters
            ]
        )
        parts.append(f"<p>Kapitel:</p><ul>{rows}</ul>")
    if original := addresses.link(episode.link):
        parts.append(f'<p><a href="{escape(original)}">Zum Artikel</a></p>')
    parts.append(f'<p><a href="{escape(page)}">Zum Mitlesen</a></p><p>{AI_NOTICE}</p>')
    return "".join(parts)


def clean(text: str) -> str:
    """Remove the characters that XML forbids from `file`."""
    return text if text.isprintable() else _ILLEGAL.sub("", text)
