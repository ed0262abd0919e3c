"""Podcast clients of Debian subscribe to the served feed: every download is the published file.

`.ci/run` installs them; elsewhere the tests are skipped.
"""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from serve import Served, media

pty = pytest.importorskip("pty")

PATIENCE = 60


def needs(program: str, package: str) -> pytest.MarkDecorator:
    missing = shutil.which(program) is None
    return pytest.mark.skipif(missing, reason=f"needs {program}: apt-get install {package}")


def downloads(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*.mp3")}


@needs("gpo", "gpodder")
def test_gpodder(served: Served, tmp_path: Path) -> None:
    places = {"GPODDER_HOME": "home", "GPODDER_DOWNLOAD_DIR": "downloads", "HOME": "home"}
    env = {**os.environ, **{name: str(tmp_path / folder) for name, folder in places.items()}}
    (tmp_path / "home").mkdir()
    wanted = media(served.show)
    name, whole = next(iter(wanted.items()))
    cut = tmp_path / "downloads" / "Probe" / f"{name}.partial"
    cut.parent.mkdir(parents=True)
    cut.write_bytes(whole[: len(whole) // 2])  # as a download that was cut leaves it

    def gpo(*arguments: str) -> str:
        run = subprocess.run(
            [shutil.which("gpo") or "", *arguments],
            env=env,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    gpo("subscribe", served.feed)
    shown = gpo("episodes", served.feed)
    assert "Größe & Maß 6" in shown
    gpo("download")
    assert downloads(tmp_path) == wanted  # all six: gPodder follows the feed into its archive
    assert [line for line in served.log if name in line and "→ 206" in line], served.log


@needs("newsboat", "newsboat")
@needs("podboat", "newsboat")
def test_podboat(served: Served, tmp_path: Path) -> None:
    home, folder = tmp_path / ".newsboat", tmp_path / "downloads"
    home.mkdir()
    folder.mkdir()
    (home / "urls").write_text(f"{served.feed}\n")
    (home / "config").write_text(f'podcast-auto-enqueue yes\ndownload-path "{folder}/"\n')
    env = {**os.environ, "HOME": str(tmp_path), "TERM": "xterm"}
    subprocess.run(
        [shutil.which("newsboat") or "", "-x", "reload"], env=env, check=True, timeout=PATIENCE
    )
    wanted = media(served.show, newest=4)  # it knows no archives
    queue = (home / "queue").read_text()
    assert all(name in queue for name in wanted)
    name, whole = next(iter(wanted.items()))
    cut = next(line.split('"')[1] for line in queue.splitlines() if name in line)
    Path(f"{cut}.part").parent.mkdir(parents=True, exist_ok=True)
    Path(f"{cut}.part").write_bytes(whole[: len(whole) // 2])

    in_terminal("podboat", env, until=lambda: downloads(folder).keys() == wanted.keys())
    assert downloads(folder) == wanted
    assert [line for line in served.log if name in line and "→ 206" in line], served.log


def in_terminal(program: str, env: dict[str, str], *, until: Callable[[], bool]) -> None:
    """Run podboat, which wants a terminal: go on with the selected download, start all, and end."""
    terminal, inside = pty.openpty()
    command = [shutil.which(program) or "", "-a"]
    with subprocess.Popen(command, env=env, stdin=inside, stdout=inside, stderr=inside) as process:
        end = time.monotonic() + PATIENCE
        os.write(terminal, b"d")
        while not until() and time.monotonic() < end:
            _drain(terminal)
        os.write(terminal, b"q")
        while process.poll() is None and time.monotonic() < end:
            _drain(terminal)
        process.kill()
    os.close(inside)
    os.close(terminal)


def _drain(terminal: int) -> None:
    if select.select([terminal], [], [], 0.1)[0]:
        os.read(terminal, 65536)
