"""A speech server on the loopback interface, with every fault that a real one has."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import soundfile

RATE = 24_000
FORMATS = {"wav": "WAV", "flac": "FLAC", "mp3": "MP3", "opus": "OGG"}

Answer = Callable[[BaseHTTPRequestHandler, dict[str, str]], None]


def tone(text: str, seconds: float | None = None, rate: int = RATE) -> np.ndarray:
    """A sound as long as the text takes to say, another one for another text."""
    length = max(0.3, 0.06 * len(text)) if seconds is None else seconds
    hertz = 200 + hashlib.sha256(text.encode()).digest()[0]
    time_s = np.arange(round(length * rate)) / rate
    return (0.3 * np.sin(2 * np.pi * hertz * time_s)).astype(np.float32)


def sound(samples: np.ndarray, kind: str = "wav", rate: int = RATE) -> bytes:
    if kind == "pcm":
        return (samples * 32767).astype("<i2").tobytes()
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, rate, format=FORMATS[kind])
    return buffer.getvalue()


def well(handler: BaseHTTPRequestHandler, wanted: dict[str, str]) -> None:
    """What a server in good order does."""
    send(handler, 200, sound(tone(wanted["input"]), wanted["response_format"]))


def send(
    handler: BaseHTTPRequestHandler,
    status: int,
    body: bytes,
    length: int | None = None,
    **more: str,
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    for name, value in more.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    with contextlib.suppress(OSError):
        handler.wfile.write(body)


def status(code: int, body: str = "", **headers: str) -> Answer:
    return lambda handler, _: send(handler, code, body.encode(), **headers)


def body(data: bytes) -> Answer:
    return lambda handler, _: send(handler, 200, data)


def hangs_up(handler: BaseHTTPRequestHandler, _: dict[str, str]) -> None:
    handler.close_connection = True


def half(handler: BaseHTTPRequestHandler, wanted: dict[str, str]) -> None:
    """Announces more than it sends."""
    data = sound(tone(wanted["input"]))
    send(handler, 200, data[: len(data) // 2], len(data))
    handler.close_connection = True


def sleeps(seconds: float) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, wanted: dict[str, str]) -> None:
        time.sleep(seconds)
        well(handler, wanted)

    return answer


class SpeechServer:
    """`answers` are given one after the other, the last one for ever."""

    def __init__(self, *answers: Answer, port: int = 0) -> None:
        self.answers = list(answers) or [well]
        self.requests: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.busiest = self._busy = 0
        self._lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers["Content-Length"]))
                with server._counted():
                    server._next(dict(self.headers), json.loads(data))(self, json.loads(data))

            def log_message(self, *args: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self.port = int(self._http.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}/v1"

    @contextlib.contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self._busy += 1
            self.busiest = max(self.busiest, self._busy)
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1

    def _next(self, headers: dict[str, str], wanted: dict[str, str]) -> Answer:
        with self._lock:
            self.headers.append(headers)
            self.requests.append(wanted)
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def __enter__(self) -> SpeechServer:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
