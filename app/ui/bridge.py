"""The one crossing from threads to Qt: events and answers come to the UI thread in batches, one wake-up a batch.

Whatever happens elsewhere is put into a `Crossing` from any thread and carried out on the thread that made it, a few
milliseconds at a time, so that a flood never freezes the window. `Bridge` carries what services announce, `Errands`
runs blocking work on a lane and brings its answer back, `Reader` does so with a snapshot of one instance.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Collection
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.services.bus import Bus
from app.services.views import Viewing, ViewStore

R = TypeVar("R")
E = TypeVar("E")

_log = logging.getLogger("app.bridge")

SLICE_S = 0.008
"""How long deliveries may hold the UI thread before it is given back to painting and clicks."""

POLL_MS = 400
"""How often another process's changes are looked for; a second is promised."""


_OF_ALL = frozenset({"rail", "expiring"})
"""Groups of questions that are asked of every account, whichever is in front."""


class Crossing(QObject):
    """Carries calls to the thread that made it, in order. `cross` may be called from any thread."""

    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._calls: deque[Callable[[], None]] = deque()
        self._asleep = True
        self._closed = False
        self._woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def cross(self, call: Callable[[], None]) -> None:
        """Carry one call out soon; nothing happens any more after `close`."""
        with self._lock:
            if self._closed:
                return
            self._calls.append(call)
            wake, self._asleep = self._asleep, False
            if wake:
                self._woken.emit()

    def close(self) -> None:
        """Drop what has not crossed yet and take nothing more."""
        with self._lock:
            self._closed = True
            self._calls.clear()

    def _deliver(self) -> None:
        until = time.perf_counter() + SLICE_S
        while (call := self._next()) is not None:
            try:
                call()
            except Exception:  # one pane's fault must not cost the others their news; it is logged with its trace
                _log.exception("delivery_failed")
            if time.perf_counter() >= until:
                QTimer.singleShot(0, self._deliver)
                return

    def _next(self) -> Callable[[], None] | None:
        with self._lock:
            if not self._calls:
                self._asleep = True
                return None
            return self._calls.popleft()


class Bridge:
    """Brings what services announce to the UI thread, in the order in which it was published."""

    def __init__(self, bus: Bus, crossing: Crossing) -> None:
        self._bus = bus
        self._crossing = crossing
        self._ends: list[Callable[[], None]] = []

    def on(self, kind: type[E], listener: Callable[[E], None]) -> Callable[[], None]:
        """Call `listener` on the UI thread for every event of `kind`; return a function that ends it."""
        wanted = True

        def deliver(event: E) -> None:
            if wanted:
                listener(event)

        unsubscribe = self._bus.subscribe(kind, lambda event: self._crossing.cross(lambda: deliver(event)))

        def end() -> None:
            nonlocal wanted
            wanted = False
            unsubscribe()

        self._ends.append(end)
        return end

    def close(self) -> None:
        """End all listening."""
        while self._ends:
            self._ends.pop()()


