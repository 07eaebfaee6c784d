"""A thread that lengthens the leases of this process while its jobs run."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

_log = logging.getLogger("app.heartbeat")


class Heartbeat:
    """Calls each beat every few seconds until closed."""

    def __init__(self, *, every_s: float = 15.0) -> None:
        self._every_s = every_s
        self._beats: list[Callable[[], None]] = []
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def add(self, beat: Callable[[], None]) -> None:
        """Call `beat` from now on; the thread starts with the first one."""
        with self._lock:
            self._beats.append(beat)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._every_s):
            with self._lock:
                beats = tuple(self._beats)
            for beat in beats:
                try:
                    beat()
                except Exception:  # one instance's locked database must not cost another its leases
                    _log.exception("heartbeat_failed")
