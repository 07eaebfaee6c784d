"""Byte work and transfers, put onto processes: what services see as two ports."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from app.bootstrap import workers
from app.domain.encryption import Verified
from app.domain.ids import InstanceRef
from app.domain.kinds import MediaKind
from app.runtime.lanes import byte_processes
from app.runtime.processes import ProcessLane
from app.services.ports import Derived, HttpFetch, Judged, StoredFile, TempFile

LARGE_BYTES = 1_000_000
"""From here a transfer runs in a process: next to one busy Python thread a chunked pipeline falls to 4 MB/s."""

_COPY_TIMEOUT_S = 3600.0


class ProcessByteWork:
    """`ByteWork` on the shared `bytes` lane."""

    def __init__(self) -> None:
        self._lane = ProcessLane(byte_processes())

    def judge(self, temp: TempFile, *, kind: MediaKind, declared_mime: str, name: str, size_bytes: int) -> Judged:
        """Sniff a temporary file in a worker."""
        return self._lane.run(
            partial(workers.judge_file, temp, kind=kind, declared_mime=declared_mime, name=name, size_bytes=size_bytes)
        )

    def derive(self, file: StoredFile, *, kind: MediaKind, mime: str) -> Derived:
        """Derive from a file of the vault in a worker."""
        return self._lane.run(partial(workers.derive_file, file, kind=kind, mime=mime))

    def hash_copy(self, source: str, temp: TempFile) -> Verified:
        """Copy a user's file into the vault in a worker."""
        return self._lane.run(partial(workers.copy_and_hash, source, temp), timeout_s=_COPY_TIMEOUT_S)

    def close(self) -> None:
        """End the workers."""
        self._lane.close()


class ProcessTransfers:
    """`Transfers`: small bodies on the calling net thread, large ones in a process of their instance."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lanes: dict[InstanceRef, ProcessLane] = {}

    def fetch(self, ref: InstanceRef, fetch: HttpFetch, temp: TempFile, *, stopped: Callable[[], bool]) -> Verified:
        """Fetch, check and sync one file."""
        if (fetch.declared.length or 0) < LARGE_BYTES:
            return workers.fetch_file(fetch, temp, stopped)
        lane = self._lane(ref)
        return lane.run(partial(workers.fetch_file, fetch, temp), timeout_s=fetch.total_s + 60.0, stopped=stopped)

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            lanes, self._lanes = list(self._lanes.values()), {}
        for lane in lanes:
            lane.close()

    def _lane(self, ref: InstanceRef) -> ProcessLane:
        with self._lock:
            return self._lanes.setdefault(ref, ProcessLane(1, network=True))
