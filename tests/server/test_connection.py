from __future__ import annotations

import socket
import time
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from serving import AUDIO, MP3, get, running

from podcast.server.access_log import Access
from podcast.server.connection import Limits

QUICK = Limits(request_seconds=1, stall_seconds=1)


def connect(base: str, *, buffer: int = 0) -> socket.socket:
    url = httpx.URL(base)
    made = socket.socket()
    if buffer:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    made.settimeout(10)
    made.connect((url.host, url.port))
    return made


def closed(connection: socket.socket) -> bool:
    """Whether the other side ends it, within the connection's timeout."""
    try:
        while connection.recv(65536):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


def test_who_sends_no_request_is_not_waited_for(public: Path) -> None:
    with running(public, limits=QUICK) as base, connect(base) as silent, connect(base) as slow:
        begun = time.monotonic()
        slow.settimeout(0.2)
        ended = False
        while not ended and time.monotonic() < begun + 10:
            try:  # a byte at a time, as slowloris does
                slow.sendall(b"G")
                ended = not slow.recv(1)
            except TimeoutError:
                continue
            except OSError:
                ended = True
        assert ended
        assert closed(silent)


def test_who_takes_nothing_is_not_waited_for(public: Path) -> None:
    told: list[Access] = []
    (public / "big.bin").write_bytes(bytes(50_000_000))
    with (
        running(public, limits=QUICK, log=told.append) as base,
        connect(base, buffer=4096) as lazy,
    ):
        lazy.sendall(get("/big.bin").replace("\n", "\r\n").encode())
        deadline = time.monotonic() + 10
        while not told and time.monotonic() < deadline:
            time.sleep(0.05)
        assert closed(lazy)
    assert [access.complete for access in told] == [False]
    assert told[0].bytes < 5_000_000
    assert "cut" in told[0].line()


def test_who_takes_little_but_steadily_is_served(public: Path) -> None:
    limits = Limits(request_seconds=1, stall_seconds=1, stall_bytes=1000)
    with running(public, limits=limits) as base, connect(base, buffer=4096) as steady:
        steady.sendall(get(MP3).replace("\n", "\r\n").encode())
        got, until = b"", time.monotonic() + 2.5
        while time.monotonic() < until:
            got += steady.recv(2000)
            time.sleep(0.02)
        while chunk := steady.recv(65536):
            got += chunk
    assert got.partition(b"\r\n\r\n")[2] == AUDIO


def test_headers_have_a_limit(public: Path) -> None:
    with running(public) as base:
        for filler in ("x" * 20_000, "\r\n".join(f"X-{n}: {'y' * 90}" for n in range(400))):
            with connect(base) as greedy:
                greedy.sendall(f"GET /feed.xml HTTP/1.1\r\nHost: x\r\nX-A: {filler}".encode())
                assert greedy.recv(100).startswith(b"HTTP/1.1 400")
        assert httpx.get(f"{base}/feed.xml").status_code == 200


def test_so_many_connections_and_no_more(public: Path) -> None:
    limits = Limits(connections=5, request_seconds=1)
    with running(public, limits=limits) as base:
        with ExitStack() as stack:
            open_ones = [stack.enter_context(connect(base)) for _ in range(5)]
            answer = httpx.get(f"{base}/feed.xml")
            assert answer.status_code == 503
            others = [stack.enter_context(connect(base)) for _ in range(8)]
            assert sum(map(closed, others)) == 8
            assert all(map(closed, open_ones))
        assert httpx.get(f"{base}/feed.xml").status_code == 200


def test_requests_one_behind_the_other(public: Path) -> None:
    ask = "".join(f"GET {MP3} HTTP/1.1\nHost: x\nRange: bytes={n}-{n}\n\n" for n in range(5))
    with running(public) as base, connect(base) as pipe:
        pipe.sendall((ask + get(MP3)).replace("\n", "\r\n").encode())
        got = b""
        while chunk := pipe.recv(65536):
            got += chunk
    assert got.count(b"HTTP/1.1 206") == 5
    assert got.endswith(AUDIO)


@pytest.mark.timing
def test_an_answer_does_not_wait_for_an_acknowledgement(public: Path) -> None:
    """Nagle's algorithm would hold back each part of a file for 40 ms."""
    with running(public) as base, httpx.Client(base_url=base) as client:
        begun = time.monotonic()
        for number in range(100):
            client.get(MP3, headers={"Range": f"bytes={number}-{number + 999}"})
    assert time.monotonic() - begun < 3


def test_what_is_on_its_way_is_not_cut(public: Path) -> None:
    """The system takes a whole file at once; a slow client has not got it then."""
    told: list[Access] = []
    with (
        running(public, limits=QUICK, log=told.append) as base,
        connect(base, buffer=32_768) as slow,
    ):
        slow.sendall(f"GET {MP3} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        got = slow.recv(1000)
        deadline = time.monotonic() + 5
        while not told and time.monotonic() < deadline:
            time.sleep(0.02)
        assert told[0].complete  # for the server
        for _ in range(30):
            time.sleep(0.1)
            got += slow.recv(5000)
        while chunk := slow.recv(65536):
            got += chunk
    assert got.partition(b"\r\n\r\n")[2] == AUDIO


def test_a_connection_that_is_used_is_kept(public: Path) -> None:
    with running(public, limits=QUICK) as base, connect(base) as used:
        begun = time.monotonic()
        while time.monotonic() - begun < 2.5:
            used.sendall(f"GET {MP3} HTTP/1.1\r\nHost: x\r\nRange: bytes=0-0\r\n\r\n".encode())
            got = b""
            while len(got.partition(b"\r\n\r\n")[2]) < 1:
                got += used.recv(2000)
            time.sleep(0.05)
