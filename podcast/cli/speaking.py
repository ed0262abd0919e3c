"""Verbs about how things are said: voices, lexicon."""

from __future__ import annotations

from pathlib import Path

import click

from podcast.cli.boundary import find_show, json_option, print_json, print_rows
from podcast.errors import ShowError


@click.group(invoke_without_command=True)
@json_option
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

    print_rows(listing.voices(_voice_folders(ctx)), as_json=as_json)


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
        return [find_show(ctx).voices]
    except ShowError:
        return []


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def lexicon(ctx: click.Context, *, as_json: bool) -> None:
    """List the show's own respellings, in voices/lexicon.toml.

    \b
    Example:
      podcast lexicon
      podcast lexicon add Portnikov Portnikoff
    """
    if ctx.invoked_subcommand:
        return
    from podcast import listing

    print_rows(listing.lexicon(find_show(ctx)), as_json=as_json)


@lexicon.command()
@click.argument("written")
@click.argument("spoken")
@json_option
@click.pass_context
def add(ctx: click.Context, written: str, spoken: str, *, as_json: bool) -> None:
    """Record that WRITTEN is said as SPOKEN; the next build renders what it touches.

    SPOKEN is a respelling in German letters, or phonemes between slashes for voices that take them.

    \b
    Example:
      podcast lexicon add Pompeo Pompäo
    """
    from podcast import explain

    touched = explain.correct(find_show(ctx), written, spoken)
    if as_json:
        print_json({"written": written, "spoken": spoken, "touched": touched})
        return
    paragraphs = sum(row["paragraphs"] for row in touched)
    click.echo(f"{written} → {spoken}: {paragraphs} paragraphs in {len(touched)} articles")
    for row in touched:
        click.echo(f"  {row['slug'] or row['source']}: {row['paragraphs']}")


VERBS = {"voices": voices, "lexicon": lexicon}
