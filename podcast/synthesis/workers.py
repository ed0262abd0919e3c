"""An ordered map over worker processes that bears a worker's death.

Processes, because speech engines hold the GIL, are not for threads, and may crash or hang on some
text. The next results are worked on while one is being used, at most about `AHEAD` of them.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import FrameType, ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.context import BaseContext

_COUNTER = itertools.count(1)

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 32
"""Items that are worked on or wait to be used; more where more than eight workers want to be kept
busy. An encoded clip is about 0.4 MB."""
_HELD = 3
"""Items for each worker that are not begun before it is known whether they are the last."""

PRELOAD = ["podcast.synthesis.preload"]
"""What all workers need: imported once, before they fork."""

_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",  # a worker has a core, not all of them
    # glibc returns large arrays to the system and gets them back, cleared page by page, all the
    # time: a worker that keeps them for a while (`_TIDY`) is 5 % faster.
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
}
_TIDY = 16
"""Items after which the memory is given back that lies unused between what is in use: else it
grows with the hours."""
_GRACE_S = 0.3  # for a worker to end by itself

TIMEOUT_S = 120.0
"""A thousand times what a clip usually takes. Seconds."""


@dataclass(slots=True, eq=False)
class _Place(Generic[T]):
    """An item in its turn."""

    item: T
    future: Future[Any] | None = None
    """What becomes of it; none where it is skipped or not begun yet."""


class WorkerDied(Exception):  # noqa: N818 -- says what happened; the caller knows what it means
    """The worker crashed or hung on an item, which is the argument."""


class Workers:
    """Worker processes that start with the first item. Use in a `with` statement."""

    def __init__(self, count: int, *, timeout_s: float = TIMEOUT_S) -> None:
        """`count` processes; 0 works in this process, without protection (for tests)."""
        self.count = count
        self.timeout_s = timeout_s
        """Longest that one item may take. Seconds."""
        self._pool: ProcessPoolExecutor | None = None
        self._open: set[Future[Any]] = set()

    @property
    def busy(self) -> int:
        """How many processes have something to do."""
        return min(self.count, len(self._open))

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def warm(self) -> None:
        """Begin to load what workers need, while other things are done."""
        if self.count:
            warm()

    def map(
        self,
        function: Callable[[T], R],
        items: Iterable[T],
        skip: Callable[[T], bool] = lambda _: False,
        size: Callable[[T], int] = lambda _: 1,
    ) -> Iterator[tuple[T, R | Exception | None]]:
        """Each item in order, with what `function` returned or raised; `None` where skipped.

        The exception is `WorkerDied` where the item took its worker with it. `size` says how much
        work an item is: the last ones are begun by size, so that all workers end together.
        """
        if not self.count:
            yield from ((item, None if skip(item) else _outcome(function, item)) for item in items)
            return
        window: deque[_Place[T]] = deque()
        held: deque[_Place[T]] = deque()
        for item in items:
            window.append(_Place(item))
            if not skip(item):
                held.append(window[-1])
            full = len(window) > max(AHEAD, 4 * self.count)
            while held and (
                len(held) > _HELD * self.count
                or self.busy < self.count
                or (full and held[0] is window[0])
            ):
                place = held.popleft()
                place.future = self._submit(function, place.item)
            if full:
                yield self._first(function, window)
        for place in sorted(held, key=lambda place: size(place.item), reverse=True):
            place.future = self._submit(function, place.item)
        while window:
            yield self._first(function, window)

    def _submit(self, function: Callable[[T], R], item: T) -> Future[R]:
        from concurrent.futures import Future
        from concurrent.futures.process import BrokenProcessPool

        try:
            with _no_main(), _undisturbed():
                future = self._running().submit(_work, function, item)
            self._open.add(future)
            future.add_done_callback(self._open.discard)
            return future
        except BrokenProcessPool as error:  # noticed when the items before this one are used
            broken: Future[R] = Future()
            broken.set_exception(error)
            return broken

    def _first(
        self, function: Callable[[T], R], window: deque[_Place[T]]
    ) -> tuple[T, R | Exception | None]:
        from concurrent.futures.process import BrokenProcessPool

        place = window.popleft()
        _count()
        if place.future is None:
            return place.item, None
        try:
            return place.item, place.future.result(self.timeout_s)
        except (BrokenProcessPool, TimeoutError):
            return place.item, self._alone(function, place.item, window)
        except Exception as error:
            return place.item, error

    def _alone(
        self, function: Callable[[T], R], item: T, window: deque[_Place[T]]
    ) -> R | Exception:
        """Find out whether `item` or one of those around it killed the pool; start again."""
        from concurrent.futures.process import BrokenProcessPool

        self._stop()
        try:
            outcome: R | Exception = self._submit(function, item).result(self.timeout_s)
        except (BrokenProcessPool, TimeoutError):
            self._stop()
            outcome = WorkerDied(item)
        except Exception as error:
            outcome = error
        for place in window:
            if place.future is not None and not _succeeded(place.future):
                place.future = self._submit(function, place.item)
        return outcome

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor

            warm()
            self._pool = ProcessPoolExecutor(self.count, _context(), _start)
        return self._pool

    def _stop(self) -> None:
        """End all workers now: what they were doing is not wanted any more."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        # There is no public way to end a worker that hangs.
        workers, results = list(pool._processes.values()), pool._result_queue  # noqa: SLF001
        thread: Any = pool._executor_manager_thread  # noqa: SLF001
        pool.shutdown(wait=False, cancel_futures=True)
        patience = time.monotonic() + _GRACE_S
        for worker in workers:
            worker.join(max(0, patience - time.monotonic()))
        # A worker that is killed while it sends a result leaves half of it in the pipe. The pool's
        # thread would wait for the rest for ever, were our own end of the pipe not closed too.
        results._writer.close()  # type: ignore[attr-defined]  # noqa: SLF001
        for worker in workers:
            worker.kill()
        for worker in workers:
            worker.join()
        if thread:
            thread.join(_GRACE_S)  # it would quarrel with Python's own end over what to close


