"""Builds the show again whenever something changes that it is made of, while it is being served.

Each build is a process of its own: it does not slow the server down, and cannot take it along.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from podcast.show.paths import Paths

_QUIET_MS = 400
"""Changes are waited for until none has come for so long: editors write in several steps."""
_AT_MOST_MS = 5000
"""A build begins this long after the first change, even if more keep coming."""
_END_WITHIN = 5
"""What a running build gets to stop. Seconds."""


class Rebuilder:
    """Watches a show and builds it. Use in a `with` statement.

    `tell` gets a line for each article that was made or failed, `published` is called after each
    build that was able to run.
    """

    def __init__(
        self,
        root: Path,
        *,
        tell: Callable[[str], None],
        published: Callable[[], None] = lambda: None,
    ) -> None:
        self._root, self._tell, self._published = root, tell, published
        self._stop, self._changed = threading.Event(), threading.Event()
        self._build: subprocess.Popen[str] | None = None
        paths = Paths(root)
        self._threads = [
            threading.Thread(target=self._watch, args=([paths.seeds], True), daemon=True),
            threading.Thread(
                target=self._watch, args=([paths.feed, paths.voices], False), daemon=True
            ),
            threading.Thread(target=self._work, daemon=True),
        ]

    def __enter__(self) -> Rebuilder:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._changed.set()
        if self._build:
            _interrupt(self._build)
        for thread in self._threads:
            thread.join(_END_WITHIN)

    def build(self) -> bool:
        """Build once, now; whether that was possible at all."""
        command = [sys.executable, "-m", "podcast", "--show", str(self._root), "build", "--json"]
        self._build = subprocess.Popen(  # noqa: S603 -- ourselves
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            start_new_session=True,  # Ctrl-C is for the server, which then ends the build
        )
        out, err = self._build.communicate()
        self._build = None
        if self._stop.is_set():
            return False
        report = _report(out)
        for line in _lines(report) if report else _complaint(err):
            self._tell(line)
        return report is not None

    def _work(self) -> None:
        while self._changed.wait() and not self._stop.is_set():
            self._changed.clear()
            if self.build():
                self._published()

    def _watch(self, folders: Sequence[Path], recursive: bool) -> None:  # noqa: FBT001 -- from a thread
        import watchfiles

        present = [folder for folder in folders if folder.is_dir()]
        try:
            for _ in watchfiles.watch(
                *present,
                watch_filter=lambda _, path: _matters(Path(path)),
                recursive=recursive,
                step=_QUIET_MS,
                debounce=_AT_MOST_MS,
                stop_event=self._stop,
                raise_interrupt=False,
            ):
                self._changed.set()
        except (OSError, RuntimeError) as error:
            self._tell(f"{folders[0]}: cannot be watched any more: {error}")


def _matters(path: Path) -> bool:
    """Whether an episode may depend on `path`: not locks, drafts of editors, what is published."""
    if path.name.startswith(".") or path.name.endswith(("~", ".swp", ".tmp", ".part")):
        return False
    return path.name not in {"public", "models"} and not path.name.isdigit()  # vim's probe: 4913


def _report(out: str) -> dict[str, Any] | None:
    try:
        found = json.loads(out)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _lines(report: dict[str, Any]) -> list[str]:
    rows = [row for row in report["articles"] if row["state"] != "fresh"]
    told = [
        f"failed  {row['reason']}"
        if row["state"] == "failed"
        else f"{row['state']:<8}{row['slug']}  ({row['reason']})"
        for row in rows
    ]
    return told + [f"orphan  {slug}: its article is gone" for slug in report["orphaned"]]


def _complaint(err: str) -> list[str]:
    """Why a build could not run: the last line of what it said."""
    lines = [line for line in err.splitlines() if line.strip()]
    return [f"failed  {lines[-1].removeprefix('Error: ')}"] if lines else ["failed  without a word"]


def _interrupt(build: subprocess.Popen[str]) -> None:
    """End a build as Ctrl-C would, and all that it has started; by force if it does not listen."""
    if sys.platform == "win32":
        build.terminate()
        return
    for number in (signal.SIGINT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(build.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            build.wait(_END_WITHIN)
            return
