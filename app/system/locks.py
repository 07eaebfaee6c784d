"""Locks on open files, valid across processes; the operating system lets go of them however a process ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PAUSE_S = 0.01


def open_for_lock(path: Path, *, create: bool) -> int:
    """Open a file to be locked and return its descriptor, which child processes do not inherit.

    Raises:
        OSError: as `os.open`; FileNotFoundError where it is absent and not to be created.
    """
    return os.open(path, os.O_RDWR | (os.O_CREAT if create else 0), 0o600)


def try_lock(descriptor: int) -> bool:
    """Lock an open file for this descriptor alone, at once or not at all."""
    try:
        _lock(descriptor)
    except OSError:
        return False
    return True


@contextmanager
def locked(path: Path, *, timeout_s: float = 30.0) -> Iterator[None]:
    """Hold the lock of `path` (created if needed) for the block; wait for whoever holds it.

    Raises:
        TimeoutError: somebody held it for longer.
        OSError: the file cannot be opened.
    """
    descriptor = open_for_lock(path, create=True)
    try:
        _wait(descriptor, time.monotonic() + timeout_s)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, deadline_s: float) -> None:
    while not try_lock(descriptor):
        if time.monotonic() > deadline_s:
            raise TimeoutError("another process holds the lock")
        time.sleep(_PAUSE_S)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
