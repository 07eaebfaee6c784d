"""What a window's processes hold: memory, threads, file handles."""

from __future__ import annotations

import psutil

from tests.benchmarks.measure import MB


def tree(pid: int) -> list[psutil.Process]:
    """Return a process and all its descendants."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def shared_fairly_mb(pid: int) -> float:
    """Return the memory of a process and its descendants, pages that several use counted once in all (PSS).

    Where the system does not tell that, it is what each has for itself (USS).
    """
    total = 0
    for process in tree(pid):
        try:
            full = process.memory_full_info()
        except (psutil.Error, OSError):
            continue
        total += int(getattr(full, "pss", full.uss))
    return total / MB


def resident_mb(pid: int) -> float:
    """Return what one process has in memory, shared libraries included (RSS)."""
    return float(psutil.Process(pid).memory_info().rss) / MB


def handles(pid: int) -> int:
    """Return how many files, sockets and pipes a process holds open."""
    process = psutil.Process(pid)
    return int(process.num_fds() if hasattr(process, "num_fds") else process.num_handles())
