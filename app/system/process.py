"""This process as the system sees it: its age and its memory, what came before us included, and giving memory back."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from pathlib import Path

import psutil

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""Of glibc's `malloc.h`."""
_ARENAS = 2
_PICTURE_BYTES = 64 * 1024
_END_BYTES = 128 * 1024

_START_FIELD = 19
"""Of `/proc/self/stat`, counted from the field after the program's name (man 5 proc: 22, starttime)."""


def age_s() -> float:
    """Return the seconds since this process was started, to a hundredth."""
    if sys.platform == "linux":
        # psutil knows the boot only to a full second there.
        fields = Path("/proc/self/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[_START_FIELD]) / os.sysconf("SC_CLK_TCK")
    return time.time() - psutil.Process().create_time()


def resident_mb() -> float:
    """Return the memory that this process holds, in MB of 10^6 bytes."""
    return float(psutil.Process().memory_info().rss) / 1_000_000


def give_memory_back() -> None:
    """Have freed memory returned to the system at once. Call it before threads begin; does nothing but on glibc.

    Pictures are made on lanes and freed on the UI thread, and glibc keeps what is free between others, in an arena for
    each thread: some ten megabytes more after each few screens. What is as large as a picture gets pages of its own.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        wishes = ((_ARENA_MAX, _ARENAS), (_MMAP_THRESHOLD, _PICTURE_BYTES), (_TRIM_THRESHOLD, _END_BYTES))
        for option, value in wishes:
            mallopt(option, value)
