"""What is learnt from a kept file: its size, thumbnails, the waveform. Nothing here can lose the file."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait

from app.domain.errors import AcervoError
from app.domain.kinds import MediaKind
from app.domain.messages import Blob
from app.domain.reasons import Reason
from app.services.ports import ByteWork, Clock, Derived, Lane, StoredFile
from app.services.store import Store

_log = logging.getLogger("app.derivation")
_LEASE_S = 300.0
_WIDTH = 4


class Deriver:
    """Derives from the blobs of one instance, on the lane that waits for the byte processes."""

    def __init__(
        self, store: Store, work: ByteWork, lane: Lane, locate: Callable[[Blob], StoredFile], owner: str, clock: Clock
    ) -> None:
        self._store = store
        self._work = work
        self._lane = lane
        self._locate = locate
        self._owner = owner
        self._clock = clock
        self._running: set[Future[None]] = set()

    def step(self) -> bool:
        """Start what may run now, without waiting; tell whether anything is running."""
        self._running = {future for future in self._running if not future.done()}
        free = _WIDTH - len(self._running)
        if free > 0:
            with self._store.write() as tx:
                claimed = tx.derivations.claim(self._owner, now=self._clock(), lease_s=_LEASE_S, limit=free)
            self._running |= {self._lane.submit(self._derive, blob, kind) for blob, kind in claimed}
        return bool(self._running)

    def run_until_idle(self, *, deadline: float | None = None) -> None:
        """Work until every blob was looked at, or until `deadline` (Unix seconds)."""
        while self.step():
            rest = None if deadline is None else max(0.0, deadline - self._clock())
            wait(self._running, timeout=rest, return_when=FIRST_COMPLETED)
            if rest == 0.0:
                return

    def drain(self) -> None:
        """Wait for what is running."""
        wait(self._running)

    def _derive(self, blob: Blob, kind: MediaKind) -> None:
        try:
            derived = self._work.derive(self._locate(blob), kind=kind, mime=blob.mime)
        except AcervoError as error:
            derived = Derived(failures={"all": getattr(error, "reason", Reason.UNREADABLE)})
        except Exception:  # a hostile file may kill the worker in any way; the file itself stays
            _log.exception("derive_failed", extra={"blob": blob.sha256[:8]})
            derived = Derived(failures={"all": Reason.UNREADABLE})
        with self._store.write() as tx:
            tx.derivations.store(blob.sha256, derived)
