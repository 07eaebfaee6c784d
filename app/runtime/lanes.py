"""The named pools of the process, each with a reason to exist.

`net`, one pool an instance: a slow or dead provider fills its own pool and starves nobody.
`work`: threads that only wait for the byte processes, so that nothing that parses foreign bytes runs in this process.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor

from app.domain.ids import InstanceRef
from app.services.ports import Lane

NET_THREADS = 8
"""Four downloads and four uploads at once an instance."""


class ThreadLanes:
    """Pools made when first used and ended together."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._net: dict[InstanceRef, ThreadPoolExecutor] = {}
        self._work: ThreadPoolExecutor | None = None

    def net(self, ref: InstanceRef) -> Lane:
        """Return the instance's own pool."""
        with self._lock:
            if ref not in self._net:
                self._net[ref] = ThreadPoolExecutor(NET_THREADS, thread_name_prefix=f"net-{ref.client}-{ref.instance}")
            return self._net[ref]

    def work(self) -> Lane:
        """Return the pool that waits for the byte processes."""
        with self._lock:
            if self._work is None:
                self._work = ThreadPoolExecutor(2 * byte_processes(), thread_name_prefix="work")
            return self._work

    def close(self) -> None:
        """Wait for what is running and end all threads."""
        with self._lock:
            pools = [*self._net.values(), *([self._work] if self._work else [])]
            self._net, self._work = {}, None
        for pool in pools:
            pool.shutdown(wait=True, cancel_futures=True)


def byte_processes() -> int:
    """Return how many processes crunch bytes at once: one a core, at most four."""
    return max(1, min(4, os.cpu_count() or 1))
