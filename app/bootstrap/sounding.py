"""The process that plays sounds for the window: decoding and the loudspeaker, put together.

It is started by the window as this program with one argument (`ARGUMENT`), which is no part of the command line.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

ARGUMENT = "--play-sounds"
SILENT = "--silent"
"""Second argument: play on where there is no sound output."""

_MEMORY_BYTES = 2 * 1024**3


def command(*, silent: bool = False) -> list[str]:
    """Return the command that starts the process."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "app"]
    return [*program, ARGUMENT, *([SILENT] if silent else [])]


def run(arguments: list[str]) -> int:
    """Play until standard input ends; return the exit code."""
    from app.runtime.processes import limit_memory
    from app.ui.sounding.messages import packed

    # By their numbers: a built program without a console has no sys.stdin, but the pipes are there.
    with os.fdopen(0, "rb", closefd=False) as heard, os.fdopen(1, "wb", closefd=False) as said:
        try:
            from app.media.samples import SoundFile
            from app.ui.sounding.serving import service
        except ImportError:  # a system without the libraries that QtMultimedia is linked with
            said.write(packed({"say": "lacking"}))
            return 0
        limit_memory(_MEMORY_BYTES)
        code = int(service(heard, said, SoundFile, silent=SILENT in arguments).exec())
        with suppress(OSError):
            said.flush()
        # The thread that reads may still stand in its read; ending the interpreter in order would wait for its lock.
        os._exit(code)
