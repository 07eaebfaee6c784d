"""Plain bytes on their way to a sink: gathered into blocks, hashed (many of them on a second thread) and written."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

_BLOCK_BYTES = 256 * 1024
_SPARE_BYTES = 16
_THREAD_FROM_BYTES = 4 * 1024 * 1024
_IN_FLIGHT = 3


class Outflow:
    """A bounded buffer before a sink; at most four blocks of 256 KiB live at a time.

    Hashing takes most of the time of a verified download and does not hold the interpreter, so a second thread does it
    for files over 4 MiB. `close` ends that thread whatever happened.

    Args:
        write: takes a block; the view is valid only during the call.
        expected_bytes: size of the file if known, so that a large one has its thread from the start.
    """

    def __init__(self, write: Callable[[memoryview], object], *, expected_bytes: int | None) -> None:
        self._write = write
        self._sha256 = hashlib.sha256()
        self._block = bytearray(_BLOCK_BYTES + _SPARE_BYTES)
        self._filled_bytes = 0
        self._passed_bytes = 0
        self._threaded = (expected_bytes or 0) > _THREAD_FROM_BYTES
        self._thread: ThreadPoolExecutor | None = None
        self._hashing: deque[tuple[Future[None], bytearray]] = deque()

    @property
    def size_bytes(self) -> int:
        """Return how many bytes were put in so far."""
        return self._passed_bytes + self._filled_bytes

    def room(self) -> memoryview:
        """Return the free part of the block, 16 bytes more than may be filled (a cipher asks for a spare block)."""
        return memoryview(self._block)[self._filled_bytes :]

    def filled(self, count: int) -> None:
        """Say that `count` bytes were put into the room; a full block goes on."""
        self._filled_bytes += count
        if self._filled_bytes >= _BLOCK_BYTES:
            self._pass_on()

    def digest(self) -> bytes:
        """Return the SHA-256 of everything put in, what is not written yet included. To be called once, at the end."""
        while self._hashing:
            self._hashing.popleft()[0].result()
        self._sha256.update(memoryview(self._block)[: self._filled_bytes])
        return self._sha256.digest()

    def flush(self) -> None:
        """Write what is left, after the last verdict: a small file is not written at all unless it is good."""
        if self._filled_bytes:
            self._write(memoryview(self._block)[: self._filled_bytes])
        self._passed_bytes, self._filled_bytes = self.size_bytes, 0

    def close(self) -> None:
        """End the thread; more than once does no harm."""
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=True)
            self._thread = None

    def _pass_on(self) -> None:
        full = memoryview(self._block)[: self._filled_bytes]
        spare = self._hash(full)
        self._write(full)
        self._passed_bytes, self._filled_bytes = self.size_bytes, 0
        self._block = spare

    def _hash(self, full: memoryview) -> bytearray:
        """Hash a block and return the one to fill next."""
        if not self._threaded:
            self._sha256.update(full)
            self._threaded = self.size_bytes > _THREAD_FROM_BYTES
            return self._block
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="plain-hash")
        self._hashing.append((self._thread.submit(self._sha256.update, full), self._block))
        if len(self._hashing) <= _IN_FLIGHT:
            return bytearray(len(self._block))
        done, spare = self._hashing.popleft()
        done.result()
        return spare