class Ticket:
    """One question that was asked. Only the UI thread touches it."""

    def __init__(self) -> None:
        self._wanted = True

    def cancel(self) -> None:
        """Want the answer no longer; a question that has not begun is not asked at all."""
        self._wanted = False

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits for the answer."""
        return self._wanted


class Errands:
    """Runs blocking work on a lane and hands its result over on the UI thread. Asked from the UI thread only."""

    def __init__(self, executor: Executor, crossing: Crossing) -> None:
        self._executor = executor
        self._crossing = crossing
        self._newest: dict[str, Ticket] = {}
        self._closed = False

    def run(
        self,
        work: Callable[[], R],
        then: Callable[[R], None] | None = None,
        *,
        failed: Callable[[Exception], None] | None = None,
        group: str = "",
    ) -> Ticket:
        """Run `work` on the lane, then call `then` with its result on the UI thread.

        Args:
            failed: called with the exception where `work` raised; without it the exception is logged.
            group: a later errand of the same group makes this one's result be dropped.
        """
        ticket = Ticket()
        if group:
            self._supersede(group, ticket)
        if self._closed:
            ticket.cancel()
            return ticket
        future = self._executor.submit(_unless_unwanted, ticket, work)
        future.add_done_callback(lambda done: self._crossing.cross(lambda: _hand_over(done, ticket, then, failed)))
        return ticket

    def close(self) -> None:
        """Take nothing more and hand nothing over any more."""
        self._closed = True
        for ticket in self._newest.values():
            ticket.cancel()

    def turn_away(self, but: Collection[str]) -> None:
        """Want no answer of any group any longer, but of these; what is asked from now on is answered."""
        for group, ticket in self._newest.items():
            if group not in but:
                ticket.cancel()

    def _supersede(self, group: str, ticket: Ticket) -> None:
        before = self._newest.get(group)
        if before is not None:
            before.cancel()
        self._newest[group] = ticket


class Reader(QObject):
    """Asks one instance's database without ever waiting on the UI thread."""

    changed = Signal()
    """Something was committed, by this process or another."""

    def __init__(
        self,
        store: ViewStore,
        executor: Executor,
        crossing: Crossing | None = None,
        *,
        seen: int | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Begin to look for changes.

        Args:
            seen: what `store.changed()` said before anybody read; without it the first look counts as a change, so
                that nothing is missed.
        """
        super().__init__(parent)
        self._store = store
        self._errands = Errands(executor, crossing or Crossing(self))
        self._seen = seen
        self._looking = False
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def ask(
        self,
        fn: Callable[[Viewing], R],
        then: Callable[[R], None],
        *,
        group: str = "",
        failed: Callable[[Exception], None] | None = None,
    ) -> Ticket:
        """Run `fn` with a snapshot on the read lane and call `then` with its result on the UI thread.

        Args:
            group: a later question of the same group makes this one's answer be dropped.
            failed: called with the exception where `fn` raised; without it the exception is logged.
        """

        def answer() -> R:
            with self._store.view() as view:
                return fn(view)

        return self._errands.run(answer, then, group=group, failed=failed)

    def write(self, fn: Callable[[ViewStore], None], *, failed: Callable[[Exception], None] | None = None) -> Ticket:
        """Change what the window may change by itself (`mark_read`, `pin`) on the lane; `changed` follows."""
        return self._errands.run(lambda: fn(self._store), lambda _done: self._look(), failed=failed)

    def turn_away(self, but: Collection[str] = _OF_ALL) -> None:
        """Drop what panes asked (all questions of a group): this instance is no longer in front."""
        self._errands.turn_away(but)

    def close(self) -> None:
        """Ask no more and drop what is under way."""
        self._timer.stop()
        self._errands.close()

    def _look(self) -> None:
        if not self._looking:
            self._looking = True
            self._errands.run(self._store.changed, self._compare, failed=self._unseen)

    def _compare(self, number: int) -> None:
        self._looking = False
        if number != self._seen:
            self._seen = number
            self.changed.emit()

    def _unseen(self, error: Exception) -> None:
        self._looking = False
        _log.warning("changes_unseen", extra={"error": type(error).__name__})


def _unless_unwanted(ticket: Ticket, work: Callable[[], R]) -> R | None:
    return work() if ticket.wanted else None


def _hand_over(
    done: Future[Any],
    ticket: Ticket,
    then: Callable[[Any], None] | None,
    failed: Callable[[Exception], None] | None,
) -> None:
    """Give the result of an errand to whoever still waits; runs on the UI thread."""
    if done.cancelled() or not ticket.wanted:
        return
    error = done.exception()
    if error is None:
        if then is not None:
            then(done.result())
    elif isinstance(error, Exception) and failed is not None:
        failed(error)
    else:
        _log.error("errand_failed", exc_info=error)
