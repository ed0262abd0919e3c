"""Workers for tests that need no processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class InlineWorkers:
    """Implements `Workers` in this process, without protection from crashes and hangs."""

    busy = 0

    def __init__(self) -> None:
        self.timeout_s = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass

    def warm(self) -> None:
        pass

    def map(
        self,
        function: Callable[[T], R],
        items: Iterable[T],
        skip: Callable[[T], bool] = lambda _: False,
        size: Callable[[T], int] = lambda _: 1,  # noqa: ARG002 -- each item is started in its turn
    ) -> Iterator[tuple[T, R | Exception | None]]:
        for item in items:
            yield item, None if skip(item) else _outcome(function, item)


def _outcome(function: Callable[[T], R], item: T) -> R | Exception:
    try:
        return function(item)
    except Exception as error:
        return error
