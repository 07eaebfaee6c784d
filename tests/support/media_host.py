"""A media host on loopback whose answer to each path is chosen by the test, misbehaviour included."""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it arrived; header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = field(default=b"", repr=False)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    answers: dict[str, Answer]
    seen: list[Seen]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients here hang up on purpose."""


class _Session(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Answer as the test said, 404 where it said nothing."""
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else b""
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append(Seen(self.command, self.path, headers, body))
        self.server.answers.get(self.path.partition("?")[0], plain(b"", status=404))(self)

    do_POST = do_PUT = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing."""


class MediaHost:
    """The server; use it as a context manager and set `host["/path"] = plain(b"...")`."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._server = _Server(("127.0.0.1", 0), _Session)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._server.answers = {}
        self._server.seen = []
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __setitem__(self, path: str, answer: Answer) -> None:
        self._server.answers[path] = answer

    @property
    def authority(self) -> str:
        """`host:port`."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        """Address without a trailing slash."""
        return f"http://{self.authority}"

    @property
    def seen(self) -> list[Seen]:
        """Requests in the order in which they came."""
        return self._server.seen


def plain(body: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """A whole answer, and the connection kept."""

    def answer(session: BaseHTTPRequestHandler) -> None:
        _head(session, status, {"Content-Length": str(len(body)), **(headers or {})})
        session.wfile.write(body)

    return answer


def redirect(to: str, *, status: int = 302) -> Answer:
    """Send the client elsewhere."""
    return plain(b"", status=status, headers={"Location": to})


def html(status: int = 200) -> Answer:
    """A page in place of the file."""
    return plain(b"<!DOCTYPE html><html></html>", status=status, headers={"Content-Type": "text/html"})


def chunked(body: bytes, *, cut: bool = False) -> Answer:
    """A body without a length; `cut` leaves out its end."""

    def answer(session: BaseHTTPRequestHandler) -> None:
        _head(session, 200, {"Transfer-Encoding": "chunked"})
        session.wfile.write(b"%x\r\n%b\r\n" % (len(body), body))
        session.wfile.write(b"" if cut else b"0\r\n\r\n")
        session.close_connection = cut

    return answer


def truncated(body: bytes, *, announced: int) -> Answer:
    """Less than was announced, then the connection ends."""

    def answer(session: BaseHTTPRequestHandler) -> None:
        _head(session, 200, {"Content-Length": str(announced)})
        session.wfile.write(body)
        session.close_connection = True

    return answer


def drip(body: bytes, *, pause_s: float, announced: int | None = None) -> Answer:
    """One byte, a pause, one byte …"""

    def answer(session: BaseHTTPRequestHandler) -> None:
        _head(session, 200, {"Content-Length": str(announced or len(body))})
        _slowly(session, body, pause_s)

    return answer


def drip_headers(*, pause_s: float) -> Answer:
    """A header line that never ends."""

    def answer(session: BaseHTTPRequestHandler) -> None:
        session.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        _slowly(session, b"x" * 10_000, pause_s)

    return answer


def hang(*, begun: bytes = b"", announced: int = 100, released: threading.Event | None = None) -> Answer:
    """Say nothing (or begin a body and stop) until released or the client goes; at most 30 s."""

    def answer(session: BaseHTTPRequestHandler) -> None:
        if begun:
            _head(session, 200, {"Content-Length": str(announced)})
            session.wfile.write(begun)
        (released or threading.Event()).wait(30)
        session.close_connection = True

    return answer


def hang_up() -> Answer:
    """Close without a word."""

    def answer(session: BaseHTTPRequestHandler) -> None:
        session.close_connection = True

    return answer


def raw(text: bytes) -> Answer:
    """These bytes as they are, then the end."""

    def answer(session: BaseHTTPRequestHandler) -> None:
        session.wfile.write(text)
        session.close_connection = True

    return answer


def first(answers: list[Answer]) -> Answer:
    """One answer after the other; the last again and again."""
    left = list(answers)

    def answer(session: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(session)

    return answer


def _slowly(session: BaseHTTPRequestHandler, body: bytes, pause_s: float) -> None:
    session.close_connection = True
    with contextlib.suppress(OSError):
        for octet in body:
            session.wfile.write(bytes((octet,)))
            session.wfile.flush()
            time.sleep(pause_s)


def _head(session: BaseHTTPRequestHandler, status: int, headers: Mapping[str, str]) -> None:
    session.send_response_only(status)
    for name, value in headers.items():
        session.send_header(name, value)
    session.end_headers()
