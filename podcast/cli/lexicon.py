"""The lexicon commands: pronunciation of single words."""

from __future__ import annotations

import click

from podcast.cli.boundary import find_show, json_option, print_json, print_rows
from podcast.cli.tables import counted


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def lexicon(ctx: click.Context, *, as_json: bool) -> None:
    """List the show's own respellings from voices/lexicon.toml.

    \b
    Example:
      podcast lexicon
      podcast lexicon add Portnikov Portnikoff
    """
    if ctx.invoked_subcommand:
        return
    from podcast.report import listing

    print_rows(listing.lexicon(find_show(ctx)), as_json=as_json)


@lexicon.command()
@click.argument("written")
@click.argument("spoken")
@json_option
@click.pass_context
def add(ctx: click.Context, written: str, spoken: str, *, as_json: bool) -> None:
    """Record that WRITTEN is pronounced SPOKEN.

    The next build renders only the affected paragraphs. SPOKEN is a respelling in German letters,
    or phonemes between slashes for voices that accept them.

    \b
    Example:
      podcast lexicon add Pompeo Pompäo
    """
    from podcast.report import explain

    touched = explain.correct(find_show(ctx), written, spoken)
    if as_json:
        print_json({"written": written, "spoken": spoken, "touched": touched})
        return
    paragraphs = sum(row["paragraphs"] for row in touched)
    where = f"{counted(paragraphs, 'paragraph')} in {counted(len(touched), 'article')}"
    click.echo(f"{written} → {spoken}: affects {where}")
    for row in touched:
        click.echo(f"  {row['slug'] or row['source']}: {row['paragraphs']}")


VERBS = {"lexicon": lexicon}
