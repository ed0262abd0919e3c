"""Soundbites: passages that an article recommends, with their times."""

from __future__ import annotations

import bisect
import textwrap
from collections.abc import Iterable, Sequence

from podcast.episode.cues import Cue
from podcast.errors import ArticleError
from podcast.models import Article, Segment, Soundbite

_MAX_TITLE = 128  # maximum characters of a title


def check(article: Article, segments: Sequence[Segment]) -> None:
    """Raise `ArticleError` if a soundbite is not a passage of the article's text."""
    if not article.soundbites:
        return
    whole = _plain(" ".join(s.text for segment in segments for s in segment.sentences))
    for passage in article.soundbites:
        if _plain(passage) not in whole:
            words = textwrap.shorten(passage, 60, placeholder=" …")
            fix = "copy a passage from the text word for word"
            raise ArticleError(
                article.source, f"has a soundbite that is not in its text: {words!r}", fix
            )


def soundbites(passages: Sequence[str], cues: Iterable[Cue]) -> list[Soundbite]:
    """Time each passage, from the cue in which it begins to the cue in which it ends.

    Passages that the voice cannot say are left out.
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
                    title=textwrap.shorten(passage, _MAX_TITLE, placeholder=" …"),
                    start_ms=first.start_ms,
                    duration_ms=last.end_ms - first.start_ms,
                )
            )
    return found


def _plain(text: str) -> str:
    return " ".join(text.split())
