from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from podcast.synthesis.workers import WorkerDied, Workers


def work(item: int) -> int:
    if item < 0:
        raise ValueError(item)
    if item == 666:
        os._exit(1)
    if item == 999:
        time.sleep(60)
    return item * item


@pytest.mark.parametrize("count", [0, 2])
def test_results_come_in_order_and_errors_stay_where_they_are(count: int) -> None:
    with Workers(count) as workers:
        pairs = list(workers.map(work, [3, -1, 4, 5, *range(100)], skip=lambda item: item == 4))
    assert pairs[0] == (3, 9)
    assert isinstance(pairs[1][1], ValueError)
    assert pairs[2] == (4, None)
    assert [result for _, result in pairs[4:]] == [None if i == 4 else i * i for i in range(100)]


def test_only_the_item_that_kills_its_worker_is_lost() -> None:
    items = [1, 2, 666, 3, 4, 5, 666, 6]
    with Workers(2) as workers:
        results = [result for _, result in workers.map(work, items)]
    assert [r for r in results if not isinstance(r, Exception)] == [1, 4, 9, 16, 25, 36]
    assert [type(r) for r in results if isinstance(r, Exception)] == [WorkerDied, WorkerDied]


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


@pytest.mark.skipif(sys.platform == "win32", reason="a signal cannot be sent to oneself there")
def test_ctrl_c_waits_until_a_process_is_started_whichever_thread_gets_it() -> None:
    script = (
        "import os, signal, threading, time\n"
        "from podcast.synthesis import workers\n"
        "threading.Thread(target=time.sleep, args=(0.5,)).start()\n"
        "try:\n"
        "    with workers._undisturbed(), workers._undisturbed():\n"
        "        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "        time.sleep(0.1)\n"
        "        print('started')\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped', signal.getsignal(signal.SIGINT) is signal.default_int_handler)\n"
    )
    assert said(script) == ("started\nstopped True\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is forked there")
def test_ctrl_c_while_workers_are_loaded_leaves_no_traceback() -> None:
    script = (
        "import os, signal, time\n"
        "from multiprocessing import forkserver\n"
        "from podcast.synthesis.workers import Workers\n"
        "with Workers(1) as workers:\n"
        "    workers.warm()\n"
        "    time.sleep(0.1)\n"
        "    os.kill(forkserver._forkserver._forkserver_pid, signal.SIGINT)\n"
        "    print(list(workers.map(abs, [-1])))\n"
    )
    assert said(script) == ("[(-1, 1)]\n", "")


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc gives back what lies between")
def test_memory_is_given_back_from_time_to_time() -> None:
    with Workers(1) as workers:
        found = [result for _, result in workers.map(littered, range(20))]
    first, *_, last = found
    assert isinstance(first, int)
    assert isinstance(last, int)
    assert first > 40_000 > 30_000 > last


def test_an_item_that_hangs_is_given_up() -> None:
    with Workers(2, timeout_s=1.5) as workers:
        results = [result for _, result in workers.map(work, [1, 999, 2, 3])]
    assert isinstance(results[1], WorkerDied)
    assert results[:1] + results[2:] == [1, 4, 9]


def test_items_are_taken_just_ahead_of_their_use() -> None:
    taken = []

    def items() -> object:
        for number in range(1000):
            taken.append(number)
            yield number

    with Workers(2) as workers:
        results = workers.map(work, items())  # type: ignore[arg-type]
        next(results)
        assert len(taken) < 100


def begun(_: int) -> int:
    return time.monotonic_ns()


def test_the_last_items_are_begun_by_size_and_come_in_order() -> None:
    with Workers(1) as workers:
        results = list(workers.map(begun, [5, 1, 3, 2], size=lambda item: item))
    assert [item for item, _ in results] == [5, 1, 3, 2]
    times = dict(results)
    assert sorted(times, key=times.__getitem__) == [5, 3, 2, 1]  # type: ignore[arg-type]


def test_held_items_are_begun_when_their_turn_comes() -> None:
    items = [1, 2, 3, *[-1] * 100, 4]
    with Workers(1) as workers:
        results = list(workers.map(work, items, skip=lambda item: item < 0))
    assert [result for _, result in results] == [1, 4, 9, *[None] * 100, 16]


def asked(tmp_path: Path, script: str) -> int:
    """The number that a program with workers prints; `job.pid` tells a worker its process."""
    (tmp_path / "job.py").write_text("import os\ndef pid(_): return os.getpid()\n")
    path = tmp_path / "parent.py"
    path.write_text(
        "import os\nimport job\nfrom podcast.synthesis.workers import Workers\n" + script
    )
    out = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=60)
    return int(out.stdout)


def test_a_program_is_not_started_again_by_its_workers(tmp_path: Path) -> None:
    script = textwrap.dedent("""
        with Workers(1) as workers:
            [(_, worker)] = workers.map(job.pid, [1])
        print(int(worker != os.getpid()))
    """)
    assert asked(tmp_path, script) == 1


def test_workers_do_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    script = textwrap.dedent("""
        with Workers(1) as workers:
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
