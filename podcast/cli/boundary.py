"""Code shared by all commands: exit codes, finding the show, output."""

from __future__ import annotations

import importlib
import io
import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from podcast import __version__
from podcast.errors import PodcastError, ShowError

if TYPE_CHECKING:
    from pathlib import Path

    from podcast.german.lexicon.lookup import Lexicon
    from podcast.show.show import Show


class Verbs(click.Group):
    """Command group that maps errors to exit codes: 1 expected, 2 usage, 3 bug, 130 Ctrl-C.

    `verbs` maps each command to a module of this package, which is imported on first use.
    """

    def __init__(self, *, verbs: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self._modules = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List all commands in the order of `verbs`."""
        return [*self._modules, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command `cmd_name`, or None if it does not exist."""
        if cmd_name not in self._modules:
            return super().get_command(ctx, cmd_name)
        module = importlib.import_module(f"podcast.cli.{self._modules[cmd_name]}")
        verb: click.Command = module.VERBS[cmd_name]
        return verb

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and report its errors."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # a legacy encoding is not a bug
        try:
            return super().invoke(ctx)
        except PodcastError as error:
            click.secho(f"Error: {error}", fg="red", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            sys.stdout = None  # the reader closed the pipe: stay silent at exit
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
    """Write the traceback of the current exception to a file and return the path."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="podcast-", suffix=".log", delete=False, encoding="utf-8"
    ) as file:
        file.write(f"podcast {__version__}, Python {sys.version}, {sys.platform}\n")
        file.write(f"{sys.argv}\n{traceback.format_exc()}")
    return file.name


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")


def find_show(ctx: click.Context) -> Show:
    """Return the selected show after completing its last publication. Raises `ShowError`."""
    from podcast.show import lock
    from podcast.show.show import Show

    show = Show.find(ctx.find_root().obj)
    lock.complete_publication(show)
    return show


def find_lexicon(ctx: click.Context) -> Lexicon:
    """Load the show's lexicon; outside of a show, only the built-in names."""
    from podcast.german.lexicon.lookup import Lexicon

    return Lexicon.load(*find_lexicon_files(ctx))


def find_lexicon_files(ctx: click.Context) -> list[Path]:
    """Return the show's lexicon file; empty outside of a show or if it has none."""
    try:
        return find_show(ctx).lexicon_files()
    except ShowError:
        return []


def print_rows(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    """Print the result of a list command: columns for people, JSON for scripts."""
    from podcast.cli import tables

    if as_json:
        print_json(rows)
    else:
        click.echo(tables.table(rows))


def print_json(value: Any) -> None:
    """Print the result of a command as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
