"""Passages that an article recommends, and when they are heard."""

from __future__ import annotations

import bisect
import textwrap
from collections.abc import Iterable, Sequence

from podcast.errors import ArticleError
from podcast.models import Article, Cue, Segment, Soundbite

_SOUNDBITE = 128  # most characters of its title


def check(article: Article, segments: Sequence[Segment]) -> None:
    """Raises `ArticleError` where a soundbite of the article is not a passage of its text."""
    if not article.soundbites:
        return
    whole = _plain(" ".join(s.text for segment in segments for s in segment.sentences))
    for passage in article.soundbites:
        if _plain(passage) not in whole:
            words = textwrap.shorten(passage, 60, placeholder=" …")
            fix = "copy a passage word for word"
            raise ArticleError(article.source, f"soundbite is not in the text: {words!r}", fix)


def soundbites(passages: Sequence[str], cues: Iterable[Cue]) -> list[Soundbite]:
    """When each of `passages` is heard, from the cue where it begins to that where it ends.

    One that the voice cannot say is left out.
    """
    if not passages:
        return []
    whole, starts, cues = "", [], list(cues)
    for cue in cues:
        starts.append(len(whole))
        whole += _plain(cue.text) + " "
    found = []
    for passage in passages:
        at = whole.find(_plain(passage))
        if at >= 0:
            first, last = (
                cues[bisect.bisect_right(starts, place) - 1]
                for place in (at, at + len(_plain(passage)) - 1)
            )
            found.append(
                Soundbite(
                    title=textwrap.shorten(passage, _SOUNDBITE, placeholder=" …"),
                    start_ms=first.start_ms,
                    duration_ms=last.end_ms - first.start_ms,
                )
            )
    return found


def _plain(text: str) -> str:
    return " ".join(text.split())
