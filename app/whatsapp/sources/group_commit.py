"""Commit many small things at once: one fsync pays for all that arrived while the last one ran."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from app.domain.errors import UnavailableError
from app.domain.reasons import Reason

T = TypeVar("T")

logger = logging.getLogger("app.sources")


class GroupCommit(Generic[T]):
    """One thread that gathers items and commits them together; each item's future resolves after its commit.

    Args:
        commit: makes a list of items durable, all or none; called on one thread at a time, never with an empty list.
        most: items of one commit.
        wait_s: how long the first item waits for company.
        bound: items that may wait; more are refused, so that the sender keeps them.
        bound_bytes: the same in bytes.
    """

    def __init__(
        self,
        commit: Callable[[list[T]], None],
        *,
        most: int = 200,
        wait_s: float = 0.005,
        bound: int = 2000,
        bound_bytes: int = 64_000_000,
        name: str = "group-commit",
    ) -> None:
        self._commit = commit
        self._most, self._wait_s = most, wait_s
        self._bound, self._bound_bytes = bound, bound_bytes
        self._waiting: deque[tuple[T, int, Future[None]]] = deque()
        self._waiting_bytes = 0
        self._stopping = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, item: T, *, size_bytes: int = 0) -> Future[None]:
        """Hand an item over; its future resolves once it is committed, or raises what `commit` raised.

        Raises:
            UnavailableError: `rate_limited`: too much is waiting already, or the program is stopping.
        """
        with self._changed:
            full = len(self._waiting) >= self._bound or self._waiting_bytes + size_bytes > self._bound_bytes
            if self._stopping or full:
                detail = "stopping" if self._stopping else f"{len(self._waiting)} items wait to be committed"
                raise UnavailableError(Reason.RATE_LIMITED, detail, retry_after_s=1.0)
            settled: Future[None] = Future()
            self._waiting.append((item, size_bytes, settled))
            self._waiting_bytes += size_bytes
            self._changed.notify()
            return settled

    def stop(self) -> None:
        """Commit what is waiting and end the thread; later items are refused."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while batch := self._gathered():
            futures = [settled for _item, settled in batch]
            try:
                self._commit([item for item, _settled in batch])
            except Exception as error:  # noqa: BLE001 - handed to everyone who waits; the thread serves the next batch
                logger.warning("%s items could not be committed: %s", len(batch), type(error).__name__)
                for settled in futures:
                    settled.set_exception(error)
            else:
                for settled in futures:
                    settled.set_result(None)

    def _gathered(self) -> list[tuple[T, Future[None]]]:
        """Wait for items and return them; empty when there will be no more."""
        with self._changed:
            while True:
                self._changed.wait_for(lambda: self._waiting or self._stopping)
                if not self._waiting:
                    return []
                self._wait_for_company(time.monotonic() + self._wait_s)
                if batch := self._taken():
                    return batch

    def _wait_for_company(self, deadline_s: float) -> None:
        while len(self._waiting) < self._most and not self._stopping:
            left_s = deadline_s - time.monotonic()
            if left_s <= 0:
                return
            self._changed.wait(left_s)

    def _taken(self) -> list[tuple[T, Future[None]]]:
        """Take one commit's worth, without the items of those who no longer wait for an answer."""
        batch: list[tuple[T, Future[None]]] = []
        while self._waiting and len(batch) < self._most:
            item, size_bytes, settled = self._waiting.popleft()
            self._waiting_bytes -= size_bytes
            if settled.set_running_or_notify_cancel():
                batch.append((item, settled))
        return batch
