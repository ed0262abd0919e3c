"""Rebuild a served show whenever one of its source files changes.

Each build runs in its own process, so it neither slows the server down nor can crash it.
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
"""A build waits until there are no changes for this long: editors save in several steps."""
_MAX_WAIT_MS = 5000
"""A build starts at most this long after the first change, even if more follow."""
_STOP_TIMEOUT_S = 5
"""Grace period for a running build to stop. Seconds."""


class Rebuilder:
    """Watches a show and rebuilds it. Use in a `with` statement.

    `tell` is called with a line for each article that was built or failed. `published` is called
    after each build that could run.
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
            thread.join(_STOP_TIMEOUT_S)

    def build(self) -> bool:
        """Build once, immediately; return whether the build could run."""
        command = [sys.executable, "-m", "podcast", "--show", str(self._root), "build", "--json"]
        self._build = subprocess.Popen(  # noqa: S603 -- runs this program
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            start_new_session=True,  # only the server gets Ctrl-C; it then stops the build
        )
        out, err = self._build.communicate()
        self._build = None
        if self._stop.is_set():
            return False
        report = _report(out)
        for line in _lines(report) if report else _error_line(err):
            self._tell(line)
        return report is not None

    def _work(self) -> None:
        while self._changed.wait() and not self._stop.is_set():
            self._changed.clear()
            if self.build():
                self._published()

    def _watch(self, folders: Sequence[Path], recursive: bool) -> None:  # noqa: FBT001 -- a thread target
        import watchfiles

        present = [folder for folder in folders if folder.is_dir()]
        try:
            for _ in watchfiles.watch(
                *present,
                watch_filter=lambda _, path: _matters(Path(path)),
                recursive=recursive,
                step=_QUIET_MS,
                debounce=_MAX_WAIT_MS,
                stop_event=self._stop,
                raise_interrupt=False,
            ):
                self._changed.set()
        except (OSError, RuntimeError) as error:
            self._tell(f"{folders[0]}: can no longer be watched: {error}")


def _matters(path: Path) -> bool:
    """Whether an episode may depend on `path`; not locks, editors' temporary files or output."""
    if path.name.startswith(".") or path.name.endswith(("~", ".swp", ".tmp", ".part")):
        return False
    # vim creates a probe file named 4913.
    return path.name not in {"public", "models"} and not path.name.isdigit()


def _report(out: str) -> dict[str, Any] | None:
    try:
        found = json.loads(out)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _lines(report: dict[str, Any]) -> list[str]:
    rows = [row for row in report["articles"] if row["state"] != "fresh"]
    lines = [
        f"failed  {row['reason']}"
        if row["state"] == "failed"
        else f"{row['state']:<8}{row['slug']}  ({row['reason']})"
        for row in rows
    ]
    return lines + [f"orphan  {slug}: its article no longer exists" for slug in report["orphaned"]]


def _error_line(err: str) -> list[str]:
    """Return why a build could not run: the last line it printed to stderr."""
    lines = [line for line in err.splitlines() if line.strip()]
    return (
        [f"failed  {lines[-1].removeprefix('Error: ')}"]
        if lines
        else ["failed  the build exited without an error message"]
    )


def _interrupt(build: subprocess.Popen[str]) -> None:
    """Interrupt a build and its children as Ctrl-C would; kill them if they do not stop."""
    if sys.platform == "win32":
        build.terminate()
        return
    for number in (signal.SIGINT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(build.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            build.wait(_STOP_TIMEOUT_S)
            return
