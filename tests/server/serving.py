"""A published folder with traps in it, a real server for it, and requests byte for byte."""

from __future__ import annotations

import contextlib
import os
import random
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from podcast import server
from podcast.server import connection

AUDIO = random.Random(7).randbytes(700_001)
SLUG = "2025-02-10-gruesse"
MP3 = f"/{SLUG}/{SLUG}.mp3"
BASE = "http://localhost:8000/"
FEED = f'<rss><link href="{BASE}feed.xml"/><enclosure url="{BASE}{SLUG}/{SLUG}.mp3"/></rss>'


def published(root: Path) -> Path:
    folder = root / "feed" / "public"
    episode = folder / SLUG
    episode.mkdir(parents=True)
    (root / "feed" / "show.toml").write_text("secret")
    (folder / "feed.xml").write_text(FEED)
    (folder / "cover.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (folder / "empty.bin").write_bytes(b"")
    (folder / ".feed.xml.x1").write_text("secret")
    (episode / f"{SLUG}.mp3").write_bytes(AUDIO)
    for end in ("vtt", "srt", "json", "chapters.json", "html"):
        (episode / f"{SLUG}.{end}").write_text(f"Grüße: {end}")
    (episode / "episode.json").write_text(f'{{"link": "{BASE}x"}}')
    (episode / ".staging").mkdir()
    (episode / ".staging" / "x.mp3").write_text("secret")
    (folder / "latest.mp3").symlink_to(episode / f"{SLUG}.mp3")
    (folder / "outside.txt").symlink_to(folder.parent / "show.toml")
    (folder / "outside").symlink_to(folder.parent)
    (folder / "hidden.xml").symlink_to(folder / ".feed.xml.x1")
    (folder / "loop").symlink_to(folder / "loop")
    os.mkfifo(folder / "fifo")
    return folder


@contextlib.contextmanager
def running(
    public: Path,
    placeholder_base: str | None = None,
    *,
    limits: connection.Limits | None = None,
    **options: Any,
) -> Iterator[str]:
    """A real server on a free port; its address without the slash."""
    app = server.create_app(public, placeholder_base=placeholder_base, **options)
    uvicorn_server = connection.server(app, limits or connection.Limits(), 2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        thread = threading.Thread(target=uvicorn_server.run, args=([listener],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            uvicorn_server.should_exit = True
            thread.join(20)


def raw(client: httpx.Client, request: str) -> tuple[int, dict[str, str], bytes]:
    """What the server answers to these very bytes."""
    address = (client.base_url.host, client.base_url.port)
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode("latin-1"))
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (x.partition(": ") for x in lines)}
    return int(status.split()[1]), headers, body


def get(path: str, host: str = "x", method: str = "GET") -> str:
    return f"{method} {path} HTTP/1.1\nHost: {host}\nConnection: close\n\n"
