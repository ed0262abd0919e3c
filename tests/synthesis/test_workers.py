"""What every implementation of `Workers` has to do, and what processes do besides."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from pathlib import Path

import pytest
from inline import InlineWorkers

from podcast.synthesis import processes
from podcast.synthesis.processes import ProcessWorkers
from podcast.synthesis.workers import WorkerDied, Workers

Start = Callable[..., Workers]


@pytest.fixture(params=[ProcessWorkers])
def start(request: pytest.FixtureRequest) -> Start:
    """Begins workers that survive crashes and hangs, given their number."""
    return request.param  # type: ignore[no-any-return]


def work(item: int) -> int:
    if item < 0:
        raise ValueError(item)
    if item == 666:
        os._exit(1)
    if item == 999:
        time.sleep(60)
    return item * item


@pytest.mark.parametrize("workers", [InlineWorkers(), ProcessWorkers(2)])
def test_results_come_in_order_and_errors_stay_where_they_are(workers: Workers) -> None:
    with workers:
        pairs = list(workers.map(work, [3, -1, 4, 5, *range(100)], skip=lambda item: item == 4))
    assert pairs[0] == (3, 9)
    assert isinstance(pairs[1][1], ValueError)
    assert pairs[2] == (4, None)
    assert [result for _, result in pairs[4:]] == [None if i == 4 else i * i for i in range(100)]


def test_an_error_says_where_it_was_raised(start: Start) -> None:
    with start(1) as workers:
        [(_, error)] = workers.map(work, [-1])
    assert isinstance(error, ValueError)
    assert "raise ValueError(item)" in error.__notes__[0]


def lock(_: int) -> object:
    return threading.Lock()


def test_what_cannot_be_pickled_is_an_error_of_its_item(start: Start) -> None:
    with start(1) as workers:
        [(_, error)] = workers.map(lock, [1])
        assert isinstance(error, TypeError)
        assert [result for _, result in workers.map(work, [threading.Lock(), 2])][1:] == [4]  # type: ignore[list-item]


def test_only_the_item_that_kills_its_worker_is_lost(start: Start) -> None:
    items = [1, 2, 666, 3, 4, 5, 666, 6]
    with start(2) as workers:
        results = [result for _, result in workers.map(work, items)]
    assert [r for r in results if not isinstance(r, Exception)] == [1, 4, 9, 16, 25, 36]
    assert [type(r) for r in results if isinstance(r, Exception)] == [WorkerDied, WorkerDied]


def test_a_crash_while_other_workers_start_loses_only_its_item(start: Start) -> None:
    with start(4) as workers:
        assert list(workers.map(work, [1])) == [(1, 1)]  # one worker is there, three are not
        (_, died), *others = workers.map(work, [666, 2, 3, 4])
    assert isinstance(died, WorkerDied)
    assert others == [(2, 4), (3, 9), (4, 16)]


def test_a_crash_in_a_nested_map_loses_nothing_of_the_outer_one(start: Start) -> None:
    with start(2) as workers:
        outer = workers.map(work, range(50))
        assert next(outer) == (0, 0)
        [(_, died)] = workers.map(work, [666])
        assert isinstance(died, WorkerDied)
        assert list(outer) == [(i, i * i) for i in range(1, 50)]


def crash_once(path: Path) -> str:
    if path.exists():
        return "survived"
    path.touch()
    os._exit(1)


def test_an_item_gets_a_second_worker(start: Start, tmp_path: Path) -> None:
    with start(1) as workers:
        assert [result for _, result in workers.map(crash_once, [tmp_path / "x"])] == ["survived"]


def littered(item: int) -> int:
    """Frees 40 MB in pieces below one that stays in use; returns the memory of this process. kB."""
    if item == 0:
        pieces = [bytearray(100_000) for _ in range(400)]
        _KEPT.append(bytearray(100_000))
        pieces.clear()
    rows = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("Private_Dirty"))


_KEPT: list[bytearray] = []


def said(script: str) -> tuple[str, str]:
    """What a program of its own prints, and what it complains of."""
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    return out.stdout, out.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is forked there")
def test_ctrl_c_while_workers_are_loaded_leaves_no_traceback() -> None:
    script = (
        "import os, signal, time\n"
        "from multiprocessing import forkserver\n"
        "from podcast.synthesis.processes import ProcessWorkers\n"
        "with ProcessWorkers(1) as workers:\n"
        "    workers.warm()\n"
        "    time.sleep(0.1)\n"
        "    os.kill(forkserver._forkserver._forkserver_pid, signal.SIGINT)\n"
        "    print(list(workers.map(abs, [-1])))\n"
    )
    assert said(script) == ("[(-1, 1)]\n", "")


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc gives back what lies between")
def test_memory_is_given_back_from_time_to_time(start: Start) -> None:
    with start(1) as workers:
        found = [result for _, result in workers.map(littered, range(20))]
    first, *_, last = found
    assert isinstance(first, int)
    assert isinstance(last, int)
    assert first > 40_000 > 30_000 > last


def test_an_item_that_hangs_is_given_up(start: Start) -> None:
    with start(2) as workers:
        list(workers.map(work, [1, 2]))  # starting a process may take as long as the timeout
        workers.timeout_s = 1.5
        results = [result for _, result in workers.map(work, [1, 999, 2, 3])]
    assert isinstance(results[1], WorkerDied)
    assert results[:1] + results[2:] == [1, 4, 9]


def test_items_are_taken_just_ahead_of_their_use(start: Start) -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    with start(2) as workers:
        results = workers.map(work, items())
        next(results)
        assert len(taken) < 100


def begun(_: int) -> int:
    return time.monotonic_ns()


def test_the_last_items_are_begun_by_size_and_come_in_order(start: Start) -> None:
    with start(1) as workers:
        results = list(workers.map(begun, [5, 1, 3, 2], size=lambda item: item))
    assert [item for item, _ in results] == [5, 1, 3, 2]
    times = dict(results)
    assert sorted(times, key=times.__getitem__) == [5, 3, 2, 1]  # type: ignore[arg-type]


def test_held_items_are_begun_when_their_turn_comes(start: Start) -> None:
    items = [1, 2, 3, *[-1] * 100, 4]
    with start(1) as workers:
        results = list(workers.map(work, items, skip=lambda item: item < 0))
    assert [result for _, result in results] == [1, 4, 9, *[None] * 100, 16]


def test_leaving_ends_what_hangs(start: Start) -> None:
    begun = time.monotonic()
    with start(2, timeout_s=60) as workers:
        assert next(workers.map(work, [1, 999])) == (1, 1)
    assert time.monotonic() - begun < 20


def finish_late(folder: Path) -> None:
    (folder / "begun").touch()
    time.sleep(0.2)
    (folder / "done").touch()


def test_leaving_lets_running_items_finish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_GRACE_S", 60)
    with ProcessWorkers(1) as workers, futures.ThreadPoolExecutor() as threads:
        threads.submit(next, workers.map(finish_late, [tmp_path]))
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
        workers.__exit__(None, None, None)
        assert (tmp_path / "done").exists()


def asked(tmp_path: Path, script: str) -> int:
    """The number that a program with workers prints; `job.pid` tells a worker its process."""
    (tmp_path / "job.py").write_text("import os\ndef pid(_): return os.getpid()\n")
    path = tmp_path / "parent.py"
    path.write_text(
        "import os\nimport job\nfrom podcast.synthesis.processes import ProcessWorkers\n" + script
    )
    out = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=60)
    return int(out.stdout)


def test_a_program_is_not_started_again_by_its_workers(tmp_path: Path) -> None:
    script = textwrap.dedent("""
        with ProcessWorkers(1) as workers:
            [(_, worker)] = workers.map(job.pid, [1])
        print(int(worker != os.getpid()))
    """)
    assert asked(tmp_path, script) == 1


def test_workers_do_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    script = textwrap.dedent("""
        with ProcessWorkers(1) as workers:
            print(next(workers.map(job.pid, [1]))[1], flush=True)
            os.kill(os.getpid(), 9)
    """)
    worker = asked(tmp_path, script)
    for _ in range(50):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError("the worker is still there")
