"""The asyncio loop of all event sources, in a thread of its own, with and without a window."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

R = TypeVar("R")


class SourceLoop:
    """Runs coroutines from `start` to `stop`; may be used once."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._finish: asyncio.Event | None = None
        self._changing = threading.Lock()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sources", daemon=True)

    def start(self) -> None:
        """Start the thread and return once its loop runs."""
        self._thread.start()
        self._started.wait()

    def submit(self, work: Coroutine[Any, Any, R]) -> Future[R]:
        """Run a coroutine on the loop; callable from any other thread. Cancelling the future cancels the coroutine.

        Raises:
            RuntimeError: the loop does not run.
        """
        with self._changing:
            if self._loop is None or self._finish is None:
                work.close()
                raise RuntimeError("the loop of the sources does not run")
            return asyncio.run_coroutine_threadsafe(work, self._loop)

    def stop(self, *, timeout_s: float = 10.0) -> None:
        """Cancel everything that still runs, wait until it has ended, and end the thread.

        Raises:
            TimeoutError: something does not let itself be cancelled.
        """
        with self._changing:
            loop, finish = self._loop, self._finish
            self._loop = self._finish = None
        if loop is not None and finish is not None:
            loop.call_soon_threadsafe(finish.set)
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        if self._thread.is_alive():
            raise TimeoutError("a source does not end")

    def _run(self) -> None:
        try:
            asyncio.run(self._live())
        finally:
            self._started.set()

    async def _live(self) -> None:
        """Keep the loop; what is left when this returns is cancelled and awaited by `asyncio.run`."""
        self._loop, self._finish = asyncio.get_running_loop(), asyncio.Event()
        finish = self._finish
        self._started.set()
        await finish.wait()
