"""The loop that keeps sources, downloads, uploads and derivations going until it is told to stop."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from app.services.desk import Desk

_log = logging.getLogger("app.runner")

PULSE_S = 0.25
"""How often other processes' changes are noticed; a second is promised."""

_RECOVER_EVERY = 40


class Runner:
    """Steps each desk on a thread of its own, so that one flooded instance does not slow another."""

    def __init__(self, desks: Sequence[Desk], alive: Callable[[str], bool]) -> None:
        self._desks = desks
        self._alive = alive
        self._stop = threading.Event()
        self._wake = {desk.instance.ref: threading.Event() for desk in desks}
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Take up what was left and begin."""
        for desk in self._desks:
            thread = threading.Thread(target=self._run, args=(desk,), name=f"runner-{desk.instance.ref.instance}")
            self._threads.append(thread)
            thread.start()

    def wake(self, desk: Desk) -> None:
        """Look at an instance now (a payload was secured, a file was queued)."""
        self._wake[desk.instance.ref].set()

    def stop(self) -> None:
        """End all loops, then what they started, in order."""
        self._stop.set()
        for wake in self._wake.values():
            wake.set()
        for thread in self._threads:
            thread.join()
        for desk in self._desks:
            desk.stop()

    def _run(self, desk: Desk) -> None:
        wake = self._wake[desk.instance.ref]
        rounds = 0
        while not self._stop.is_set():
            try:
                if rounds % _RECOVER_EVERY == 0:
                    desk.recover(self._alive)
                desk.step()
            except Exception:  # the loop of an instance must outlive a locked or full disk; it tries again
                _log.exception("step_failed", extra={"instance": str(desk.instance.ref)})
            rounds += 1
            wake.wait(PULSE_S)
            wake.clear()
