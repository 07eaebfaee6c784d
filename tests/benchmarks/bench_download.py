"""Verified downloads over loopback, through the real services: fetch, MAC, two hashes, store and commit.

The program runs in a process of its own, the media host in another. Each figure is the best of several files after one
that starts the workers; memory is the peak of all the program's processes, taken in runs of their own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import curl, loopback, measure, transfer_child
from tests.benchmarks.bodies import MediaFolder
from tests.benchmarks.libraries import scratch
from tests.benchmarks.measure import MB, Figure, Options

_FAST, _MORE_MEMORY = 250.0, 32.0
_SMALL_BYTES = 60_000
_FILES = 4
_CHILD = str(Path(transfer_child.__file__).resolve())


def run(options: Options) -> list[Figure]:
    """Measure large files, many small ones, and memory."""
    large, medium, small = (10, 2, 20) if options.quick else (100, 10, 500)
    with scratch() as folder:
        host = folder / "host"
        host.mkdir()
        media = MediaFolder(host)
        with loopback.running(host) as url:
            bench = _Bench(folder, media, url)
            return [
                bench.one_stream(large),
                bench.one_stream(medium),
                bench.many(small),
                bench.memory(medium, large),
            ]


class _Bench:
    """One media host and the data folders that fetch from it."""

    def __init__(self, folder: Path, media: MediaFolder, url: str) -> None:
        self._folder, self._media, self._url = folder, media, url
        self._runs = 0

    def one_stream(self, size_mb: int) -> Figure:
        """Return the speed of one file at a time."""
        warm_up, *files = [self._media.add(size * MB) for size in (2, *[size_mb] * _FILES)]
        body = self._media.newest()
        best_s = min(self._child([[warm_up], *[[file] for file in files]])[1:])
        by_curl = min(curl.download_s(f"{self._url}/v/x/{body.name}", self._folder / "by-curl") for _ in range(3))
        return Figure(
            f"verified download of {size_mb} MB, one stream", size_mb / best_s, "MB/s", _FAST, "more",
            f"{curl.NAME}: {size_mb / by_curl:,.0f} MB/s",
        )  # fmt: skip

    def many(self, count: int) -> Figure:
        """Return how many small files come in a second, four at a time."""
        batches = [[self._media.add(_SMALL_BYTES) for _ in range(number)] for number in (20, count)]
        took_s = self._child(batches)[1]
        speed = count * _SMALL_BYTES / MB / took_s
        what = f"verified downloads of {_SMALL_BYTES // 1000} KB, four at a time"
        return Figure(what, count / took_s, "files/s", beside=f"{speed:.1f} MB/s")

    def memory(self, small_mb: int, large_mb: int) -> Figure:
        """Return how much more memory the large file takes than the small one."""
        peaks = [self._peak_mb(size_mb) for size_mb in (small_mb, large_mb)]
        return Figure(
            f"peak memory of all processes, download of {large_mb} MB over one of {small_mb} MB",
            peaks[1] - peaks[0], "MB", _MORE_MEMORY, "less", f"{peaks[0]:,.0f} MB and {peaks[1]:,.0f} MB",
        )  # fmt: skip

    def _peak_mb(self, size_mb: int) -> float:
        peaks = []
        for _ in range(3):
            batches = [[self._media.add(2 * MB)], [self._media.add(size_mb * MB)]]
            peaks.append(measure.run_measured(self._command(batches))[0])
        return min(peaks)

    def _child(self, batches: Sequence[Any]) -> list[float]:
        took: list[float] = json.loads(measure.run_printing(self._command(batches)))
        return took

    def _command(self, batches: Sequence[Any]) -> list[str]:
        self._runs += 1
        data_dir, task = self._folder / f"data-{self._runs}", self._folder / f"task-{self._runs}.json"
        transfer_child.add_instance(data_dir, provider="wapi", url=self._url)
        task.write_text(json.dumps({"data_dir": str(data_dir), "batches": batches}), encoding="utf-8")
        return [sys.executable, _CHILD, str(task)]


if __name__ == "__main__":
    measure.main("bench_download", run)
