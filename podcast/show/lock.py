"""The lock of a show: a process must hold it to write to the show."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from podcast.errors import LockedError, PublishError
from podcast.show.show import Show


@contextlib.contextmanager
def hold(show: Show, waiting: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the show's lock. If another build holds it, call `waiting(who)` once and wait.

    Without `waiting`, raises `LockedError` instead of waiting. Completes a publication that was
    interrupted by a crash. Raises `PublishError` if the lock file cannot be written.
    """
    import filelock

    path, owner = show.paths.lock, show.paths.lock_owner
    lock = filelock.FileLock(path)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        who = _text(owner) or "another process"
        if waiting is None:
            root, fix = show.paths.root, "try again later"
            raise LockedError(root, f"is locked: {who} is building this show", fix) from None
        waiting(who)
        lock.acquire()
    except OSError as error:
        raise PublishError.of(error, path) from None
    try:
        owner.write_text(f"process {os.getpid()}", "utf-8")
        show.publication.recover()
        yield
    finally:
        show.publication.clear()
        owner.unlink(missing_ok=True)
        lock.release()


def complete_publication(show: Show) -> None:
    """Complete a publication interrupted by a crash, unless a build is running."""
    if show.publication.is_interrupted:
        with contextlib.suppress(LockedError, PublishError, OSError), hold(show):
            pass


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except OSError:
        return ""
