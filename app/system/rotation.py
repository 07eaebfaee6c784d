"""A log file that several processes append to and that is turned over by size."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.system.locks import locked

LARGEST_BYTES = 2_000_000
KEPT = 4


class RotatedFile(RotatingFileHandler):
    """Appends to one file; the process that finds it too long turns it over, the others follow to the new one.

    Nothing that goes wrong with a log (disk full, folder gone) may disturb the work that is logged: it is dropped.
    """

    def __init__(self, path: Path, *, largest_bytes: int = LARGEST_BYTES, kept: int = KEPT) -> None:
        super().__init__(path, maxBytes=largest_bytes, backupCount=kept, encoding="utf-8", delay=True)
        self._guard = path.with_name("rotation.guard")

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        self._follow()
        super().emit(record)

    def doRollover(self) -> None:  # noqa: N802 - logging's own name
        """Turn the file over, unless another process has just done so.

        Windows renames no file that another process has open; then it grows until somebody is alone with it.
        """
        with suppress(OSError), locked(self._guard, timeout_s=1.0):
            if Path(self.baseFilename).stat().st_size >= self.maxBytes // 2:
                super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Drop a record that cannot be written."""

    def _follow(self) -> None:
        """Let go of a file that another process has renamed or removed."""
        if self.stream is None:
            return
        try:
            at_path = Path(self.baseFilename).stat()
            ours = os.fstat(self.stream.fileno())
            followed = (at_path.st_ino, at_path.st_dev) == (ours.st_ino, ours.st_dev)
        except (OSError, ValueError):
            followed = False
        if not followed:
            with suppress(OSError):
                self.stream.close()
            self.stream = None
