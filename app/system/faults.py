"""The file that a crash of the interpreter itself is written into: there while processes run, gone after a good end."""

from __future__ import annotations

import faulthandler
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

_LARGEST_BYTES = 1_000_000
_TRIES = 10


class FaultFile:
    """Lets `faulthandler` append to a file, until `close`. Several processes may share it.

    Each holds a shared lock on it, so that the last one to end well knows that it may remove an empty file; one that is
    just beginning then notices that the file went away under its hands, and makes it anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream = _opened(path)
        if self._stream is not None:
            faulthandler.enable(self._stream)

    def close(self) -> None:
        """Take no more, and leave no empty file behind."""
        if self._stream is None:
            return
        faulthandler.disable()
        with suppress(OSError):
            if self._path.stat().st_size == 0 and _alone(self._stream):
                if sys.platform == "win32":
                    self._stream.close()  # nothing that is open can be removed there, by whomever it is open
                self._path.unlink()
        self._stream.close()
        self._stream = None


def _opened(path: Path) -> TextIO | None:
    """Open the file for appending, anew where it has grown too large; None where it cannot be opened."""
    with suppress(OSError):
        for _try in range(_TRIES):
            overgrown = path.exists() and path.stat().st_size > _LARGEST_BYTES
            stream = path.open("w" if overgrown else "a", encoding="utf-8")
            with suppress(OSError):
                _share(stream)
            if _is_at(stream, path):
                return stream
            stream.close()
    return None


def _is_at(stream: TextIO, path: Path) -> bool:
    """Tell whether an open file is still the one at its path."""
    with suppress(OSError):
        there, ours = path.stat(), os.fstat(stream.fileno())
        return (there.st_ino, there.st_dev) == (ours.st_ino, ours.st_dev)
    return False


if sys.platform == "win32":

    def _share(_stream: TextIO) -> None: ...

    def _alone(_stream: TextIO) -> bool:
        return True

else:
    import fcntl

    def _share(stream: TextIO) -> None:
        fcntl.flock(stream.fileno(), fcntl.LOCK_SH)

    def _alone(stream: TextIO) -> bool:
        """Take the lock alone; raises OSError where others share it."""
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
