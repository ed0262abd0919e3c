"""The verb that serves."""

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
@click.option("--host", default="0.0.0.0", show_default=True, help="Address to listen on.")  # noqa: S104 -- phones in the LAN are the point
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--token",
    is_flag=False,
    flag_value=_NEW,
    envvar="PODCAST_TOKEN",
    help="Put this secret into every address; alone, a new one.  [default: as in show.toml]",
)
@click.option("--user", help="Ask for this name, and a password, too.")
@click.option(
    "--password",
    envvar="PODCAST_PASSWORD",
    help="Better in the variable PODCAST_PASSWORD, or asked for: others see command lines.",
)
@click.option(
    "--trust-proxy",
    "proxies",
    multiple=True,
    metavar="NETWORK",
    help="Believe X-Forwarded headers from here, beside this computer.",
)
@click.option("--rebuild", is_flag=True, help="Build whenever an article changes.")
@click.option("--quiet", is_flag=True, help="No line for each request.")
@click.option("--json", "as_json", is_flag=True, help="Print requests as JSON, one a line.")
@click.option("--max-connections", default=1000, show_default=True, type=click.IntRange(1, 100_000))
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
    """Serve the published folder, so that a podcast app in the same network can subscribe.

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
    """The token that counts. Raises a usage error for one that could be guessed."""
    from podcast.server.access import SHORTEST, is_token, new_token

    if token == _NEW:
        token = new_token()
        click.echo(f"To keep this address, write into {show.paths.settings}:\n", err=True)
        click.echo(f'[server]\ntoken = "{token}"\n', err=True)
    token = token or show.settings.server.token or None
    if token and not is_token(token):
        raise click.UsageError(
            f"a token has at least {SHORTEST} letters, digits, - and _; "
            "`podcast serve --token` draws one"
        )
    return token


def _credentials(user: str | None, password: str | None) -> Credentials | None:
    from podcast.server.access import Credentials

    if password and not user:
        raise click.UsageError("a password needs a name: --user NAME")
    if not user:
        return None
    if ":" in user:
        raise click.UsageError("a user's name cannot have a colon")
    return Credentials(user, password or click.prompt(f"Password for {user}", hide_input=True))


def _networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    from podcast.server.origin import LOOPBACK, networks

    try:
        return (*LOOPBACK, *networks(texts))
    except ValueError as error:
        raise click.UsageError(f"--trust-proxy: {error}; write 10.0.0.0/8 or 192.168.1.2") from None


def _published(show: Show, *, private: bool) -> Published:
    """What is served. Addresses stay as they are if `base_url` says where all is to be had."""
    from podcast.server.app import Published

    elsewhere = show.settings.base_url and not private
    return Published(show.paths.public, None if elsewhere else show.base, show.settings.base_url)


def _rebuilder(
    show: Show, published: Published, *, private: bool
) -> AbstractContextManager[object]:
    """Builds while serving; now already if nothing is published, or an article has changed."""
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

    made = Rebuilder(show.paths.root, tell=_told, published=follow)
    made.build()
    follow()
    return made


def _told(line: str) -> None:
    click.secho(line, fg="red" if line.startswith("failed") else None, err=True)


def _log(*, as_json: bool) -> Callable[[Access], None]:
    def tell(access: Access) -> None:
        click.echo(access.as_json() if as_json else access.line(), err=not as_json)

    return tell


VERBS = {"serve": serve}
