"""The command line. Each command imports its dependencies when it runs, so help is instant."""

from __future__ import annotations

import atexit
import gc
from pathlib import Path

import click

from podcast import __version__
from podcast.cli.boundary import Verbs

# Most objects belong to modules and live until exit. Collecting garbage among them repeatedly, and
# once more at exit, takes a tenth of the run time of a quick command.
gc.set_threshold(20_000)
atexit.register(gc.freeze)

VERBS = {
    "init": "build",
    "build": "build",
    "rebuild": "build",
    "list": "report",
    "show": "report",
    "explain": "report",
    "check": "report",
    "play": "play",
    "serve": "serve",
    "voices": "voices",
    "lexicon": "lexicon",
    "cache": "cache",
}
"""Module of each command."""


@click.group(cls=Verbs, verbs=VERBS, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C",
    "--show",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    envvar="PODCAST_SHOW",
    help="The show's folder or any folder inside it.  [default: current folder]",
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
