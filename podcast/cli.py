"""The command line. Every verb imports what it needs when it runs, so that help is instant."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podcast import __version__
from podcast.errors import PodcastError, ShowError

if TYPE_CHECKING:
    from podcast.show import Show


class _Verbs(click.Group):
    """The one place where errors become exit codes: 1 expected, 2 usage, 3 a bug, 130 Ctrl-C."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PodcastError as error:
            click.secho(f"Error: {error}", fg="red", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            sys.stdout = None  # whoever read it has gone: no complaint at exit
            ctx.exit(1)
        except OSError as error:
            if not error.strerror:
                raise
            where = f"{error.filename}: " if error.filename else ""
            click.secho(f"Error: {where}{error.strerror}", fg="red", err=True)
            ctx.exit(1)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception:
            click.secho(f"This is a bug in podcast. Details: {_log()}", fg="red", err=True)
            ctx.exit(3)


def _log() -> str:
    """Write the traceback of the current exception to a file; its path."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="podcast-", suffix=".log", delete=False, encoding="utf-8"
    ) as file:
        file.write(f"podcast {__version__}, Python {sys.version}, {sys.platform}\n")
        file.write(f"{sys.argv}\n{traceback.format_exc()}")
    return file.name


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C",
    "--show",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    envvar="PODCAST_SHOW",
    help="The show's folder, or one inside it.  [default: here]",
)
@click.version_option(__version__, prog_name="podcast")
@click.pass_context
def main(ctx: click.Context, folder: Path) -> None:
    """Turn German articles into a podcast.

    \b
    Example:
      podcast init zeitung && cd zeitung
      podcast build
      podcast serve
    """
    ctx.obj = folder


_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")


def _show(ctx: click.Context) -> Show:
    from podcast.show import Show

    return Show.find(ctx.obj)


@main.command()
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
    from podcast.init import create

    create(folder, title=title or folder.resolve().name, author=author, base_url=base_url)
    click.echo(f"{folder} is ready. Put articles into {folder / 'seeds'}, then:")
    click.echo(f"  cd {folder} && podcast build && podcast serve")


@main.command()
@click.argument("articles", nargs=-1)
@click.option("-n", "--dry-run", is_flag=True, help="Only say what would be done, and why.")
@click.option("--prune", is_flag=True, help="Withdraw episodes whose article is gone.")
@click.option("-j", "--workers", type=click.IntRange(1, 256), help="Processes that speak.")
@_json
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
    show = _show(ctx)
    sources = [show.source_of(name) for name in articles] or show.sources()
    _build(show, sources, dry_run=dry_run, prune=prune, workers=workers, as_json=as_json)


@main.command()
@click.argument("episodes", nargs=-1, required=True)
@click.option("--fresh", is_flag=True, help="Speak every paragraph again.")
@click.option("-j", "--workers", type=click.IntRange(1, 256), help="Processes that speak.")
@_json
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
    show = _show(ctx)
    sources = list(dict.fromkeys(show.episode(name).source for name in episodes))
    _build(show, sources, force="rebuild asked for", fresh=fresh, workers=workers, as_json=as_json)


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
    from podcast import console
    from podcast.build import Build, orphans, untouched
    from podcast.parallel import Workers, cores

    with Workers(workers or cores()) as pool, show.lock(console.waiting):
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
        show=show, results=results, lost=lost, pruned=prune and not dry_run, damaged=damaged
    )
    if as_json:
        _print_json(report.as_json())
    else:
        report.print()
    if any(result.state == "failed" for result in results):
        sys.exit(1)


@main.command("list")
@_json
@click.pass_context
def list_episodes(ctx: click.Context, *, as_json: bool) -> None:
    """List all episodes and the articles that are not published yet.

    \b
    Example:
      podcast list
      podcast list --json | jq '.[] | select(.state == "stale").slug'
    """
    from podcast import listing

    rows = listing.rows(_show(ctx))
    if as_json:
        _print_json(rows)
    else:
        click.echo(listing.table(rows))


@main.command()
@click.argument("episode")
@_json
@click.pass_context
def show(ctx: click.Context, episode: str, *, as_json: bool) -> None:
    """Show the sentences of EPISODE: when, as written, as spoken.

    \b
    Example:
      podcast show geheimgespraeche
    """
    from podcast import console, listing

    details = listing.details(_show(ctx), episode)
    if as_json:
        _print_json(details)
    else:
        console.details(details)


@main.command()
@click.argument("episode")
@click.option("--from", "place", default="0", help='Where to start: "1:30", "#2", a chapter.')
@click.option("--player", help="Command to play with.  [default: the first one installed]")
@click.pass_context
def play(ctx: click.Context, episode: str, place: str, player: str | None) -> None:
    """Play EPISODE on this computer and show what is being said.

    \b
    Example:
      podcast play geheimgespraeche
      podcast play geheimgespraeche --from "Er ist überzeugt"
    """
    from podcast import play

    show = _show(ctx)
    found = show.episode(episode)
    start = play.locate(place, found.chapters, found.duration_ms)
    click.secho(found.title, bold=True)
    play.play(
        show.media(found),
        show.cues(found),
        start_ms=start,
        show=lambda cue: click.echo(cue.text),
        player=player,
    )


@main.command()
@click.option("--host", default="0.0.0.0", show_default=True, help="Address to listen on.")  # noqa: S104 -- phones in the LAN are the point
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.pass_context
def serve(ctx: click.Context, host: str, port: int) -> None:
    """Serve the published folder, so that a podcast app in the same network can subscribe.

    \b
    Example:
      podcast serve --port 8080
    """
    from podcast import server
    from podcast.show import DEFAULT_BASE

    show = _show(ctx)
    server.serve(
        show.public,
        host=host,
        port=port,
        placeholder_base=None if show.settings.base_url else DEFAULT_BASE,
        announce=click.echo,
    )


@main.command()
@_json
@click.pass_context
def check(ctx: click.Context, *, as_json: bool) -> None:
    """Judge the published folder as a stranger would; exit code 1 if there is an error.

    \b
    Example:
      podcast check
    """
    from podcast import check, console

    show = _show(ctx)
    problems = check.check(show.public)
    errors = sum(problem.severity == "error" for problem in problems)
    if as_json:
        _print_json(console.problems_json(problems))
    else:
        console.problems(problems)
    sys.exit(1 if errors else 0)


@main.group(invoke_without_command=True)
@_json
@click.pass_context
def voices(ctx: click.Context, *, as_json: bool) -> None:
    """List the voices there are.

    \b
    Example:
      podcast voices
      podcast voices say pico "Guten Abend." -o abend.wav
    """
    if ctx.invoked_subcommand:
        return
    from podcast import listing

    rows = listing.voices(_voice_folders(ctx))
    if as_json:
        _print_json(rows)
    else:
        click.echo(listing.table(rows))


@voices.command()
@click.argument("voice")
@click.argument("text")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="WAV file to write; without it the sample is played.",
)
@click.pass_context
def say(ctx: click.Context, voice: str, text: str, output: Path | None) -> None:
    """Speak TEXT with VOICE, to a WAV file or to the loudspeaker.

    \b
    Example:
      podcast voices say pico "Am 9. Mai 2025 um 14:30 Uhr." -o probe.wav
    """
    from podcast import sample

    sample.say(voice, text, output, _voice_folders(ctx))
    if output:
        click.echo(output)


def _voice_folders(ctx: click.Context) -> list[Path]:
    """The show's voices, and without a show only the built-in ones."""
    try:
        return [_show(ctx.find_root()).voices]
    except ShowError:
        return []


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
