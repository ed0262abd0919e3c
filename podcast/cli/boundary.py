"""What all verbs share: where errors become exit codes, the show, JSON."""

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
    """The one place where errors become exit codes: 1 expected, 2 usage, 3 a bug, 130 Ctrl-C.

    The verbs are given as `verb → module of this package`, which is imported when its verb is used.
    """

    def __init__(self, *, verbs: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self._modules = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All verbs, in the order in which they were given."""
        return [*self._modules, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb called `cmd_name`, if there is one."""
        if cmd_name not in self._modules:
            return super().get_command(ctx, cmd_name)
        module = importlib.import_module(f"podcast.cli.{self._modules[cmd_name]}")
        verb: click.Command = module.VERBS[cmd_name]
        return verb

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; report what it raises."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # an old terminal's encoding is no bug
        try:
            return super().invoke(ctx)
        except PodcastError as error:
            click.secho(f"Error: {error}", fg="red", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            sys.stdout = None  # whoever read it has gone: no complaint at exit
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
    """Write the traceback of the current exception to a file; its path."""
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
    """The show that the command line means, its last publication completed. Raises `ShowError`."""
    from podcast.show import lock
    from podcast.show.show import Show

    show = Show.find(ctx.find_root().obj)
    lock.heal(show)
    return show


def find_lexicon(ctx: click.Context) -> Lexicon:
    """The lexicon of the show, or outside of one the built-in names alone."""
    from podcast.german.lexicon.lookup import Lexicon

    return Lexicon.load(*find_lexicon_files(ctx))


def find_lexicon_files(ctx: click.Context) -> list[Path]:
    """The show's own lexicon, if there is a show and it has one."""
    try:
        return find_show(ctx).lexicon_files()
    except ShowError:
        return []


def print_rows(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    """The result of a verb that lists: columns for people, JSON for scripts."""
    from podcast.cli import tables

    if as_json:
        print_json(rows)
    else:
        click.echo(tables.table(rows))


def print_json(value: Any) -> None:
    """The result of a verb, for scripts."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
