"""What goes on behind the window: desks are opened in turn, sources and transfers run, connections are watched."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from app.bootstrap.core import Core
from app.domain.errors import CommandError, RefusedError, UnavailableError
from app.domain.ids import InstanceRef
from app.domain.reasons import ErrorCode
from app.services.connections import Connection, ConnectionChange, Connections
from app.services.desk import Desk
from app.services.saving import Saver
from app.services.work import DeskOpened, DeskRefused

if TYPE_CHECKING:
    from app.bootstrap.listening import Listening

_log = logging.getLogger("app.window")

_LOOPBACK = "127.0.0.1"


class Running:
    """Fulfils `app.services.work.Work`, from its making to `stop`."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._lock = threading.Lock()
        self._listening: list[Listening] = []
        self._stopping = False
        # One thread: databases are opened in the order asked for, and never two migrations at once.
        self._opening = ThreadPoolExecutor(1, thread_name_prefix="opening")
        self._connections = Connections(core.bus, core.lanes.net, core.clock)
        self._reached = core.bus.subscribe(ConnectionChange, self._hurry)
        self._connections.start()

    def open(self, refs: list[InstanceRef]) -> None:
        """Open these in this order, announce each, then let their sources and transfers run."""
        if refs:
            self._opening.submit(self._open, refs)

    def saver(self, ref: InstanceRef) -> Saver:
        """Return the service that copies an instance's files out."""
        return self._core.saver(ref)

    def wake(self, ref: InstanceRef) -> None:
        """Look at an instance now."""
        with self._lock:
            listening = list(self._listening)
        for each in listening:
            each.wake(ref)

    def stop(self) -> None:
        """End in order: opening, connections, sources, then what is under way. Blocking."""
        self._stopping = True
        self._opening.shutdown(wait=True, cancel_futures=True)
        self._connections.stop()
        self._reached()
        for listening in reversed(self._listening):
            listening.stop()

    def _open(self, refs: list[InstanceRef]) -> None:
        desks = [desk for ref in refs if (desk := self._opened(ref)) is not None]
        if not desks or self._stopping:
            return
        # Imported here: an HTTP server must not hold the first paint up.
        from app.bootstrap.listening import Listening

        listening = Listening(self._core, [desk.instance.ref for desk in desks], host=_LOOPBACK, port=0)
        try:
            listening.start()
        except CommandError as error:
            for desk in desks:
                self._refuse(desk.instance.ref, error.code.value, error.detail)
            return
        with self._lock:
            self._listening.append(listening)
        for desk in desks:
            self._connections.watch(desk)

    def _hurry(self, change: ConnectionChange) -> None:
        """Let what waited for the provider go on as soon as it answers: its own next try may be an hour away."""
        if change.connection is Connection.CONNECTED and not self._stopping:
            self._core.desk(change.ref).hurry()
            self.wake(change.ref)

    def _opened(self, ref: InstanceRef) -> Desk | None:
        if self._stopping:
            return None
        try:
            desk = self._core.desk(ref)
        except CommandError as error:
            self._refuse(ref, error.code.value, error.detail)
        except (RefusedError, UnavailableError) as error:
            self._refuse(ref, error.reason.value, error.detail)
        except Exception as error:  # one instance that cannot be opened must not keep the others shut; it is shown
            _log.exception("desk_not_opened", extra={"instance": str(ref)})
            self._refuse(ref, ErrorCode.INTERNAL.value, type(error).__name__)
        else:
            self._core.bus.publish(DeskOpened(desk))
            return desk
        return None

    def _refuse(self, ref: InstanceRef, code: str, detail: str) -> None:
        self._core.bus.publish(DeskRefused(ref, code, detail))
