"""Verbs that make: init, build, rebuild."""

from __future__ import annotations

import contextlib
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from podcast.cli.boundary import find_show, json_option, print_json

if TYPE_CHECKING:
    from podcast.show.show import Show


_workers = click.option(
    "-j", "--workers", type=click.IntRange(1, 256), help="Processes that speak."
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", help="The show's title.  [default: from the folder's name]")
@click.option("--author", default="", help="Who the show is by.")
@click.option("--base-url", default="", help="Where feed/public/ will be reachable.")
def init(folder: Path, title: str | None, author: str, base_url: str) -> None:
    """Make a new show in FOLDER.

    \b
    Example:
      podcast init zeitung --title "Meine Zeitung" --author "Jana Groß"
    """
    from podcast.show.create import create

    create(folder, title=title or folder.resolve().name, author=author, base_url=base_url)
    click.echo(f"{folder} is ready. Put articles into {folder / 'seeds'}, then:")
    click.echo(f"  cd {shlex.quote(str(folder))} && podcast build && podcast serve")


@click.command()
@click.argument("articles", nargs=-1)
@click.option("-n", "--dry-run", is_flag=True, help="Only say what would be done, and why.")
@click.option("--prune", is_flag=True, help="Withdraw episodes whose article is gone.")
@_workers
@json_option
@click.pass_context
def build(
    ctx: click.Context,
    articles: tuple[str, ...],
    *,
    dry_run: bool,
    prune: bool,
    workers: int | None,
    as_json: bool,
) -> None:
    """Make and publish what is missing or has changed: all ARTICLES, or those named.

    \b
    Example:
      podcast build
      podcast build seeds/kommentar.txt
      podcast build --dry-run --json
    """
    if not dry_run:
        _begin_to_load(ctx.find_root().obj / "feed")
    show = find_show(ctx)
    sources = [show.source_of(name) for name in articles] or show.sources()
    _build(show, sources, dry_run=dry_run, prune=prune, workers=workers, as_json=as_json)


@click.command()
@click.argument("episodes", nargs=-1, required=True)
@click.option("--fresh", is_flag=True, help="Speak every paragraph again.")
@_workers
@json_option
@click.pass_context
def rebuild(
    ctx: click.Context,
    episodes: tuple[str, ...],
    *,
    fresh: bool,
    workers: int | None,
    as_json: bool,
) -> None:
    """Make EPISODES again from their articles; unchanged paragraphs come from the cache.

    An episode is named by its slug, a part of it, or its article. Its guid and its addresses
    stay the same.

    \b
    Example:
      podcast rebuild geheimgespraeche
      podcast rebuild --fresh 2025-02-10-trumps-geheimgespraeche-mit-putin
    """
    show = find_show(ctx)
    sources = list(dict.fromkeys(show.episode(name).source for name in episodes))
    _build(show, sources, force="rebuild asked for", fresh=fresh, workers=workers, as_json=as_json)


def _begin_to_load(feed: Path) -> None:
    """For the first build of a show, start what workers are forked from, before all else is loaded.

    There is work for sure then. Only a hint: where files lie, and all checks, are `Show`'s.
    """
    if (feed / "show.toml").exists() and not (feed / "public").exists():
        from podcast.synthesis import fork_server

        fork_server.warm()


def _build(
    show: Show,
    sources: Sequence[str],
    *,
    force: str = "",
    fresh: bool = False,
    dry_run: bool = False,
    prune: bool = False,
    workers: int | None = None,
    as_json: bool = False,
) -> None:
    from podcast.build.pipeline import Build, orphans
    from podcast.build.result import untouched
    from podcast.cli import console
    from podcast.synthesis.processes import ProcessWorkers, cores

    held = contextlib.nullcontext() if dry_run else show.lock(console.waiting)
    with ProcessWorkers(workers or cores()) as pool, held:
        with console.progress() as tell:
            run = Build(show, pool, tell=tell)
            lost = orphans(show.sources(), run.published.values())
            decisions = run.decide(sources, force=force)
            if dry_run:
                results = [untouched(decision) for decision in decisions]
            else:
                results = list(run.run(decisions, fresh=fresh, prune=lost if prune else ()))
        damaged = len(run.cache.damaged)
    report = console.Report(
        show=show,
        results=results,
        lost=lost,
        pruned=prune and not dry_run,
        to_prune=prune and dry_run,
        damaged=damaged,
    )
    if as_json:
        print_json(report.as_json())
    else:
        report.print()
    if any(result.state == "failed" for result in results):
        sys.exit(1)


VERBS = {"init": init, "build": build, "rebuild": rebuild}
