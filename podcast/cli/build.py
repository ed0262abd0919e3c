"""The commands init, build and rebuild."""

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
    "-j", "--workers", type=click.IntRange(1, 256), help="Number of worker processes."
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", help="Title of the show.  [default: the folder's name]")
@click.option("--author", default="", help="Author of the show.")
@click.option("--base-url", default="", help="Public address of feed/public/.")
def init(folder: Path, title: str | None, author: str, base_url: str) -> None:
    """Create a new show in FOLDER.

    \b
    Example:
      podcast init zeitung --title "Meine Zeitung" --author "Jana Groß"
    """
    from podcast.show.create import create
    from podcast.show.paths import Paths

    create(folder, title=title or folder.resolve().name, author=author, base_url=base_url)
    click.echo(f"Created {folder}. Put articles into {Paths(folder).seeds}, then run:")
    click.echo(f"  cd {shlex.quote(str(folder))} && podcast build && podcast serve")


@click.command()
@click.argument("articles", nargs=-1)
@click.option("-n", "--dry-run", is_flag=True, help="Only print what would be built, and why.")
@click.option("--prune", is_flag=True, help="Withdraw episodes whose article no longer exists.")
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
    """Build and publish new and changed episodes.

    Without ARTICLES, build from all articles of the show.

    \b
    Example:
      podcast build
      podcast build seeds/kommentar.txt
      podcast build --dry-run --json
    """
    if not dry_run:
        _preload_workers(ctx.find_root().obj)
    show = find_show(ctx)
    sources = [show.source_of(name) for name in articles] or show.sources()
    _build(show, sources, dry_run=dry_run, prune=prune, workers=workers, as_json=as_json)


@click.command()
@click.argument("episodes", nargs=-1, required=True)
@click.option("--fresh", is_flag=True, help="Synthesise every paragraph again.")
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
    """Rebuild EPISODES from their articles.

    Unchanged paragraphs come from the cache. Name an episode by its slug, part of its slug, or its
    article. Its guid and addresses do not change.

    \b
    Example:
      podcast rebuild geheimgespraeche
      podcast rebuild --fresh 2025-02-10-trumps-geheimgespraeche-mit-putin
    """
    show = find_show(ctx)
    sources = list(dict.fromkeys(show.episodes.named(name).source for name in episodes))
    _build(show, sources, force="rebuild requested", fresh=fresh, workers=workers, as_json=as_json)


def _preload_workers(root: Path) -> None:
    """On a show's first build, start the workers' fork server before loading anything else.

    A first build always needs workers. This is only an optimisation: `Show` does the real checks.
    """
    from podcast.show.paths import Paths

    paths = Paths(root)
    if paths.settings.exists() and not paths.public.exists():
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
    from podcast.build.result import unbuilt_result
    from podcast.cli import console
    from podcast.show import lock
    from podcast.synthesis.processes import ProcessWorkers, cores

    held = contextlib.nullcontext() if dry_run else lock.hold(show, console.waiting)
    with ProcessWorkers(workers or cores()) as pool, held:
        with console.progress() as tell:
            run = Build(show, pool, tell=tell)
            lost = orphans(show.sources(), run.published.values())
            decisions = run.decide(sources, force=force)
            if dry_run:
                results = [unbuilt_result(decision) for decision in decisions]
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
