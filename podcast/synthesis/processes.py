"""Workers as processes on this machine, each driven by a thread that waits for its results.

Processes, because speech engines hold the GIL, are not thread-safe, and may crash or hang on some
text. Each worker has its own pipe, so a crash or a hang loses nothing but its own item.

`concurrent.futures.ProcessPoolExecutor` is not used. It starts processes in `submit` while its
manager thread closes the queue of a broken pool: 22 of 150 crashes next to a starting worker ended
the whole build with an `OSError`.

`pebble` 5.2 is not used either. It can notice a death before the messages that preceded it: with
the GIL contended, 14 of 63 crashes lost other items too. Ctrl-C took 6.5 s instead of 0.4 s while
two engines were in C code. A cold build took 4 % longer (median of 31 interleaved builds).
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for_futures
from types import ModuleType, TracebackType
from typing import Any, Self, TypeVar

from podcast.synthesis import fork_server, memory
from podcast.synthesis.lookahead import LookAhead
from podcast.synthesis.workers import WorkerDied

T = TypeVar("T")
R = TypeVar("R")

TIMEOUT_S = 120.0
"""A thousand times what a clip usually takes. Seconds."""
_ATTEMPTS = 2
"""Workers that an item may cost. The first may not be the item's fault: the system kills processes
when memory runs out."""
_GRACE_S = 0.3
"""How long running items may go on when the workers are ended. Seconds."""


class ProcessWorkers:
    """Implements `Workers`. Processes are started when there is an item for them."""

    def __init__(self, count: int, *, timeout_s: float = TIMEOUT_S) -> None:
        self.count = count
        self.timeout_s = timeout_s
        self._threads = ThreadPoolExecutor(count)
        self._unfinished: set[Future[Any]] = set()
        self._idle: deque[_Process] = deque()
        self._processes: set[_Process] = set()
        self._ended = False
        self._lock = threading.Lock()  # no process is started while others are being ended

    @property
    def busy(self) -> int:
        """Number of processes that have something to do."""
        return min(self.count, len(self._unfinished))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        try:
            wait_for_futures(self._unfinished, _GRACE_S)
        finally:
            self._kill_all()
            self._threads.shutdown()

    def warm(self) -> None:
        """Start importing what workers need, and return at once."""
        fork_server.warm()

    def map(
        self,
        function: Callable[[T], R],
        items: Iterable[T],
        skip: Callable[[T], bool] = lambda _: False,
        size: Callable[[T], int] = lambda _: 1,
    ) -> Iterator[tuple[T, R | Exception | None]]:
        """See `Workers.map`."""
        ahead = LookAhead(
            submit=functools.partial(self._submit, function),
            workers=self.count,
            idle=lambda: self.busy < self.count,
            skip=skip,
            size=size,
        )
        for result in ahead.map(items):
            memory.item_done()
            yield result

    def _submit(self, function: Callable[[T], R], item: T) -> Future[R | Exception]:
        future = self._threads.submit(self._run, function, item)
        self._unfinished.add(future)
        future.add_done_callback(self._unfinished.discard)
        return future

    def _run(self, function: Callable[[T], R], item: T) -> R | Exception:
        """In a thread of its own: let a process work on `item`. Raises `WorkerDied`."""
        for _ in range(_ATTEMPTS):
            process = self._take()
            try:
                outcome: R | Exception = process.call(function, item, self.timeout_s)
            except (EOFError, OSError):
                self._discard(process)
            else:
                self._idle.append(process)
                return outcome
        raise WorkerDied(item)

    def _take(self) -> _Process:
        try:
            return self._idle.pop()
        except IndexError:
            return self._start()

    def _start(self) -> _Process:
        with self._lock:
            if self._ended:
                raise RuntimeError("these workers have been ended")
            process = _Process()
            self._processes.add(process)
            return process

    def _discard(self, process: _Process) -> None:
        process.kill()
        with self._lock:
            self._processes.discard(process)

    def _kill_all(self) -> None:
        with self._lock:
            self._ended = True
            for process in self._processes:
                process.kill()


class _Process:
    """A worker process and the pipe to it."""

    def __init__(self) -> None:
        from podcast.synthesis.worker_process import serve  # slow to import, and often not needed

        fork_server.warm()
        context = fork_server.context()
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        with _without_main():
            self._process.start()
        theirs.close()

    def call(self, function: Callable[[T], R], item: T, timeout_s: float) -> Any:
        """Return what `function` returned or raised there.

        Raises `EOFError` or `OSError` if the process has died or does not answer in time, and what
        pickling raises.
        """
        from multiprocessing.connection import wait

        self._pipe.send((function, item))
        if self._pipe not in wait([self._pipe, self._process.sentinel], timeout_s):
            raise EOFError
        return self._pipe.recv()

    def kill(self) -> None:
        """End the process, and return when it has ended."""
        self._process.kill()
        self._process.join()


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Hide `__main__` while a process is started. Not thread-safe.

    Python would import `__main__` again in each worker, because functions might be defined there.
    Here that is the whole command line; a script without the usual guard would run again.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
