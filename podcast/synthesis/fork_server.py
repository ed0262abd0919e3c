"""The process that workers are forked from, with all they need imported.

Systems without a fork server start each worker as a new interpreter instead.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from podcast.synthesis import memory

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

PRELOAD = ["podcast.synthesis.preload"]
"""Modules that the fork server imports once, for all workers."""


def context() -> ForkServerContext | SpawnContext:
    """Where workers are started: they share nothing with this process but the imports."""
    import multiprocessing

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a worker has one core, not all of them
    memory.keep_freed_blocks()
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(PRELOAD)
    return found


def warm() -> None:
    """Start the fork server unless it is running, and return before it has imported anything.

    The fork server and its workers inherit a signal mask that blocks SIGINT: in a terminal, Ctrl-C
    goes to all processes of the group, and one that is still importing would print a traceback.
    """
    if context().get_start_method() != "forkserver":
        return
    from multiprocessing import forkserver, resource_tracker

    resource_tracker.ensure_running()  # first: it unblocks SIGINT again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
