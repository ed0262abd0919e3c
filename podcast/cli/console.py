"""Human-readable output: progress on stderr, results on stdout."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import click

from podcast.build.pipeline import BuildProgress
from podcast.build.result import Result
from podcast.cli.tables import counted
from podcast.episode.clock import clock
from podcast.german.words.wordlist import has_word
from podcast.models import Episode
from podcast.show.paths import FEED
from podcast.show.show import Show

if TYPE_CHECKING:
    from podcast.check.finding import Problem

_SIGNS = {
    "built": ("built", "green"),
    "fresh": ("fresh", "bright_black"),
    "failed": ("failed", "red"),
    "new": ("new", "yellow"),
    "stale": ("stale", "yellow"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of a build, printable as text or JSON."""

    show: Show
    results: Sequence[Result]
    lost: Sequence[Episode]
    """Episodes whose article no longer exists."""
    pruned: bool
    """Whether the lost episodes were withdrawn."""
    to_prune: bool
    """Whether the lost episodes would be withdrawn if this were not a dry run."""
    damaged: int
    """Number of damaged clips in the cache that were synthesised again."""

    def as_json(self) -> dict[str, Any]:
        """Return one JSON object with a row for each article."""
        return {
            "show": self.show.settings.title,
            "feed": str(self.show.paths.public / FEED),
            "base_url": self.show.base,
            "articles": [asdict(result) for result in self.results],
            "orphaned": [episode.slug for episode in self.lost],
            "pruned": self.pruned,
            "failed": sum(result.state == "failed" for result in self.results),
        }

    def print(self) -> None:
        """Print a line for each article, with notes below it, and the feed's path last."""
        fresh = [result for result in self.results if result.state == "fresh"]
        for result in self.results:
            if result.state != "fresh" or len(fresh) <= 3:
                _print_result(result)
        if len(fresh) > 3:
            click.echo(f"fresh   {len(fresh)} episodes: up to date")
        for episode in self.lost:
            done = "kept; withdraw it with: podcast build --prune"
            if self.pruned or self.to_prune:
                done = "withdrawn" if self.pruned else "would be withdrawn"
            click.echo(f"orphan  {episode.slug}: {episode.source} no longer exists ({done})")
        if self.damaged:
            clips = counted(self.damaged, "damaged clip")
            click.echo(f"Replaced {clips} in the cache")
        if (self.show.paths.public / FEED).is_file():
            click.echo(f"Feed: {self.show.paths.public / FEED}")


def _print_result(result: Result) -> None:
    sign, colour = _SIGNS[result.state]
    name = result.slug or result.source
    line = click.style(sign.ljust(8), fg=colour)
    if result.state == "built":
        clips = f"{counted(result.synthesised, 'clip')} synthesised, {result.reused} reused"
        click.echo(f"{line}{name}  {clock(round(result.seconds))}  {clips}  ({result.reason})")
    elif result.state == "failed":
        click.echo(f"{line}{result.reason}", err=True)
    else:
        click.echo(f"{line}{name}  ({result.reason})")
    for text in result.dropped:
        click.echo(f"        left out: {text!r}")
    for text in result.skipped:
        click.echo(f"        not spoken: {text}")


def waiting(who: str) -> None:
    """Report that another build is running."""
    click.echo(
        f"{who[:1].upper()}{who[1:]} is building this show; waiting for it to finish …", err=True
    )


@contextmanager
def progress() -> Iterator[Callable[[BuildProgress], None]]:
    """Show progress on stderr: a live bar on a terminal, otherwise a line for each article."""
    if sys.stderr.isatty():
        with _bar() as tell:
            yield tell
    else:
        yield _Lines()


class _Lines:
    """Prints a line when an article begins."""

    def __init__(self) -> None:
        self._number = 0

    def __call__(self, step: BuildProgress) -> None:
        if step.number != self._number:
            self._number = step.number
            click.echo(f"[{step.number}/{step.total}] {step.title}", err=True)


@contextmanager
def _bar() -> Iterator[Callable[[BuildProgress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[made]}"),
        TimeRemainingColumn(compact=True),
    )
    begun = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading articles", total=None, made="")

        def tell(step: BuildProgress) -> None:
            pace = step.seconds / max(time.monotonic() - begun, 0.001)
            bar.update(
                task,
                total=step.total,
                completed=step.number - 1 + step.share,
                description=f"[{step.number}/{step.total}] {step.title[:50]}",
                made=f"{clock(round(step.seconds))} of audio, {pace:.0f} × real time, "
                f"{counted(step.busy, 'worker')} busy",
            )

        yield tell


def details(found: dict[str, Any]) -> None:
    """Print an episode's metadata and its sentences, written and spoken side by side."""
    from rich.console import Console
    from rich.table import Table

    click.secho(found["title"], bold=True)
    click.echo(
        f"{found['author'] or '–'} · {found['published'][:10]} · "
        f"{clock(round(found['seconds']))} · {found['bytes'] / 1e6:.1f} MB · voice {found['voice']}"
    )
    click.echo(f"{found['file']}\nfrom {found['source']}")
    table = Table("time", "written", "spoken", show_lines=False, pad_edge=False)
    for row in found["sentences"]:
        time_ = "–" if row["start"] is None else clock(round(row["start"]))
        same = row["spoken"] == row["written"]
        table.add_row(time_, row["written"], "=" if same else row["spoken"])
    Console(width=None if sys.stdout.isatty() else 160, markup=False).print(table)


def explained(found: dict[str, Any]) -> None:
    """Print the passages that are spoken differently than written, and all doubts."""
    from rich.console import Console
    from rich.table import Table

    click.secho(found["title"], bold=True)
    table = Table("§", "written", "spoken", "rule", pad_edge=False)
    # Quotation marks and dashes are frequent, and never wrong.
    shown = [row for row in found["passages"] if has_word(row["written"] + row["spoken"])]
    for row in shown:
        table.add_row(str(row["paragraph"]), row["written"], row["spoken"], row["rule"])
    Console(width=None if sys.stdout.isatty() else 120, markup=False).print(table)
    for line in (*found["dropped"], *found["skipped"]):
        click.echo(f"left out: {line!r}")
    for row in found["doubts"]:
        click.secho(
            f"doubtful in § {row['paragraph']}: {row['written']!r}: {row['why']}", fg="yellow"
        )
        click.echo(f"  {row['sentence'][:100]}")
    changed, doubts = counted(len(shown), "passage"), counted(len(found["doubts"]), "passage")
    click.echo(f"{changed} changed, {doubts} doubtful")


def problems(found: Sequence[Problem]) -> None:
    """Print the findings of `podcast check`, errors first."""
    for problem in sorted(found, key=lambda problem: problem.severity):
        colour = "red" if problem.severity == "error" else "yellow"
        click.secho(f"{problem.severity}: {problem.where}: {problem.what}", fg=colour)
        if problem.fix:
            click.echo(f"  → {problem.fix}")
        if problem.source:
            click.secho(f"  ({problem.source})", dim=True)
    errors = sum(problem.severity == "error" for problem in found)
    warnings = len(found) - errors
    click.echo(f"{counted(errors, 'error')}, {counted(warnings, 'warning')}")


def problems_json(found: Sequence[Problem]) -> dict[str, Any]:
    """Return the findings of `podcast check` as a JSON object."""
    errors = sum(problem.severity == "error" for problem in found)
    return {
        "errors": errors,
        "warnings": len(found) - errors,
        "problems": [asdict(problem) for problem in found],
    }
