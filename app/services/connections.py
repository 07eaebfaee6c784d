"""Whether each instance is connected: asked of its provider now and then, and told by events in between."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import InstanceRef
from app.domain.reasons import Reason
from app.services.bus import Bus
from app.services.desk import Desk
from app.services.downloads import DownloadEnded
from app.services.gateway import ConnectionReport
from app.services.inbox import ConnectionSeen
from app.services.ports import Lane
from app.services.uploads import UploadMoved

_log = logging.getLogger("app.connections")

ASK_EVERY_S = 60.0
ASK_AGAIN_S = 10.0
"""How soon an instance that is not connected is asked again."""
DOUBT_S = 3.0
"""How soon at the earliest it is asked again where a transfer met no answer."""

UNREACHED = frozenset({Reason.OFFLINE, Reason.TIMEOUT, Reason.TLS, Reason.PROVIDER_ERROR, Reason.RATE_LIMITED})
"""The provider could not be asked: that says nothing about the number's own session."""


class Connection(StrEnum):
    """What is known of an instance's connection."""

    UNKNOWN = "unknown"
    CONNECTED = "connected"
    UNREACHED = "unreached"
    """The provider does not answer; it is tried again."""
    DISCONNECTED = "disconnected"
    """The provider answers and says that the number is not connected, or refuses us."""


@dataclass(frozen=True, slots=True)
class ConnectionChange:
    """The connection of an instance came into another state; `reason` says why it is not connected."""

    ref: InstanceRef
    connection: Connection
    reason: Reason | None


class Connections:
    """Asks the providers of some desks, each on its own net lane, and publishes `ConnectionChange`."""

    def __init__(self, bus: Bus, lane_of: Callable[[InstanceRef], Lane], clock: Callable[[], float]) -> None:
        self._bus = bus
        self._lane_of = lane_of
        self._clock = clock
        self._lock = threading.Lock()
        self._desks: dict[InstanceRef, Desk] = {}
        self._states: dict[InstanceRef, ConnectionChange] = {}
        self._due: dict[InstanceRef, float] = {}
        self._asked_at: dict[InstanceRef, float] = {}
        self._asking: dict[InstanceRef, Future[ConnectionReport]] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="connections")
        self._ends = [
            bus.subscribe(ConnectionSeen, self._seen),
            bus.subscribe(DownloadEnded, lambda event: self._doubt(event.ref, event.reason)),
            bus.subscribe(UploadMoved, lambda event: self._doubt(event.ref, event.reason)),
        ]

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def watch(self, desk: Desk) -> None:
        """Ask for this desk's instance from now on."""
        with self._lock:
            self._desks[desk.instance.ref] = desk
            self._due[desk.instance.ref] = 0.0

    def state(self, ref: InstanceRef) -> ConnectionChange:
        """Return what is known now."""
        with self._lock:
            return self._states.get(ref, ConnectionChange(ref, Connection.UNKNOWN, None))

    def stop(self) -> None:
        """Ask no more."""
        for end in self._ends:
            end()
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(0.25):
            for desk in self._due_now():
                self._ask(desk)

    def _due_now(self) -> list[Desk]:
        now = self._clock()
        with self._lock:
            due = [ref for ref, at in self._due.items() if at <= now and ref not in self._asking]
            return [self._desks[ref] for ref in due]

    def _ask(self, desk: Desk) -> None:
        ref = desk.instance.ref
        future = self._lane_of(ref).submit(desk.gateway.check)
        with self._lock:
            self._asking[ref] = future
            self._asked_at[ref] = self._clock()
        future.add_done_callback(lambda done: self._answered(ref, done))

    def _answered(self, ref: InstanceRef, done: Future[ConnectionReport]) -> None:
        if done.cancelled():
            return
        error = done.exception()
        if error is not None:
            _log.warning("check_failed", extra={"instance": str(ref), "error": type(error).__name__})
        connection, reason = (Connection.UNREACHED, None) if error else _judged(done.result())
        with self._lock:
            self._asking.pop(ref, None)
            wait_s = ASK_EVERY_S if connection is Connection.CONNECTED else ASK_AGAIN_S
            self._due[ref] = self._clock() + wait_s
        self._become(ConnectionChange(ref, connection, reason))

    def _seen(self, event: ConnectionSeen) -> None:
        """Take an event as news at once, and ask soon why."""
        connection = Connection.CONNECTED if event.connected else Connection.DISCONNECTED
        with self._lock:
            if event.ref not in self._desks:
                return
            self._due[event.ref] = 0.0
        self._become(ConnectionChange(event.ref, connection, None))

    def _doubt(self, ref: InstanceRef, reason: Reason | None) -> None:
        """Ask soon where a transfer met no answer: that it was connected a minute ago says little."""
        if reason in UNREACHED:
            with self._lock:
                if ref in self._due:
                    self._due[ref] = min(self._due[ref], self._asked_at.get(ref, 0.0) + DOUBT_S)

    def _become(self, change: ConnectionChange) -> None:
        with self._lock:
            before = self._states.get(change.ref)
            self._states[change.ref] = change
        if before == change or self._stop.is_set():
            return
        self._bus.publish(change)
        if change.connection is Connection.UNREACHED:
            # It may be the network: then the others are not reached either.
            with self._lock:
                others = list(self._due)
            for ref in others:
                self._doubt(ref, change.reason or Reason.OFFLINE)


def _judged(report: ConnectionReport) -> tuple[Connection, Reason | None]:
    if report.ok:
        return Connection.CONNECTED, None
    if report.reason in UNREACHED:
        return Connection.UNREACHED, report.reason
    return Connection.DISCONNECTED, report.reason
