"""Uploads over loopback, through the real services: W-API's streamed base64 and the sandbox's multipart form.

Only the sending is timed: from the claim of the queued upload to its last commit, the question whether the number
exists and the held-back last block included. curl posts the very same body from a file to the same server. Memory is
the peak of all the program's processes, copy into the vault included, in runs of their own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.domain.kinds import MediaKind
from app.services.gateway import Outgoing
from app.whatsapp.sandbox import sending as sandbox
from app.whatsapp.wapi import sending as wapi
from tests.benchmarks import curl, loopback, measure, transfer_child
from tests.benchmarks.bodies import write_file
from tests.benchmarks.libraries import scratch
from tests.benchmarks.measure import MB, Figure, Options

_TIMES_CURL, _MORE_MEMORY = 1.2, 32.0
_ROUNDS = 10
_CHILD = str(Path(transfer_child.__file__).resolve())


def run(options: Options) -> list[Figure]:
    """Measure both providers, and memory."""
    small_mb, large_mb = (2, 10) if options.quick else (10, 100)
    with scratch() as folder:
        host = folder / "host"
        host.mkdir()
        with loopback.running(host) as url:
            bench = _Bench(folder, url)
            return [
                *bench.times("sandbox", "multipart", large_mb, _TIMES_CURL),
                *bench.times("wapi", "base64 in JSON", large_mb, None),
                bench.memory("sandbox", small_mb, large_mb),
                bench.memory("wapi", small_mb, large_mb),
            ]


class _Bench:
    """One server and the data folders that send to it."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder, self._url = folder, url
        self._runs = 0

    def times(self, provider: str, form: str, size_mb: int, budget: float | None) -> list[Figure]:
        """Return how much longer than curl an upload takes, and its speed."""
        file = self._file(size_mb)
        sends = [self._file(2), *[file] * _ROUNDS]
        best_s = min(json.loads(measure.run_printing(self._command(provider, sends)))[1:])
        body, content_type = _body(provider, file, self._folder / "body")
        curl_s = min(curl.upload_s(f"{self._url}/message/send-document", body, content_type) for _ in range(_ROUNDS))
        what = f"upload of {size_mb} MB, {form}"
        beside = f"{curl.NAME}: {curl_s * 1000:.0f} ms, Acervo: {best_s * 1000:.0f} ms"
        return [
            Figure(f"{what}, against {curl.NAME}", best_s / curl_s, "times", budget, "less", beside),
            Figure(what, size_mb / best_s, "MB/s", beside=f"{curl.NAME}: {size_mb / curl_s:,.0f} MB/s"),
        ]

    def memory(self, provider: str, small_mb: int, large_mb: int) -> Figure:
        """Return how much more memory the large file takes than the small one."""
        peaks = [self._peak_mb(provider, size_mb) for size_mb in (small_mb, large_mb)]
        return Figure(
            f"peak memory of all processes, upload of {large_mb} MB over one of {small_mb} MB, {provider}",
            peaks[1] - peaks[0], "MB", _MORE_MEMORY, "less", f"{peaks[0]:,.0f} MB and {peaks[1]:,.0f} MB",
        )  # fmt: skip

    def _peak_mb(self, provider: str, size_mb: int) -> float:
        files = [self._file(2), self._file(size_mb)]
        return min(measure.run_measured(self._command(provider, files))[0] for _ in range(3))

    def _file(self, size_mb: int) -> Path:
        path = self._folder / f"{size_mb}.dat"
        return path if path.exists() else write_file(path, size_mb * MB, size_mb)

    def _command(self, provider: str, files: Iterable[Path]) -> list[str]:
        self._runs += 1
        data_dir, task = self._folder / f"data-{self._runs}", self._folder / f"task-{self._runs}.json"
        transfer_child.add_instance(data_dir, provider=provider, url=self._url)
        wish = {"data_dir": str(data_dir), "files": [str(file) for file in files]}
        task.write_text(json.dumps(wish), encoding="utf-8")
        return [sys.executable, _CHILD, str(task)]


def _body(provider: str, file: Path, target: Path) -> tuple[Path, str]:
    """Write the body that the program sends for a file and return it with its content type."""
    outgoing = Outgoing(
        to=transfer_child.TO, kind=MediaKind.DOCUMENT, name=file.name, mime="application/octet-stream",
        size_bytes=file.stat().st_size, sha256="00" * 32,
    )  # fmt: skip
    with file.open("rb") as source, target.open("wb") as sink:
        body, content_type = _MADE[provider](outgoing, source)
        for block in body:
            sink.write(block)
    return target, content_type


def _multipart(outgoing: Outgoing, source: BinaryIO) -> tuple[Iterable[bytes], str]:
    return sandbox.media_body(outgoing, "5511990000000", source, before_last=_nothing, progress=_unheard)


def _base64(outgoing: Outgoing, source: BinaryIO) -> tuple[Iterable[bytes], str]:
    body = wapi.media_body(outgoing, "5511990000000", source, before_last=_nothing, progress=_unheard)
    return body, "application/json"


def _nothing() -> None:
    """Let the last block go."""


def _unheard(_done: int, _total: int | None) -> None:
    """Take no note of progress."""


_MADE: dict[str, Callable[[Outgoing, BinaryIO], tuple[Iterable[bytes], str]]] = {
    "sandbox": _multipart,
    "wapi": _base64,
}


if __name__ == "__main__":
    measure.main("bench_upload", run)
