"""The order in which items are submitted to workers, and their results yielded."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_WINDOW = 32
"""Results to work ahead of the one in use, if no more than eight workers share them. An encoded
clip is about 0.4 MB."""
_WINDOW_PER_WORKER = 4
_HELD_PER_WORKER = 3
"""Items not submitted until it is known whether they are the last, and so started by size."""


@dataclass(slots=True, eq=False)
class _Slot(Generic[T, R]):
    """An item in the window of look-ahead."""

    item: T
    future: Future[R] | None = None
    """Its result; `None` if it is skipped or not submitted yet."""

    def outcome(self) -> tuple[T, R | Exception | None]:
        """Wait for the result, and return it with the item. An exception is a result as well."""
        try:
            return self.item, self.future.result() if self.future else None
        except Exception as error:
            return self.item, error


@dataclass(slots=True)
class LookAhead(Generic[T, R]):
    """Submits items ahead of their use, and yields them in order."""

    submit: Callable[[T], Future[R]]
    workers: int
    idle: Callable[[], bool]
    """Whether a worker has nothing to do."""
    skip: Callable[[T], bool]
    size: Callable[[T], int]

    def map(self, items: Iterable[T]) -> Iterator[tuple[T, R | Exception | None]]:
        """Yield each item with its outcome, as `Workers.map` does."""
        window: deque[_Slot[T, R]] = deque()
        held: deque[_Slot[T, R]] = deque()
        for item in items:
            window.append(_Slot(item))
            if not self.skip(item):
                held.append(window[-1])
            full = len(window) > max(_WINDOW, _WINDOW_PER_WORKER * self.workers)
            self._release(held, next_in_line=window[0] if full else None)
            if full:
                yield window.popleft().outcome()
        self._submit_by_size(held)
        while window:
            yield window.popleft().outcome()

    def _release(self, held: deque[_Slot[T, R]], next_in_line: _Slot[T, R] | None) -> None:
        """Submit held items while too many are held, a worker is idle or the next one is due."""
        limit = _HELD_PER_WORKER * self.workers
        while held and (len(held) > limit or self.idle() or held[0] is next_in_line):
            slot = held.popleft()
            slot.future = self.submit(slot.item)

    def _submit_by_size(self, held: Iterable[_Slot[T, R]]) -> None:
        for slot in sorted(held, key=lambda slot: self.size(slot.item), reverse=True):
            slot.future = self.submit(slot.item)
