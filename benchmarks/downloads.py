"""Compare `podcast serve` with a static nginx in one run: 200 concurrent downloads, in ranges.

    python benchmarks/downloads.py              # five rounds, about two minutes
    python benchmarks/downloads.py --rounds 9

Both servers take turns serving the same files over loopback, and every byte is compared. Prints a
table and writes it to benchmarks/results/downloads.json. Exits with a message if nginx is missing.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import selectors
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).with_name("results") / "downloads.json"
DOWNLOADS = 200
PARTS = 6
"""Ranges per download, requested one after the other on the same connection."""
FILES = [6_000_000 + number * 1_000_003 for number in range(8)]
"""Sizes of the files, like those of episodes of eight to eighteen minutes. Bytes."""
LONGEST_S = 120

SERVE = """
import pathlib, sys
from podcast import server
if __name__ == "__main__":
    server.serve(pathlib.Path(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]),
                 placeholder_base="http://localhost:8000/", announce=lambda text: None,
                 log=lambda access: sys.stderr.write(access.line() + "\\\\n"))
"""
NGINX = """
daemon off; pid {home}/pid; error_log {home}/error.log; worker_processes auto;
events {{ worker_connections 1024; }}
http {{
  access_log {home}/access.log; sendfile on; tcp_nopush on; types {{ audio/mpeg mp3; }}
  client_body_temp_path {home}/b; proxy_temp_path {home}/p; fastcgi_temp_path {home}/f;
  uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


class Download:
    """Download of one file, range by range."""

    def __init__(self, port: int, name: str, wanted: bytes) -> None:
        self._name, self._wanted = name, memoryview(wanted)
        step = -(-len(wanted) // PARTS)
        self._parts = [(n, min(n + step, len(wanted))) for n in range(0, len(wanted), step)]
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=LONGEST_S)
        self.socket.setblocking(False)  # noqa: FBT003 -- the socket's own
        self._send_request()

    def _send_request(self) -> None:
        self._at, self._stop = self._parts.pop(0)
        self._head: bytes | None = b""
        text = f"GET /{self._name} HTTP/1.1\r\nHost: x\r\nRange: bytes={self._at}-{self._stop - 1}"
        self.socket.send(f"{text}\r\n\r\n".encode())

    def receive(self, buffer: memoryview) -> bool:
        """Read available data; return whether it was the last. Raises `ValueError` if wrong."""
        chunk = buffer[: self.socket.recv_into(buffer)]
        if not chunk:
            raise ValueError("connection closed early")
        if self._head is not None:
            self._head += bytes(chunk)
            head, end, rest = self._head.partition(b"\r\n\r\n")
            if not end:
                return False
            if not head.startswith(b"HTTP/1.1 206"):
                raise ValueError(head[:60])
            self._head, chunk = None, memoryview(rest)
        if chunk != self._wanted[self._at : self._at + len(chunk)]:
            raise ValueError("wrong bytes")
        self._at += len(chunk)
        if self._at < self._stop:
            return False
        if self._parts:
            self._send_request()
            return False
        return True


def download_all(port: int, folder: Path) -> tuple[float, int]:
    """Seconds for all downloads, and the number of failed ones."""
    wanted = {path.name: path.read_bytes() for path in sorted(folder.glob("*.mp3"))}
    names, buffer, errors = list(wanted), memoryview(bytearray(1 << 20)), 0
    begun = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        for number in range(DOWNLOADS):
            name = names[number % len(names)]
            download = Download(port, name, wanted[name])
            selector.register(download.socket, selectors.EVENT_READ, download)
        while selector.get_map():
            ready = selector.select(10)
            if not ready or time.perf_counter() - begun > LONGEST_S:
                return time.perf_counter() - begun, errors + len(selector.get_map())
            for key, _ in ready:
                try:
                    done = key.data.receive(buffer)
                except (OSError, ValueError) as error:
                    print(error, file=sys.stderr)
                    errors, done = errors + 1, True
                if done:
                    selector.unregister(key.fileobj)
                    key.data.socket.close()
    return time.perf_counter() - begun, errors


@dataclass
class Round:
    server: str
    megabytes_s: float
    errors: int
    cpu_s: float
    memory_mb: float
    """Peak memory of all the server's processes during the round."""


@contextlib.contextmanager
def running(command: list[str], port: int) -> Iterator[int]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"failed to start: {' '.join(command)}")
            time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def family(pid: int) -> list[int]:
    """The process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def own_memory(pid: int) -> float:
    """Anonymous memory of the processes, so without the files they send. Megabytes."""
    total = 0
    for one in family(pid):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{one}/status").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))
    return total / 1000


def cpu(pid: int) -> float:
    """CPU time of the processes so far. Seconds."""
    ticks = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def measure(name: str, pid: int, port: int, folder: Path) -> Round:
    most, over = [own_memory(pid)], threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            most.append(own_memory(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    before = cpu(pid)
    command = [sys.executable, __file__, "--client", str(port), str(folder)]
    out = subprocess.run(command, stdout=subprocess.PIPE, timeout=2 * LONGEST_S, check=True)
    seconds, errors = json.loads(out.stdout)
    used = cpu(pid) - before
    over.set()
    watcher.join()
    sent = sum(FILES[number % len(FILES)] for number in range(DOWNLOADS)) / 1e6
    return Round(name, round(sent / seconds), errors, round(used, 2), round(max(most), 1))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def compare(nginx: str, rounds: int) -> list[Round]:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)  # nginx's workers run as another user
        folder, home = Path(name) / "public", Path(name) / "nginx"
        folder.mkdir()
        home.mkdir()
        (folder / "feed.xml").write_text("<rss/>")
        for number, size in enumerate(FILES):
            (folder / f"{number}.mp3").write_bytes(random.Random(number).randbytes(size))
        ours, theirs = free_port(), free_port()
        (home / "nginx.conf").write_text(NGINX.format(home=home, port=theirs, root=folder))
        with (
            running([sys.executable, "-c", SERVE, str(folder), str(ours)], ours) as our_pid,
            running([nginx, "-p", str(home), "-c", str(home / "nginx.conf")], theirs) as their_pid,
        ):
            measure("warm-up", our_pid, ours, folder)
            return [
                measure(*server, folder)
                for number in range(rounds)
                for server in sorted(
                    [("podcast", our_pid, ours), ("nginx", their_pid, theirs)],
                    reverse=bool(number % 2),
                )
            ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--client", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.client:
        print(json.dumps(download_all(int(options.client[0]), Path(options.client[1]))))
        return
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if not nginx or sys.platform != "linux":
        print("skipped: needs nginx on Linux (Debian: apt-get install nginx-light)")
        return
    rounds = compare(nginx, options.rounds)
    speed = {
        name: [one.megabytes_s for one in rounds if one.server == name]
        for name in ("podcast", "nginx")
    }
    memory = [one.memory_mb for one in rounds if one.server == "podcast"]
    ratios = [ours / theirs for ours, theirs in zip(*speed.values(), strict=True)]
    result = {
        "downloads": DOWNLOADS,
        "ranges": PARTS * DOWNLOADS,
        "megabytes": round(sum(FILES[n % len(FILES)] for n in range(DOWNLOADS)) / 1e6),
        "errors": sum(one.errors for one in rounds),
        "podcast_mb_s": statistics.median(speed["podcast"]),
        "nginx_mb_s": statistics.median(speed["nginx"]),
        "share_of_nginx": round(statistics.median(ratios), 2),
        "memory_mb_first_round": memory[0],
        "memory_mb_most": max(memory),
        "cores": os.cpu_count(),
        "rounds": [asdict(one) for one in rounds],
    }
    for one in rounds:
        print(
            f"{one.server:8} {one.megabytes_s:5} MB/s  {one.errors} errors  "
            f"{one.cpu_s:5} CPU-s  {one.memory_mb:6} MB"
        )
    print(f"podcast serve: {result['share_of_nginx']:.2f} × nginx, {result['errors']} errors")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
