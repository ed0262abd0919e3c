"""What runs in a worker process: items come in on a pipe, results go out on it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from podcast.synthesis import memory

T = TypeVar("T")
R = TypeVar("R")


def serve(pipe: Connection) -> None:
    """Answer each pair of a function and an item with what the function returned or raised.

    Returns when the parent closes the pipe.
    """
    _ignore_ctrl_c()
    _exit_with_parent()
    with contextlib.suppress(EOFError):
        while True:
            _answer(pipe, *pipe.recv())


def _answer(pipe: Connection, function: Callable[[T], R], item: T) -> None:
    memory.item_done()
    outcome = _outcome(function, item)
    try:
        pipe.send(outcome)
    except OSError:
        raise
    except Exception as error:  # the outcome cannot be pickled
        pipe.send(error)


def _outcome(function: Callable[[T], R], item: T) -> R | Exception:
    """What `function` returns or raises; the exception has a note of where it was raised."""
    try:
        return function(item)
    except Exception as error:
        error.add_note(f"Raised in a worker:\n{traceback.format_exc()}")
        return error


def _ignore_ctrl_c() -> None:
    """Leave Ctrl-C to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):  # a program that an engine starts may handle it
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _exit_with_parent() -> None:
    """End this process when its parent ends, even in the middle of an item."""
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_exit_after, args=(parent.sentinel,), daemon=True).start()


def _exit_after(sentinel: Any) -> None:
    with contextlib.suppress(OSError):  # closed: this worker is ending by itself
        wait([sentinel])
        os._exit(1)
