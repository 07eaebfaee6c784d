"""Who works on a data folder: each process owns a locked file, and a file that can be locked belongs to nobody alive.

Jobs and temporary files carry the id of their owner. Process numbers are not used: they are given out again.
"""

from __future__ import annotations

import os
import re
import sys
import time
import uuid
import weakref
from contextlib import suppress
from pathlib import Path

from app.system.locks import locked, open_for_lock, try_lock

_ID = re.compile(r"[0-9a-f]{32}\Z")
_SUFFIX = ".lock"
_GUARD = "owners.guard"
# Two processes that probe the same dead owner see each other's probe; a moment later they do not.
_PROBES, _PROBE_PAUSE_S = 3, 0.01


class Owner:
    """This process's hold on a data folder, until `release` or the end of the process.

    Attributes:
        id: 32 hex digits, new for every process.

    Raises:
        OSError: the folder cannot be written, or its file system knows no locks.
    """

    def __init__(self, run: Path) -> None:
        self.id = uuid.uuid4().hex
        self._run = run
        # The guard keeps a sweep of another process from taking the file between its making and its locking.
        with locked(run / _GUARD):
            self._descriptor = open_for_lock(self._file(self.id), create=True)
            if not try_lock(self._descriptor):
                os.close(self._descriptor)
                raise OSError("files of this folder cannot be locked")
        _forget_in_forks(self)

    def alive(self, owner_id: str) -> bool:
        """Tell whether the process with this id still runs; an id that never was one is dead."""
        if owner_id == self.id and self._descriptor >= 0:
            return True
        return bool(_ID.match(owner_id)) and _is_held(self._file(owner_id))

    def sweep(self) -> int:
        """Remove the files of owners that are dead and return how many."""
        with locked(self._run / _GUARD):
            return sum(_removed_if_free(path) for path in self._run.glob(f"*{_SUFFIX}") if path.stem != self.id)

    def release(self) -> None:
        """Give the hold up; from now on everybody sees this owner as dead."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)
            # Windows removes no file that somebody is just probing; a sweep does it later.
            with suppress(OSError):
                self._file(self.id).unlink()

    def _file(self, owner_id: str) -> Path:
        return self._run / f"{owner_id}{_SUFFIX}"

    def _after_fork(self) -> None:
        """Drop the inherited descriptor in a forked child, or the child would keep its dead parent alive."""
        with suppress(OSError):
            os.close(self._descriptor)
        self._descriptor = -1


def _is_held(path: Path) -> bool:
    for _attempt in range(_PROBES):
        try:
            descriptor = open_for_lock(path, create=False)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        try:
            if try_lock(descriptor):
                return False
        finally:
            os.close(descriptor)
        time.sleep(_PROBE_PAUSE_S)
    return True


def _removed_if_free(path: Path) -> bool:
    try:
        descriptor = open_for_lock(path, create=False)
    except OSError:
        return False
    try:
        free = try_lock(descriptor)
        if free and sys.platform != "win32":
            path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)
    if free and sys.platform == "win32":
        # Windows removes no open file. If somebody opened it since, this fails and the next sweep has another go.
        with suppress(OSError):
            path.unlink()
    return free


def _forget_in_forks(owner: Owner) -> None:
    if not hasattr(os, "register_at_fork"):
        return
    known = weakref.ref(owner)

    def after_fork() -> None:
        held = known()
        if held is not None:
            held._after_fork()

    os.register_at_fork(after_in_child=after_fork)
