"""A tiny webhook listener: keeps what is posted to it and answers as told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


class WebhookListener:
    """`with WebhookListener(statuses=[500, 503]) as listener: ...`; after the given statuses it answers 200.

    Attributes:
        url: where to post.
        refused: events that were answered with something else than 200.
    """

    def __init__(self, *, statuses: Iterable[int] = ()) -> None:
        self._statuses = list(statuses)
        self._events: list[dict[str, Any]] = []
        self._grown = threading.Condition()
        self.refused: list[dict[str, Any]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._requests())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hook"

    def __enter__(self) -> WebhookListener:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def wait_for(self, count: int, timeout_s: float = 20.0) -> list[dict[str, Any]]:
        """Return the events that were accepted, once there are at least `count`."""
        deadline = time.monotonic() + timeout_s
        with self._grown:
            while len(self._events) < count:
                assert self._grown.wait(deadline - time.monotonic()), f"only {len(self._events)} of {count} events came"
            return list(self._events)

    def take(self, event: dict[str, Any]) -> int:
        """Keep an event; return the status to answer with."""
        with self._grown:
            status = self._statuses.pop(0) if self._statuses else 200
            (self._events if status == 200 else self.refused).append(event)
            self._grown.notify_all()
        return status

    def _requests(self) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Request(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(listener.take(event))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Request
