"""The play command."""

from __future__ import annotations

import click

from podcast.cli.boundary import find_show


@click.command()
@click.argument("episode")
@click.option(
    "--from",
    "place",
    default="0",
    help='Start at a time ("1:30") or a chapter ("#2", or its title).',
)
@click.option("--player", help="Player command.  [default: the first one installed]")
@click.pass_context
def play(ctx: click.Context, episode: str, place: str, player: str | None) -> None:
    """Play EPISODE here and print each sentence as it is spoken.

    \b
    Example:
      podcast play geheimgespraeche
      podcast play geheimgespraeche --from "Er ist überzeugt"
    """
    from podcast.playback import players

    show = find_show(ctx)
    found = show.episodes.named(episode)
    start = players.locate(place, found.chapters, found.duration_ms)
    click.secho(found.title, bold=True)
    players.play(
        show.episodes.media(found),
        show.episodes.cues(found),
        start_ms=start,
        show=lambda cue: click.echo(cue.text),
        player=player,
    )


VERBS = {"play": play}
