"""Listings: episodes with their state, the sentences of one episode, voices, respellings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from podcast import voices as profiles
from podcast.build.plan import Planner
from podcast.episode.cues import Cue
from podcast.models import Segment
from podcast.show.show import Show
from podcast.voices import model_files
from podcast.voices.spec import VoiceSpec


def rows(show: Show) -> list[dict[str, Any]]:
    """List all articles and episodes, newest first, with unpublished articles on top."""
    planner, episodes = Planner(show), show.episodes.by_source()
    decisions = [planner.decide(source, episodes.get(source)) for source in show.sources()]
    states = {d.source: (d.state, d.reason) for d in decisions}
    found = []
    for source in states | episodes:
        state, reason = states.get(source, ("orphaned", "the article no longer exists"))
        episode = episodes.get(source)
        found.append(
            {
                "slug": episode.slug if episode else None,
                "state": state,
                "reason": reason,
                "published": episode.published.date().isoformat() if episode else None,
                "seconds": episode.duration_ms / 1000 if episode else None,
                "bytes": episode.bytes if episode else None,
                "title": episode.title if episode else None,
                "source": source,
            }
        )
    return sorted(found, key=lambda row: (row["published"] or "9999", row["source"]), reverse=True)


def details(show: Show, name: str) -> dict[str, Any]:
    """Describe one episode and its sentences: written form, spoken form and start time.

    Raises `EpisodeError`, or `ArticleError` if its article no longer exists.
    """
    episode, planner = show.episodes.named(name), Planner(show)
    script = planner.script(planner.decide(episode.source, episode))
    starts = _starts(script.segments, show.episodes.cues(episode))
    return {
        "slug": episode.slug,
        "guid": episode.guid,
        "title": episode.title,
        "author": episode.author,
        "published": episode.published.isoformat(),
        "source": episode.source,
        "voice": episode.voice,
        "seconds": episode.duration_ms / 1000,
        "bytes": episode.bytes,
        "file": str(show.episodes.media(episode)),
        "chapters": [{"start": c.start_ms / 1000, "title": c.title} for c in episode.chapters],
        "sentences": [
            {"kind": segment.kind, "start": start, "written": s.text, "spoken": s.spoken}
            for segment, s, start in zip(
                [segment for segment in script.segments for _ in segment.sentences],
                [sentence for segment in script.segments for sentence in segment.sentences],
                starts,
                strict=True,
            )
        ],
    }


def voices(folders: Sequence[Path]) -> list[dict[str, Any]]:
    """List all voice profiles. Raises `VoiceError` for a broken one."""
    return [
        {
            "voice": spec.name,
            "title": spec.title,
            "engine": spec.engine,
            "language": spec.language,
            "quality": spec.quality or None,
            "licence": spec.licence,
            "commercial": spec.commercial,
            "ready": not (trouble := profiles.why_not_ready(spec)),
            "reason": trouble,
            "source": spec.source,
        }
        for spec in _specs(folders)
    ]


def installable(folders: Sequence[Path]) -> list[dict[str, Any]]:
    """List all voices with an installable model. Raises `VoiceError` for a broken profile."""
    return [
        {
            "voice": spec.name,
            "quality": spec.quality or None,
            "bytes": spec.model.bytes + spec.model.config_bytes,
            "licence": spec.licence,
            "commercial": spec.commercial,
            "installed": model_files.found(spec.model) is not None,
            "source": spec.source,
        }
        for spec in _specs(folders)
        if spec.model
    ]


def _specs(folders: Sequence[Path]) -> list[VoiceSpec]:
    return [profiles.load(name, *folders) for name in profiles.available(*folders)]


def lexicon(show: Show) -> list[dict[str, Any]]:
    """List the show's own respellings. Raises `LexiconError`."""
    from podcast.german.lexicon.lookup import Lexicon

    entries = Lexicon.load(*show.lexicon_files(), builtin=False)
    return [{"written": e.written, "spoken": e.spoken, "ipa": e.ipa} for e in entries]


def _starts(segments: Sequence[Segment], cues: Sequence[Cue]) -> list[float | None]:
    """Return the start of each sentence in seconds; None if the episode does not contain it."""
    starts: list[float | None] = []
    rest = list(cues)
    for segment in segments:
        for sentence in segment.sentences:
            first = next(
                (i for i, cue in enumerate(rest) if sentence.text.startswith(cue.text)), None
            )
            starts.append(None if first is None else rest[first].start_ms / 1000)
            rest = rest[first + 1 :] if first is not None else rest
    return starts
