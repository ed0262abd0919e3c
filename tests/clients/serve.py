"""`podcast serve` as clients meet it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

from podcast.show.show import Show


class Served:
    """`podcast serve` at work, and what it has said."""

    def __init__(self, show: Show) -> None:
        self.show, self.log = show, list[str]()
        self._process = subprocess.Popen(
            [*(sys.executable, "-m", "podcast", "-C", show.paths.root),
             *("serve", "--host", "127.0.0.1", "--port", "0")],
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )  # fmt: skip
        first = self._process.stdout.readline() if self._process.stdout else ""
        found = re.search(r"http://\S+/feed\.xml", first)
        assert found, first
        self.feed = found[0]
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self.log.append(line)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        self._reader.join(20)
        if self._process.stdout:
            self._process.stdout.close()


def media(show: Show, newest: int = 100) -> dict[str, bytes]:
    """The newest media files by name."""
    episodes = sorted(show.episodes.by_source().values(), key=lambda e: e.published, reverse=True)
    paths: list[Path] = [show.episodes.media(episode) for episode in episodes[:newest]]
    return {path.name: path.read_bytes() for path in paths}
