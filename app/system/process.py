"""How old this process is and how much memory it holds, as the system knows it: the imports before us count too."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import psutil

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
