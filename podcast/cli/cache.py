"""The cache commands."""

from __future__ import annotations

import math

import click

from podcast.cli.boundary import find_show, json_option, print_json


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def cache(ctx: click.Context, *, as_json: bool) -> None:
    """Show the size and the hit rate of the cache of spoken paragraphs.

    \b
    Example:
      podcast cache
      podcast cache prune --mb 500
    """
    if ctx.invoked_subcommand:
        return
    from podcast.synthesis.cache import Cache

    show = find_show(ctx)
    clips = Cache(show.paths.clips)
    usage, rate = clips.usage(), clips.hit_rate()
    if as_json:
        found = {"folder": str(show.paths.clips), "clips": usage.clips, "bytes": usage.bytes}
        print_json({**found, "limit_mb": show.settings.cache_mb, "hit_rate": rate})
        return
    click.echo(f"{show.paths.clips}")
    click.echo(
        f"{usage.clips} clips, {usage.bytes / 1e6:.1f} MB (limit: {show.settings.cache_mb:g} MB)"
    )
    if rate is not None:
        click.echo(f"{rate:.0%} of all requested paragraphs came from the cache")


@cache.command()
@click.option("--mb", type=click.FloatRange(min=0), help="Keep at most this many megabytes.")
@click.option(
    "--days", type=click.FloatRange(min=0), help="Delete paragraphs not used for this many days."
)
@click.pass_context
def prune(ctx: click.Context, mb: float | None, days: float | None) -> None:
    """Delete the least recently used paragraphs.

    Without options, shrink the cache to `cache_mb` from show.toml.

    \b
    Example:
      podcast cache prune --days 90
      podcast cache prune --mb 0
    """
    from podcast.show import lock
    from podcast.synthesis.cache import Cache

    show = find_show(ctx)
    limit = mb if mb is not None else math.inf if days is not None else show.settings.cache_mb
    age_s = math.inf if days is None else days * 86_400
    with lock.hold(show):
        gone = Cache(show.paths.clips).prune(limit_bytes=limit * 1e6, older_than_s=age_s)
    click.echo(f"deleted {gone.clips} clips, {gone.bytes / 1e6:.1f} MB")


VERBS = {"cache": cache}
