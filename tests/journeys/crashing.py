"""Starts the program so that it kills itself at a checkpoint: `python -m tests.journeys.crashing NAME NTH NOTE ARGS…`.

The `NTH` time (from 1) that the run comes to the checkpoint NAME (`app.services.checkpoints`), the name is written to
the file NOTE, synced, and the process ends as by `kill -9`: nothing is closed, flushed or rolled back.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
import threading
from collections.abc import Callable

from app.__main__ import main
from app.services import checkpoints

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


def deadly(name: str, nth: int, note: str) -> Callable[[str], None]:
    """Return a callback that ends the process at the `nth` call with `name`."""
    count, one_at_a_time = itertools.count(1), threading.Lock()

    def reached(checkpoint: str) -> None:
        with one_at_a_time:
            if checkpoint != name or next(count) < nth:
                return
            descriptor = os.open(note, os.O_WRONLY | os.O_CREAT, 0o600)
            os.write(descriptor, checkpoint.encode())
            os.fsync(descriptor)
            os.kill(os.getpid(), KILL)

    return reached


if __name__ == "__main__":
    checkpoint, nth, note = sys.argv[1:4]
    checkpoints.install(deadly(checkpoint, int(nth), note))
    sys.argv[1:] = sys.argv[4:]
    main()
