"""The voices commands: list, install, say, compare."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from podcast.cli.boundary import find_lexicon_files, find_show, json_option, print_json, print_rows
from podcast.errors import ShowError


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def voices(ctx: click.Context, *, as_json: bool) -> None:
    """List, install, try and compare voices.

    \b
    Example:
      podcast voices
      podcast voices install thorsten-medium
      podcast voices say pico "Guten Abend." -o abend.wav
    """
    if not ctx.invoked_subcommand:
        _list(ctx, as_json=as_json)


@voices.command("list")
@json_option
@click.pass_context
def list_voices(ctx: click.Context, *, as_json: bool) -> None:
    """List all voices and whether each is ready to use here.

    \b
    Example:
      podcast voices list --json | jq '.[] | select(.ready).voice'
    """
    _list(ctx, as_json=as_json)


@voices.command()
@click.argument("names", nargs=-1, metavar="[VOICE]...")
@click.option("--from", "source", metavar="FILE|URL", help="Local copy or mirror of the model.")
@click.option("--user", is_flag=True, help="Install for all shows of this user, not just this one.")
@click.option("--list", "listed", is_flag=True, help="Only list the voices that can be installed.")
@json_option
@click.pass_context
def install(
    ctx: click.Context,
    names: tuple[str, ...],
    *,
    source: str,
    user: bool,
    listed: bool,
    as_json: bool,
) -> None:
    """Download and install the model of each VOICE.

    Installs into this show or, outside of a show, for this user. An interrupted download resumes
    where it stopped. --from accepts the .onnx file, with its .onnx.json beside it, or a folder that
    contains both.

    \b
    Example:
      podcast voices install --list
      podcast voices install thorsten-medium
      podcast voices install kerstin --from /media/stick/de_DE-kerstin-low.onnx
    """
    from podcast import voices as profiles
    from podcast.report import listing
    from podcast.voices import install as installation
    from podcast.voices import model_files
    from podcast.voices.folders import MODELS

    folders = _folders(ctx)
    if listed:
        print_rows(listing.installable(folders), as_json=as_json)
        return
    if not names or (source and len(names) > 1):
        raise click.UsageError(
            "--from accepts only one voice" if names else "name a voice, or use --list"
        )
    here = not user and folders
    place = folders[0] / MODELS if here else model_files.users_folder()
    done = {}
    for name in names:
        with _progress(name) as tell:
            spec = profiles.load(name, *folders)
            done[name] = installation.install(spec, place, source or "", tell)
        if not as_json:
            click.echo(f"{name}: {done[name].path}")
        if trouble := profiles.why_not_ready(spec):
            click.secho(f"{name}: {trouble}", fg="yellow", err=True)
    if as_json:
        rows = [{"voice": n, **asdict(d), "path": str(d.path)} for n, d in done.items()]
        print_json(rows)


@voices.command()
@click.argument("voice")
@click.argument("text")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write: .wav, .mp3, .flac or .ogg; if omitted, play the sample.",
)
@click.pass_context
def say(ctx: click.Context, voice: str, text: str, output: Path | None) -> None:
    """Speak TEXT with VOICE, into a file or through the speakers.

    \b
    Example:
      podcast voices say pico "Am 9. Mai 2025 um 14:30 Uhr." -o probe.mp3
    """
    from podcast.report import audition

    audition.say(voice, text, output, _folders(ctx), find_lexicon_files(ctx))
    if output:
        click.echo(output)


@voices.command()
@click.argument("text")
@click.argument("names", nargs=-1, required=True, metavar="VOICE...")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("voices-compared"),
    show_default=True,
    help="Folder for the files, one per voice.",
)
@json_option
@click.pass_context
def compare(
    ctx: click.Context, text: str, names: tuple[str, ...], output: Path, *, as_json: bool
) -> None:
    """Speak TEXT with each VOICE at equal loudness and measure it.

    \b
    Example:
      podcast voices compare "Guten Abend, meine Damen und Herren." pico thorsten-medium
    """
    from podcast.report import audition

    rows = audition.compare(names, text, output, _folders(ctx), find_lexicon_files(ctx))
    print_rows(rows, as_json=as_json)


def _list(ctx: click.Context, *, as_json: bool) -> None:
    from podcast.report import listing

    rows = listing.voices(_folders(ctx))
    print_rows(rows, as_json=as_json)
    if not as_json and not all(row["ready"] for row in rows):
        click.echo("\nInstall a voice with: podcast voices install VOICE")


def _folders(ctx: click.Context) -> list[Path]:
    """Return the show's voices folder; empty outside of a show, leaving only built-in voices."""
    try:
        return [find_show(ctx).paths.voices]
    except ShowError:
        return []


@contextmanager
def _progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """Show a download progress bar if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    with click.progressbar(range(1), label=name, file=sys.stderr) as bar:

        def tell(size: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(size - bar.pos)

        yield tell


VERBS = {"voices": voices}
