from __future__ import annotations

import errno
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
import segno
from serving import BASE, FEED, get

from podcast import server
from podcast.errors import PublishError
from podcast.server import network

SERVE = """
import sys, pathlib
from podcast import server
from podcast.server import network
server.serve(pathlib.Path(sys.argv[1]), host=sys.argv[2], port=0, placeholder_base=sys.argv[3],
             announce=lambda text: print(text, flush=True))
"""


def started(public: Path, host: str = "127.0.0.1") -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-c", SERVE, str(public), host, BASE]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout is not None
    feed = process.stdout.readline().removeprefix("Feed: ").strip()
    assert process.stdout.readline() == f"Page: {feed.removesuffix('feed.xml')}\n"
    assert process.stdout.readline() == "Press Ctrl-C to stop.\n"
    return process, feed


def test_serve_tells_its_address_and_stops_quietly(public: Path) -> None:
    process, feed = started(public)
    try:
        assert httpx.get(feed).text == FEED.replace(BASE, feed.removesuffix("feed.xml"))
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert out == ""
    assert err == ""
    assert process.returncode == 0


@pytest.mark.timing
def test_serve_stops_while_a_slow_client_downloads(public: Path) -> None:
    (public / "big.bin").write_bytes(bytes(30_000_000))
    process, feed = started(public)
    address = httpx.URL(feed)
    with socket.create_connection((address.host, address.port)) as slow:
        slow.sendall(get("/big.bin").replace("\n", "\r\n").encode())
        assert slow.recv(12) == b"HTTP/1.1 200"
        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert time.monotonic() - asked < 6
    assert err == ""
    assert process.returncode == 0


def test_serve_in_the_network_shows_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "lan_address", lambda: "192.168.7.8")
    texts = network.startup_messages(network.reachable(""), 8000, "feed.xml", rewritten=True)
    assert texts[0] == "Feed: http://192.168.7.8:8000/feed.xml"
    assert texts[1] == "Page: http://192.168.7.8:8000/"
    assert texts[2] == server.qr("http://192.168.7.8:8000/feed.xml")
    assert (
        network.startup_messages("fe80::1", 80, "feed.xml", rewritten=False)[0]
        == "Feed: http://[fe80::1]:80/feed.xml"
    )


def test_without_a_feed_there_is_nothing_to_serve(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="run: podcast build"):
        server.serve(tmp_path, host="", port=0, placeholder_base=None, announce=print)


def test_a_port_that_is_taken_is_named(public: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(
            PublishError, match=f"port {port}: .*choose another port: podcast serve --port"
        ):
            server.serve(public, host="127.0.0.1", port=port, placeholder_base=None, announce=print)


def test_a_host_that_is_not_here_is_named(public: Path) -> None:
    with pytest.raises(PublishError, match=r"192\.0\.2\.77: cannot listen on this address"):
        server.serve(public, host="192.0.2.77", port=0, placeholder_base=None, announce=print)
    denied = network._listen_error("", 80, OSError(errno.EACCES, "no"))
    assert "port 80: requires administrator privileges" in str(denied)


def test_the_lan_address_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object) -> None:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", unreachable)
    assert server.lan_address() == "127.0.0.1"
    monkeypatch.setattr(socket.socket, "connect", lambda *_: None)
    assert server.lan_address() == "127.0.0.1"  # unbound: 0.0.0.0


def test_the_code_is_the_address() -> None:
    url = "http://192.168.178.123:8000/feed.xml"
    pairs = {" ": (0, 0), "▄": (0, 1), "▀": (1, 0), "█": (1, 1)}
    rows: list[list[int]] = []
    for line in server.qr(url).splitlines():
        assert line.startswith("\x1b[30;107m")
        assert line.endswith("\x1b[0m")
        cells = [pairs[c] for c in line.removeprefix("\x1b[30;107m").removesuffix("\x1b[0m")]
        rows += [[upper for upper, _ in cells], [lower for _, lower in cells]]
    expected = [list(row) for row in segno.make(url, micro=False, error="m").matrix_iter(border=2)]
    assert rows[: len(expected)] == expected
    assert max(map(len, rows)) < 60


def test_importing_loads_nothing_heavy() -> None:
    code = (
        "import sys, podcast.server;"
        "sys.exit(any(m in sys.modules for m in ('starlette', 'uvicorn', 'segno', 'anyio')))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.timing
def test_a_second_ctrl_c_ends_it_at_once(public: Path) -> None:
    (public / "big.bin").write_bytes(bytes(30_000_000))
    process, feed = started(public)
    address = httpx.URL(feed)
    with socket.create_connection((address.host, address.port)) as slow:
        slow.sendall(get("/big.bin").replace("\n", "\r\n").encode())
        assert slow.recv(12) == b"HTTP/1.1 200"
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert time.monotonic() - asked < 2
    assert err == ""
    assert process.returncode == 0
