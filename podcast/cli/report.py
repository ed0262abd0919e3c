"""The commands list, show, explain and check."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from podcast.cli.boundary import find_lexicon, find_show, json_option, print_json, print_rows

if TYPE_CHECKING:
    from podcast.check.finding import Problem


@click.command("list")
@json_option
@click.pass_context
def list_episodes(ctx: click.Context, *, as_json: bool) -> None:
    """List all episodes and all articles not yet published.

    \b
    Example:
      podcast list
      podcast list --json | jq '.[] | select(.state == "stale").slug'
    """
    from podcast.report import list_cache

    root = list_cache.root_of(ctx.find_root().obj)
    rows = list_cache.recall(root) if root else None
    if rows is None:
        from podcast.report import listing

        show = find_show(ctx)
        rows = listing.rows(show)
        list_cache.remember(show.paths.root, rows)
    print_rows(rows, as_json=as_json)


@click.command()
@click.argument("episode")
@json_option
@click.pass_context
def show(ctx: click.Context, episode: str, *, as_json: bool) -> None:
    """Show the sentences of EPISODE: time, written form, spoken form.

    \b
    Example:
      podcast show geheimgespraeche
    """
    from podcast.cli import console
    from podcast.report import listing

    details = listing.details(find_show(ctx), episode)
    if as_json:
        print_json(details)
    else:
        console.details(details)


def _check_url(url: str, feed: str | None, episodes: int) -> list[Problem]:
    from podcast.check import live

    if feed is not None:
        raise click.UsageError(f"give either {feed} or --url, not both")
    if not live.is_address(url):
        raise click.BadParameter("use an address such as https://host/feed.xml", param_hint="--url")
    return live.check_url(url, episodes=episodes)


@click.command()
@click.argument("feed", required=False)
@click.option("--url", help="Check any podcast and its server by the address of its feed.")
@click.option(
    "--episodes",
    default=5,
    show_default=True,
    type=click.IntRange(0),
    help="With --url: number of newest episodes to request.",
)
@json_option
@click.pass_context
def check(
    ctx: click.Context, feed: str | None, *, url: str | None, episodes: int, as_json: bool
) -> None:
    """Check the published folder as an independent client sees it.

    Exits with 1 if there is an error. FEED selects any other feed instead, whatever program
    produced it: a published folder, a file, or a web address. With --url, the server is checked as
    well: ranges, lengths, types, redirects, caching, CORS.

    \b
    Example:
      podcast check
      podcast check --json | jq '.problems[] | select(.severity == "error")'
      podcast check https://example.org/feed.xml
      podcast check --url https://name:password@example.org/feed.xml
    """
    from podcast import check
    from podcast.cli import console

    if url is not None:
        problems = _check_url(url, feed, episodes)
    elif feed is None:
        show = find_show(ctx)
        problems = check.check(show.paths.public, loudness=show.settings.loudness)
    elif Path(feed).is_dir():
        problems = check.check(Path(feed))
    else:
        problems = check.check_feed(feed)
    errors = sum(problem.severity == "error" for problem in problems)
    if as_json:
        print_json(console.problems_json(problems))
    else:
        console.problems(problems)
    sys.exit(1 if errors else 0)


@click.command()
@click.argument("article", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@click.pass_context
def explain(ctx: click.Context, article: Path, *, as_json: bool) -> None:
    """Show which passages of ARTICLE are not spoken as written.

    Also show which passages are doubtful.

    \b
    Example:
      podcast explain seeds/kommentar.txt
      podcast explain seeds/kommentar.txt --json | jq '.doubts'
    """
    from podcast.cli import console
    from podcast.report import explain

    found = explain.explain(article, find_lexicon(ctx))
    if as_json:
        print_json(found)
    else:
        console.explained(found)


VERBS = {"list": list_episodes, "show": show, "explain": explain, "check": check}