def _context() -> BaseContext:
    """Processes that share nothing with this one, but what they all have to load."""
    import multiprocessing

    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    context.set_forkserver_preload(PRELOAD)
    return context


def warm() -> None:
    """Begin to load what all workers need, before it is known how many there will be."""
    if _context().get_start_method() != "forkserver":
        return
    from multiprocessing import forkserver, resource_tracker

    resource_tracker.ensure_running()  # not below: it would let the signal through again
    with _undisturbed():
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:  # what is started inherits that; in a terminal, Ctrl-C goes to all processes
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C wait while a process is started: half of one would print where it was.

    A second one goes through. By a handler, because any thread may be given the signal.
    """
    before = signal.getsignal(signal.SIGINT)
    if not callable(before) or threading.current_thread() is not threading.main_thread():
        yield
        return
    noted: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        noted.append(number)
        if len(noted) > 1:
            before(number, frame)

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if noted:
            before(signal.SIGINT, None)


@contextlib.contextmanager
def _no_main() -> Iterator[None]:
    """Start workers without the program that wants them.

    Python would import it again in each of them, for functions that it might define: the whole
    command line here, and elsewhere a script without its usual guard would start itself anew.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _work(function: Callable[[T], R], item: T) -> R:
    """In a worker: what becomes of an item."""
    _count()
    return function(item)


def _count() -> None:
    """One more item went through this process."""
    if not next(_COUNTER) % _TIDY:
        trim = _malloc_trim()
        if trim:
            trim(0)


@functools.cache
def _malloc_trim() -> Callable[[int], int] | None:
    import ctypes

    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None


def _outcome(function: Callable[[T], R], item: T) -> R | Exception:
    try:
        return function(item)
    except Exception as error:
        return error


def _succeeded(future: Future[R]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _start() -> None:
    """In each worker: leave Ctrl-C to the parent, and do not outlive it."""
    import multiprocessing
    from multiprocessing.connection import wait

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):  # an engine's program may want to know of it
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    parent = multiprocessing.parent_process()
    if parent:

        def follow() -> None:
            with contextlib.suppress(OSError):  # closed: this worker is ending by itself
                wait([parent.sentinel])
                os._exit(1)

        threading.Thread(target=follow, daemon=True).start()


def cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
