"""What became of each article of a build."""

from __future__ import annotations

from dataclasses import dataclass

from podcast.build.plan import Decision, Script


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one article."""

    source: str
    slug: str | None
    title: str | None
    state: str
    """`built`, `fresh` or `failed`; in a dry run `new`, `stale`, `fresh` or `failed`."""
    reason: str
    seconds: float = 0.0
    """Of audio."""
    synthesised: int = 0
    """Clips that were spoken."""
    reused: int = 0
    """Clips that were in the cache."""
    dropped: tuple[str, ...] = ()
    """Page furniture that was left out."""
    skipped: tuple[str, ...] = ()
    """What could not be turned into speech."""


def untouched(decision: Decision) -> Result:
    """The result of an article about which nothing is done."""
    old = decision.episode
    return Result(
        source=decision.source,
        slug=old.slug if old else None,
        title=old.title if old else None,
        state=decision.state,
        reason=decision.reason,
        seconds=old.duration_ms / 1000 if old else 0.0,
    )


def result_of(
    script: Script, *, state: str, slug: str, reason: str = "", seconds: float = 0.0
) -> Result:
    """The result of an article that was read; without a `reason`, why it had to be made."""
    return Result(
        source=script.article.source,
        slug=slug,
        title=script.article.title,
        state=state,
        reason=reason or script.decision.reason,
        seconds=seconds,
        dropped=script.article.dropped,
        skipped=script.article.skipped,
    )
