"""What all benchmarks share: how a figure is written down, how time and memory are taken, and what is printed."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import psutil

REPOSITORY = Path(__file__).resolve().parents[2]
SCRATCH = REPOSITORY / ".benchmarks"
"""Where benchmarks keep what is costly to make (libraries); ignored by git, may be deleted at any time."""

MB = 1_000_000
_SAMPLE_EVERY_S = 0.01


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure, as `packaging/bench.py` reads it.

    Attributes:
        budget: in the same unit, None where none was set.
        better: `more` or `less`.
        beside: the raw library's or curl's figure of the same run, in words.
    """

    what: str
    value: float
    unit: str = ""
    budget: float | None = None
    better: str = "less"
    beside: str = ""

    @property
    def met(self) -> str:
        """Return yes, no, or nothing where there is no budget."""
        if self.budget is None:
            return ""
        kept = self.value >= self.budget if self.better == "more" else self.value <= self.budget
        return "yes" if kept else "NO"

    @property
    def held_against(self) -> str:
        """Return the budget with its sign."""
        sign = ">=" if self.better == "more" else "<="
        return "" if self.budget is None else f"{sign} {shown(self.budget)} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class Options:
    """What every benchmark can be told.

    Attributes:
        quick: sizes for CI; says that it runs, not how fast.
        full: also the sizes that take minutes to make.
    """

    json: bool
    quick: bool
    full: bool


def main(name: str, measure: Callable[[Options], Sequence[Figure]]) -> None:
    """Read the options, measure, and print the figures: a table, or with --json one object."""
    parser = argparse.ArgumentParser(prog=name, description=(sys.modules["__main__"].__doc__ or "").strip())
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quick", action="store_true", help="small sizes, for a run that only proves that it works")
    parser.add_argument("--full", action="store_true", help="also with a library of 1,000,000 media")
    options = Options(**vars(parser.parse_args()))
    figures = measure(options)
    if options.quick:
        figures = [replace(figure, budget=None) for figure in figures]  # budgets are for the real sizes
    print(as_json(name, figures) if options.json else as_table(figures), flush=True)


def as_json(name: str, figures: Sequence[Figure]) -> str:
    """Return the object that `packaging/bench.py` collects; `values` and `budget` hold the same by name."""
    return json.dumps(
        {
            "name": name,
            "figures": [asdict(figure) | {"value": rounded(figure.value)} for figure in figures],
            "values": {figure.what: rounded(figure.value) for figure in figures},
            "budget": {figure.what: figure.budget for figure in figures if figure.budget is not None},
        },
        ensure_ascii=False,
    )


def as_table(figures: Sequence[Figure]) -> str:
    """Return the figures as aligned text."""
    rows = [("what", "measured", "budget", "met", "beside it, same run")]
    rows += [(f.what, f"{shown(f.value)} {f.unit}".strip(), f.held_against, f.met, f.beside) for f in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def rounded(value: float) -> float:
    """Return four significant digits: more would be noise."""
    return float(f"{value:.4g}")


def shown(value: float) -> str:
    """Return a number as people read it."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"


def say(text: str) -> None:
    """Tell a waiting person what is going on; standard output is for the figures."""
    print(text, file=sys.stderr, flush=True)


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def best_of(times: int, work: Callable[[], object]) -> float:
    """Return the shortest of several calls, in seconds: noise of a shared machine only ever adds."""
    return min(seconds(work) for _ in range(times))


def per_second(work: Callable[[], object], *, for_s: float, at_once: int = 1) -> float:
    """Return how often `work` runs a second, the best of three stretches of `for_s` seconds.

    Args:
        at_once: what one call counts for.
    """
    return max(_stretch(work, for_s) for _ in range(3)) * at_once


def _stretch(work: Callable[[], object], for_s: float) -> float:
    calls, started = 0, time.perf_counter()
    while (taken := time.perf_counter() - started) < for_s or not calls:
        work()
        calls += 1
    return calls / taken if taken else float(calls)


def run_printing(command: Sequence[str]) -> str:
    """Run a program and return what it printed."""
    return run_measured(command, memory=False)[1]


def run_measured(command: Sequence[str], *, memory: bool = True) -> tuple[float, str]:
    """Run a program and return the peak memory of it with all its descendants, in MB, and what it printed.

    Memory is what each process has for itself (USS), summed, sampled every few milliseconds; it costs speed, so that
    a run is timed or weighed, not both.
    """
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    if not memory:
        return 0.0, _printed(process)
    with peak_memory(process.pid) as peak:
        printed = _printed(process)
    return peak[0] / MB, printed


def _printed(process: subprocess.Popen[str]) -> str:
    printed, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{process.args!r} ended with exit code {process.returncode}")
    return printed


@contextmanager
def peak_memory(pid: int) -> Iterator[list[int]]:
    """Sample a process tree while the block runs; the list's only member is the highest sum of USS in bytes."""
    peak, done = [0], threading.Event()

    def sample() -> None:
        while not done.is_set():
            peak[0] = max(peak[0], own_memory(pid))
            done.wait(_SAMPLE_EVERY_S)

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def own_memory(pid: int) -> int:
    """Return the USS of a process and all its descendants in bytes; what ended meanwhile counts nothing."""
    try:
        process = psutil.Process(pid)
        tree = [process, *process.children(recursive=True)]
    except psutil.Error:
        return 0
    return sum(_uss(one) for one in tree)


def _uss(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().uss)
    except (psutil.Error, OSError):
        return 0
