"""Processes that crunch foreign bytes: limited in memory and time, recycled, and never the window's own.

pebble is used because it can end one task at its time limit by ending its worker, and starts another; the standard
library's pool breaks as a whole when a worker dies.
"""

from __future__ import annotations

import multiprocessing
import sys
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, TimeoutError, wait
from contextlib import suppress
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from app.domain.errors import RefusedError, UnavailableError
from app.domain.reasons import Reason
from app.runtime.isolation import leave_network

R = TypeVar("R")

_RECYCLE_AFTER = 500
_POLL_S = 0.05
MEMORY_BYTES = 3 * 1024**3


class ProcessLane:
    """A small pool of spawned processes, started when first needed.

    Args:
        network: whether the work needs one; parsing never does, and on Linux it has none then.
    """

    def __init__(self, size: int, *, memory_bytes: int = MEMORY_BYTES, network: bool = False) -> None:
        self._size = size
        self._memory_bytes = memory_bytes
        self._network = network
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None

    def run(self, task: Callable[[], R], *, timeout_s: float = 120.0, stopped: Callable[[], bool] | None = None) -> R:
        """Run a task (a `partial` of a module-level function, because it is pickled) in a worker.

        Raises:
            RefusedError: `unreadable` when the worker died or took too long over these bytes; `cancelled` when
                `stopped` said so. What the task raises comes through.
        """
        future = self._started().schedule(task, timeout=timeout_s)
        try:
            if stopped is not None:
                _watch(future, stopped)
            return future.result()
        except CancelledError as error:
            raise RefusedError(Reason.CANCELLED) from error
        except TimeoutError as error:
            raise RefusedError(Reason.UNREADABLE, f"gave up after {timeout_s:.0f} s") from error
        except (ProcessExpired, MemoryError) as error:
            raise RefusedError(Reason.UNREADABLE, "the worker process ended") from error
        except RuntimeError as error:
            raise UnavailableError(Reason.CANCELLED, "the program is closing") from error

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            with suppress(TimeoutError):
                pool.join(timeout=10)

    def _started(self) -> ProcessPool:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPool(
                    max_workers=self._size,
                    max_tasks=_RECYCLE_AFTER,
                    initializer=_confine,
                    initargs=[self._memory_bytes, self._network],
                    context=multiprocessing.get_context("spawn"),
                )
            return self._pool


def _watch(future: ProcessFuture[Any], stopped: Callable[[], bool]) -> None:
    while wait((future,), timeout=_POLL_S).not_done:
        if stopped():
            future.cancel()  # type: ignore[no-untyped-call]
            return


def _confine(memory_bytes: int, network: bool) -> None:  # noqa: FBT001 - the pool passes arguments by position
    if not network:
        leave_network()
    limit_memory(memory_bytes)


def limit_memory(memory_bytes: int) -> None:
    """Cap the address space of this (worker) process where the system can; a bomb then fails instead of the machine."""
    _ignore_interrupts()
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        cap = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
        if sys.platform != "darwin" and (soft == resource.RLIM_INFINITY or soft > cap):
            resource.setrlimit(resource.RLIMIT_AS, (cap, hard))


def _ignore_interrupts() -> None:
    """Leave Ctrl+C to the parent, which ends its workers in order."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
