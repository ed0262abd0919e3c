"""The outcome of a build for each article."""

from __future__ import annotations

from dataclasses import dataclass

from podcast.build.plan import Decision, Script


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The outcome of a build for one article."""

    source: str
    slug: str | None
    title: str | None
    state: str
    """`built`, `fresh` or `failed`; in a dry run `new`, `stale`, `fresh` or `failed`."""
    reason: str
    seconds: float = 0.0
    """Length of the episode. Seconds."""
    synthesised: int = 0
    """Number of clips synthesised."""
    reused: int = 0
    """Number of clips taken from the cache."""
    dropped: tuple[str, ...] = ()
    """Page furniture that was left out."""
    skipped: tuple[str, ...] = ()
    """Elements that cannot be spoken, such as images."""


def unbuilt_result(decision: Decision) -> Result:
    """Return the result for an article that is left alone."""
    old = decision.episode
    return Result(
        source=decision.source,
        slug=old.slug if old else None,
        title=old.title if old else None,
        state=decision.state,
        reason=decision.reason,
        seconds=old.duration_ms / 1000 if old else 0.0,
    )


def build_result(
    script: Script, *, state: str, slug: str, reason: str = "", seconds: float = 0.0
) -> Result:
    """Return the result for an article that was read; `reason` defaults to why it was built."""
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
