"""How long processes keep memory that they have freed."""

from __future__ import annotations

import functools
import itertools
import os
import sys
from collections.abc import Callable

_ENVIRONMENT = {
    # By default, glibc returns each large array to the system and gets it back zeroed, page by
    # page. A worker that keeps large arrays until the next trim is 5 % faster.
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
}
_TRIM_EVERY = 16
"""Items between two trims. Without them, fragmentation grows with the hours."""
_ITEMS = itertools.count(1)


def keep_freed_blocks() -> None:
    """Let processes that are started from now on keep large blocks until the next trim."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)


def item_done() -> None:
    """Count an item of this process; return free memory to the system after every 16th."""
    if not next(_ITEMS) % _TRIM_EVERY:
        trim = _malloc_trim()
        if trim:
            trim(0)


@functools.cache
def _malloc_trim() -> Callable[[int], int] | None:
    import ctypes

    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
