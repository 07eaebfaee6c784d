"""Turns Ctrl+C and SIGTERM into one exception in the main thread, so that a run ends in order."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

_FORCE_AT = 3


class StoppedError(BaseException):
    """The user or the system asked to stop. Not an `Exception`: nothing on the way may take it for a failure."""


class StopSignals:
    """Listens for the signals that ask to stop.

    The first raises `StoppedError`; the second is ignored, because the end is under way; the third ends the process at
    once, which the data folder survives as it survives any crash.
    """

    def __init__(self) -> None:
        self._count = 0

    def install(self) -> None:
        """Listen from now on; only possible in the main thread."""
        signal.signal(signal.SIGINT, self._asked)
        signal.signal(signal.SIGTERM, self._asked)
        if sys.platform == "win32":
            signal.signal(signal.SIGBREAK, self._asked)

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        self._count += 1
        if self._count >= _FORCE_AT:
            os._exit(1)
        if self._count == 1:
            raise StoppedError
