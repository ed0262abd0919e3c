"""A mirror of voice models on the loopback interface, with faults."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


def well(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    """The whole file, or what is asked for of it."""
    begin = int(handler.headers.get("Range", "bytes=0-")[len("bytes=") :].rstrip("-"))
    if begin >= len(data):
        reply(handler, 416)
        return
    reply(handler, 206 if begin else 200, data[begin:])


def reply(
    handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", length: int | None = None
) -> None:
    handler.send_response(status)
    if length != -1:
        handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.end_headers()
    with contextlib.suppress(OSError):
        handler.wfile.write(body)
    handler.close_connection = True


def status(code: int) -> Answer:
    return lambda handler, _: reply(handler, code)


def other(body: bytes) -> Answer:
    return lambda handler, _: reply(handler, 200, body)


def endless(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    """More than the file, without saying how much."""
    reply(handler, 200, data * 3, -1)


def whole(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    """The whole file, whatever is asked for."""
    reply(handler, 200, data)


def moved(url: str) -> Answer:
    """Sends on to the same file elsewhere."""

    def answer(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        handler.send_response(302)
        handler.send_header("Location", url + handler.path.rpartition("/")[2])
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def breaks_after(count: int) -> Answer:
    """Announces all that is asked for, and hangs up after `count` bytes."""

    def answer(handler: BaseHTTPRequestHandler, data: bytes) -> None:
        begin = int(handler.headers.get("Range", "bytes=0-")[len("bytes=") :].rstrip("-"))
        rest = data[begin:]
        reply(handler, 206 if begin else 200, rest[:count], len(rest))

    return answer


class Mirror:
    """Serves `files`; `answers` are for the requests in a row, the last one for all others."""

    def __init__(self, files: dict[str, bytes], *answers: Answer) -> None:
        self.answers = list(answers) or [well]
        self.ranges: list[str] = []
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                data = files.get(self.path.rpartition("/")[2])
                if data is None:
                    reply(self, 404)
                    return
                mirror.ranges.append(self.headers.get("Range", ""))
                answers = mirror.answers
                (answers.pop(0) if len(answers) > 1 else answers[0])(self, data)

            def log_message(self, *args: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/de/"

    def __enter__(self) -> Mirror:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
