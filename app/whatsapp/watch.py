"""A clock over one exchange: it cuts the connection when the time is up or nobody wants the answer any more.

A socket's own timeout starts anew with every byte, so a host that drips one byte a second, in the headers or in the
body, would never end. One small thread an exchange looks every quarter of a second; it sleeps the rest of the time.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from app.domain.errors import RefusedError, UnavailableError
from app.domain.reasons import Reason

_LOOK_EVERY_S = 0.25
_here = threading.local()


class Watch:
    """Guards what one thread does over the network between entering and leaving.

    Args:
        total_s: seconds for everything.
        stopped: tells whether to give up; called from two threads, but never by both at once.
    """

    def __init__(self, total_s: float, stopped: Callable[[], bool] | None = None) -> None:
        self._deadline = time.monotonic() + total_s
        self._stopped = stopped
        self._asking = threading.Lock()
        self._cutting = threading.Lock()
        self._over = threading.Event()
        self._socket: socket.socket | None = None
        self._verdict: Reason | None = None

    def __enter__(self) -> Self:
        _here.watch = self
        threading.Thread(target=self._look, name="watch", daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        _here.watch = None
        with self._cutting:
            self._over.set()
            self._socket = None

    def trouble(self) -> RefusedError | UnavailableError | None:
        """Return why the exchange is to end: `CANCELLED` or `TIMEOUT`; None if it may go on."""
        verdict = self._verdict or self._judge()
        if verdict is None:
            return None
        if verdict is Reason.CANCELLED:
            return RefusedError(verdict)
        return UnavailableError(verdict, "the time for the whole transfer is up")

    def observe(self, connection: socket.socket) -> None:
        """Note the socket that is now waited for."""
        with self._cutting:
            if not self._over.is_set():
                self._socket = connection
                self._cut_if_judged()

    def _judge(self) -> Reason | None:
        with self._asking:
            if self._verdict is None and self._stopped is not None and self._stopped():
                self._verdict = Reason.CANCELLED
            if self._verdict is None and time.monotonic() >= self._deadline:
                self._verdict = Reason.TIMEOUT
            return self._verdict

    def _look(self) -> None:
        while not self._over.wait(min(_LOOK_EVERY_S, max(self._deadline - time.monotonic(), 0.001))):
            if self._judge() is not None:
                with self._cutting:
                    self._cut_if_judged()
                return

    def _cut_if_judged(self) -> None:
        if self._verdict is not None and self._socket is not None:
            with contextlib.suppress(OSError):
                # Not SSLSocket.shutdown: it drops the TLS object under the hands of the thread that reads from it.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def observe(connection: socket.socket | None) -> None:
    """Tell the watch of this thread, if there is one, which socket is waited for."""
    watch: Watch | None = getattr(_here, "watch", None)
    if watch is not None and connection is not None:
        watch.observe(connection)
