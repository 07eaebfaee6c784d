"""The real window over made libraries of several sizes: start, gallery, search, memory, the UI thread.

    python tests/benchmarks/bench_window.py [--quick] [--full] [--json]

Each start and each journey is a process of its own, the sizes by turns. On Linux the screen is Xvfb. Figures are those
of the best turn: what else runs on the machine only ever adds. Beside each stands its growth over a thousand media.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import libraries, measure
from tests.benchmarks.measure import REPOSITORY, Figure, Options
from tests.benchmarks.window.folder import oldest_media, window_folder
from tests.benchmarks.window.screen import screen

SMALL = 1_000
START, PAINT = "start: usable", "start: first paint"
BUDGETS = {
    START: 1_500.0,
    "gallery: first paint": 100.0,
    "gallery: frame p95": 8.0,
    "gallery: jump": 150.0,
    "gallery: resize": 20.0,
    "search: first 50": 50.0,
    "memory idle": 200.0,
    "memory after the journey": 350.0,
    "UI thread: longest slice": 50.0,
    "UI thread: p95 of the slices": 8.0,
}
GROWTH = {
    START: 1.2,
    "gallery: first paint": 1.5,
    "gallery: frame p95": 1.5,
    "gallery: jump": 1.5,
    "gallery: resize": 1.5,
}
_STARTS, _JOURNEYS, _STEPS = 7, 3, 240
_PATIENCE_S = 300


@dataclass
class Size:
    """A library and what was found over it; of each figure all turns.

    Attributes:
        remarks: by figure, of the turn whose value is shown.
    """

    media: int
    folder: Path
    turns: dict[str, list[tuple[float, str]]] = field(default_factory=dict)

    def add(self, values: Mapping[str, float], remarks: Mapping[str, str]) -> None:
        """Keep one turn."""
        for what, value in values.items():
            self.turns.setdefault(what, []).append((value, remarks.get(what, "")))

    def best(self, what: str) -> tuple[float, str]:
        """Return the best value of a figure with its remark."""
        return min(self.turns[what])


def run(options: Options) -> list[Figure]:
    """Measure each size, and how the larger ones compare with the smallest."""
    with screen() as env, ExitStack() as stack:
        if env is None:
            return []
        sizes = [Size(media, stack.enter_context(window_folder(media))) for media in _sizes(options)]
        for _turn in range(1 if options.quick else _STARTS):
            for size in sizes:
                size.add(_start(size.folder, env), {})
        for _turn in range(1 if options.quick else _JOURNEYS):
            for size in sizes:
                size.add(*_journey(size.folder, env, _STEPS // 6 if options.quick else _STEPS))
    return [figure for size in sizes for figure in _figures(size, sizes[0])] + _growth(sizes)


def _sizes(options: Options) -> list[int]:
    return [SMALL, *(size for size in libraries.sizes(options) if size > SMALL and not options.quick)]


def _start(folder: Path, env: Mapping[str, str]) -> dict[str, float]:
    """Start the program as its user does, and let it say when it was painted and when usable."""
    command = ["-m", "app", "--data-dir", str(folder), "--exit-when-ready", "--json"]
    found = json.loads(_run(command, env))
    return {PAINT: found["window_ms"], START: found["usable_ms"]}


def _journey(folder: Path, env: Mapping[str, str], steps: int) -> tuple[dict[str, float], dict[str, str]]:
    command = ["-m", "tests.benchmarks.window.journey", str(folder), str(oldest_media(folder)), str(steps)]
    found = json.loads(_run(command, env).splitlines()[-1])
    return found["values"], found["remarks"]


def _run(arguments: list[str], env: Mapping[str, str]) -> str:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        timeout=_PATIENCE_S,
        check=False,
    )
    if done.returncode:
        raise SystemExit(
            f"{arguments[:3]} ended with exit code {done.returncode} after {time.monotonic() - began:.0f} s"
        )
    return done.stdout


def _figures(size: Size, small: Size) -> list[Figure]:
    return [_figure(size, small, what) for what in size.turns]


def _figure(size: Size, small: Size, what: str) -> Figure:
    value, remark = size.best(what)
    beside = [remark] if remark else []
    least = small.best(what)[0]
    if size is not small and least:
        beside.insert(0, f"{value / least:.2f} × that at {small.media:,}")
    unit = "MB" if what.startswith("memory") else "ms"
    return Figure(f"window: {what}, {size.media:,} media", value, unit, BUDGETS.get(what), beside="; ".join(beside))


def _growth(sizes: list[Size]) -> list[Figure]:
    """Return what of the largest size may only grow so much."""
    if len(sizes) < 2:
        return []
    least, most = sizes[0], sizes[-1]
    said = f"{most.media:,} against {least.media:,} media"
    return [
        Figure(f"window: {what}, {said}", most.best(what)[0] / least.best(what)[0], "times", factor)
        for what, factor in GROWTH.items()
    ]


if __name__ == "__main__":
    measure.main("bench_window", run)
