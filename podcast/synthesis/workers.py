"""What the pipeline asks of whatever runs its jobs: an ordered map that survives crashes and hangs.

`podcast.synthesis.processes` implements it with processes on this machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Protocol, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class WorkerDied(Exception):  # noqa: N818 -- says what happened; the caller knows what it means
    """The worker crashed or hung on an item, which is the argument."""


class Workers(Protocol):
    """Workers that apply a function to items. Use in a `with` statement, which ends them."""

    timeout_s: float
    """Longest that one item may take, including the start of a worker. Seconds."""

    @property
    def busy(self) -> int:
        """Number of workers that have something to do."""
        ...

    def warm(self) -> None:
        """Start loading what workers need, and return at once."""
        ...

    def map(
        self,
        function: Callable[[T], R],
        items: Iterable[T],
        skip: Callable[[T], bool] = ...,
        size: Callable[[T], int] = ...,
    ) -> Iterator[tuple[T, R | Exception | None]]:
        """Yield each item in order with what `function` returned or raised; `None` if skipped.

        The exception is `WorkerDied` if the item crashed its worker or ran into the timeout; no
        other item is lost. `items` is read only a bounded number ahead of the results. `size` says
        how much work an item is: the last items are started by size, so that all workers finish
        together. Maps may be nested. `function` and the items are pickled.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
