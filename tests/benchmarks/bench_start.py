"""How long short commands take from the shell to the shell, on libraries of several sizes, beside Python alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import libraries, measure
from tests.benchmarks.measure import REPOSITORY, Figure, Options

_TIMES = 10
_SMALL = 1_000


def run(options: Options) -> list[Figure]:
    """Measure each command; the best of several starts."""
    times = 2 if options.quick else _TIMES
    python_ms = _best_ms(times, "-c", "pass")
    beside = f"python -c pass: {python_ms:.0f} ms"
    figures = [Figure("acervo --help", _best_ms(times, "-m", "app", "--help"), "ms", beside=beside)]
    for media in (_SMALL, *libraries.sizes(options)):
        folder, where = libraries.library(media), f"at {media:,} media"
        for verb in (("client", "list"), ("stats", "1/loja"), ("gallery", "1/loja")):
            command = ("-m", "app", *verb, "--json", "--data-dir", str(folder))
            figures.append(Figure(f"acervo {' '.join(verb)}, {where}", _best_ms(times, *command), "ms", beside=beside))
    return figures


def _best_ms(times: int, *arguments: str) -> float:
    return measure.best_of(times, lambda: _run(arguments)) * 1000


def _run(arguments: Sequence[str]) -> None:
    subprocess.run(
        [sys.executable, *arguments], cwd=REPOSITORY, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True
    )


if __name__ == "__main__":
    measure.main("bench_start", run)
