"""Report how an article will be spoken, before any synthesis; record lexicon corrections."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from podcast import article, german
from podcast.article import segment
from podcast.build.plan import Planner
from podcast.errors import ArticleError
from podcast.german.lexicon.lookup import Lexicon, add
from podcast.models import Pauses, Segment
from podcast.show.show import Show


def explain(path: Path, lexicon: Lexicon) -> dict[str, Any]:
    """List each passage that is spoken differently than written, with its rule, and each doubt.

    Raises `ArticleError`.
    """
    read = article.load(path, path.name)
    segments = segment.split(read, lambda text, _: german.spoken(text, lexicon), Pauses())
    rows = [
        (number, sentence.text)
        for number, part in enumerate(segments, 1)
        for sentence in part.sentences
    ]
    return {
        "title": read.title,
        "dropped": list(read.dropped),
        "skipped": list(read.skipped),
        "passages": [
            {"paragraph": number, "sentence": text, **_passage(found)}
            for number, text in rows
            for found in german.rewrites(text, lexicon)
        ],
        "doubts": [
            {"paragraph": number, "sentence": text, "written": found.written, "why": found.why}
            for number, text in rows
            for found in german.doubts(text, lexicon)
        ],
    }


def correct(show: Show, written: str, spoken: str) -> list[dict[str, Any]]:
    """Record a respelling in the show's lexicon; return the affected articles with counts.

    Raises `LexiconError`.
    """
    before = Planner(show)
    old = before.lexicon
    add(show.paths.lexicon, written, spoken)
    new = Planner(show)
    episodes = show.episodes.by_source()
    touched = []
    for source in show.sources():
        count = sum(_differs(part, old, new.lexicon) for part in _read(new, source, written))
        if count:
            slug = episodes[source].slug if source in episodes else None
            touched.append({"source": source, "slug": slug, "paragraphs": count})
    return touched


def _passage(found: german.Rewrite) -> dict[str, Any]:
    return {"written": found.written, "spoken": found.spoken, "rule": found.rule}


def _differs(part: Segment, old: Lexicon, new: Lexicon) -> bool:
    return any(german.spoken(s.text, old) != german.spoken(s.text, new) for s in part.sentences)


def _read(planner: Planner, source: str, word: str) -> tuple[Segment, ...]:
    """Return an article's segments; empty if it lacks `word` or cannot be read."""
    from podcast.article import encoding

    path = planner.show.paths.seeds / source
    try:
        if word not in encoding.clean(encoding.decode(path.read_bytes(), source)):
            return ()
        return planner.script(planner.decide(source, None)).segments
    except ArticleError:
        return ()  # the build will report the reason
