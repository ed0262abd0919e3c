"""The verb that plays."""

from __future__ import annotations

import click

from podcast.cli.boundary import find_show


@click.command()
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
