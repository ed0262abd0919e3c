"""Verbs that let hear: play, serve."""

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
    from podcast import play

    show = find_show(ctx)
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


@click.command()
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

    show = find_show(ctx)
    server.serve(
        show.public,
        host=host,
        port=port,
        placeholder_base=None if show.settings.base_url else DEFAULT_BASE,
        announce=click.echo,
    )


VERBS = {"play": play, "serve": serve}
