"""The serve command."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

from podcast.cli.boundary import find_show

if TYPE_CHECKING:
    from podcast.server.access import Credentials
    from podcast.server.access_log import Access
    from podcast.server.app import Published
    from podcast.server.origin import Network
    from podcast.show.show import Show

_NEW = "new"


@click.command()
@click.option("--host", default="0.0.0.0", show_default=True, help="Address to listen on.")  # noqa: S104 -- for phones in the LAN
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 picks a free one.",
)
@click.option(
    "--token",
    is_flag=False,
    flag_value=_NEW,
    envvar="PODCAST_TOKEN",
    help="Secret part of every address; generated if no value is given.  [default: from show.toml]",
)
@click.option("--user", help="Require this user name and a password.")
@click.option(
    "--password",
    envvar="PODCAST_PASSWORD",
    help="Password of --user. Prefer PODCAST_PASSWORD or the prompt: "
    "other users can read command lines.",
)
@click.option(
    "--trust-proxy",
    "proxies",
    multiple=True,
    metavar="NETWORK",
    help="Trust X-Forwarded headers from this network, not only from this computer.",
)
@click.option("--rebuild", is_flag=True, help="Build whenever an article changes.")
@click.option("--quiet", is_flag=True, help="Do not log requests.")
@click.option("--json", "as_json", is_flag=True, help="Log requests as JSON, one object per line.")
@click.option(
    "--max-connections",
    default=1000,
    show_default=True,
    type=click.IntRange(1, 100_000),
    help="Refuse further connections beyond this number.",
)
@click.pass_context
def serve(
    ctx: click.Context,
    *,
    host: str,
    port: int,
    token: str | None,
    user: str | None,
    password: str | None,
    proxies: tuple[str, ...],
    rebuild: bool,
    quiet: bool,
    as_json: bool,
    max_connections: int,
) -> None:
    """Serve the published folder to podcast apps on the same network.

    \b
    Example:
      podcast serve --port 8080
      podcast serve --token --rebuild
      PODCAST_PASSWORD=… podcast serve --user jana
    """
    from podcast import server
    from podcast.server.connection import Limits

    show = find_show(ctx)
    secret = _token(token, show)
    credentials = _credentials(user, password)
    trusted = _networks(proxies)
    published = _published(show, private=bool(secret))
    with _rebuilder(show, published, private=bool(secret)) if rebuild else nullcontext():
        server.serve(
            show.paths.public,
            host=host,
            port=port,
            placeholder_base=None,
            published=published,
            announce=lambda text: click.echo(text, err=as_json),
            token=secret,
            credentials=credentials,
            trusted=trusted,
            log=None if quiet else _log(as_json=as_json),
            limits=Limits(connections=max_connections),
        )


def _token(token: str | None, show: Show) -> str | None:
    """Return the token in effect. Raises a usage error if it is too easy to guess."""
    from podcast.server.access import SHORTEST, is_token, new_token

    if token == _NEW:
        token = new_token()
        click.echo(f"To keep this address, add to {show.paths.settings}:\n", err=True)
        click.echo(f'[server]\ntoken = "{token}"\n', err=True)
    token = token or show.settings.server.token or None
    if token and not is_token(token):
        raise click.UsageError(
            f"the token must have at least {SHORTEST} characters (letters, digits, - and _); "
            "generate one with: podcast serve --token"
        )
    return token


def _credentials(user: str | None, password: str | None) -> Credentials | None:
    from podcast.server.access import Credentials

    if password and not user:
        raise click.UsageError("a password requires a user name: add --user NAME")
    if not user:
        return None
    if ":" in user:
        raise click.UsageError("--user must not contain a colon")
    return Credentials(user, password or click.prompt(f"Password for {user}", hide_input=True))


def _networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    from podcast.server.origin import LOOPBACK, networks

    try:
        return (*LOOPBACK, *networks(texts))
    except ValueError as error:
        raise click.UsageError(
            f"--trust-proxy: {error}; use a form such as 10.0.0.0/8 or 192.168.1.2"
        ) from None


def _published(show: Show, *, private: bool) -> Published:
    """Return the folder to serve; with `base_url` and no token, its addresses stay as built."""
    from podcast.server.app import Published

    elsewhere = show.settings.base_url and not private
    return Published(show.paths.public, None if elsewhere else show.base, show.settings.base_url)


def _rebuilder(
    show: Show, published: Published, *, private: bool
) -> AbstractContextManager[object]:
    """Build during serving, and once now if nothing is published or an article has changed."""
    from podcast.build.watch import Rebuilder
    from podcast.errors import PodcastError
    from podcast.show.show import Show

    def follow() -> None:
        try:
            new = _published(Show(show.paths.root), private=private)
        except PodcastError as error:
            click.secho(f"failed  {error}", fg="red", err=True)
        else:
            published.base, published.elsewhere = new.base, new.elsewhere

    made = Rebuilder(show.paths.root, tell=_print_build_line, published=follow)
    made.build()
    follow()
    return made


def _print_build_line(line: str) -> None:
    click.secho(line, fg="red" if line.startswith("failed") else None, err=True)


def _log(*, as_json: bool) -> Callable[[Access], None]:
    def tell(access: Access) -> None:
        click.echo(access.as_json() if as_json else access.line(), err=not as_json)

    return tell


VERBS = {"serve": serve}
