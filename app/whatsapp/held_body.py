"""The body of a send: blocks of a known total, whose last one leaves only after `sending` was committed.

Where file and message go in one request, a crash before the last block may safely be repeated: no provider can have
taken a body that it has not seen the end of (product, 5.6).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from app.domain.errors import RefusedError
from app.domain.reasons import Reason
from app.services.gateway import Outgoing
from app.services.ports import Progress

BLOCK_BYTES = 192 * 1024
"""Of a file, a multiple of three: in base64 256 KiB, without padding before the end."""

LARGE_FILE_BYTES = 16_000_000
LARGE_BLOCK_BYTES = 3 * BLOCK_BYTES
"""For files from that size on: 100 MB leave in 28 ms instead of 40 over loopback (over 1 MiB it is slower again), and a
block is still less than four percent of the file."""

_REPORT_EVERY_S = 0.1


class BodyStoppedError(Exception):
    """The body ended early on our side; `HeldBody.failure` says why. No kind that a library takes for its own."""


class HeldBody:
    """A sized iterable of blocks for `requests`; to be iterated once.

    Args:
        size_bytes: of all parts together.
        before_last: called once, when all but the last block have left.

    Attributes:
        released: whether the last block may have left.
        failure: what the file, the progress callback or `before_last` raised.
        hold_failure: the same, where it was `before_last`.
    """

    def __init__(self, parts: Iterable[bytes], *, size_bytes: int, before_last: Callable[[], None]) -> None:
        self._parts = parts
        self._size_bytes = size_bytes
        self._before_last = before_last
        self.released = False
        self.failure: Exception | None = None
        self.hold_failure: Exception | None = None

    def __len__(self) -> int:
        return self._size_bytes

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._blocks()
        except Exception as error:  # an OSError of the file or the database would pass for a broken connection
            self.failure = error
            raise BodyStoppedError from error

    def _blocks(self) -> Iterator[bytes]:
        held, left = b"", self._size_bytes
        for part in filter(None, self._parts):
            left -= len(part)
            if left < 0:
                break
            if held:
                yield held
            held = part
        if left or not held:
            raise RefusedError(Reason.UNREADABLE, "the file does not have the length that it had")
        self._commit()
        self.released = True
        yield held

    def _commit(self) -> None:
        try:
            self._before_last()
        except Exception as error:  # noted and let through: it is the caller's own
            self.hold_failure = error
            raise


def file_blocks(file: BinaryIO, size_bytes: int, progress: Progress) -> Iterator[bytes]:
    """Yield a file in full blocks (a large one in larger blocks), the last one shorter, and report how far it is.

    Raises:
        RefusedError: `UNREADABLE`.
    """
    block_bytes = LARGE_BLOCK_BYTES if size_bytes >= LARGE_FILE_BYTES else BLOCK_BYTES
    done, next_report = 0, 0.0
    while block := _full_block(file, block_bytes):
        done += len(block)
        if done >= size_bytes or time.monotonic() >= next_report:
            progress(done, size_bytes)
            next_report = time.monotonic() + _REPORT_EVERY_S
        yield block


def closed(head: bytes, blocks: Iterable[bytes], tail: bytes) -> Iterator[bytes]:
    """Yield a whole body; its end goes with the end of the file, so that the block that is held ends both."""
    yield head
    last = b""
    for block in blocks:
        if last:
            yield last
        last = block
    yield last + tail


def _full_block(file: BinaryIO, block_bytes: int) -> bytes:
    """Read until the block is full or the file ends; a raw stream may give less at a time."""
    try:
        block = file.read(block_bytes)
        while block and len(block) < block_bytes and (more := file.read(block_bytes - len(block))):
            block += more
    except OSError as error:
        raise RefusedError(Reason.UNREADABLE, type(error).__name__) from error
    return block


def opened(outgoing: Outgoing) -> BinaryIO:
    """Open the file of a message.

    Raises:
        RefusedError: `UNREADABLE`.
    """
    if outgoing.open is None:
        raise RefusedError(Reason.UNREADABLE, "no file")
    try:
        return outgoing.open()
    except OSError as error:
        raise RefusedError(Reason.UNREADABLE, type(error).__name__) from error
