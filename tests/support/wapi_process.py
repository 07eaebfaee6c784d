"""Starts the W-API stand-in as a process of its own, tells it what to do and reads what it wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[2]

Json = dict[str, Any]


class WapiProcess:
    """A running stand-in: `with WapiProcess(folder) as wapi: ...`.

    Attributes:
        base_url: what an instance is added with.
        origin: the same without `/v1`.
    """

    def __init__(self, folder: Path, *, instance_id: str = "AAAAAA-BBBBBB-CCCCCC") -> None:
        self.folder = folder
        self.instance_id = instance_id
        self._command = [sys.executable, "-m", "tests.support.wapi_gateway", "--state", str(folder)]
        self._command += ["--instance-id", instance_id]
        self.base_url = self.origin = self.token = ""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        assert self._process.stdout is not None
        where = json.loads(self._process.stdout.readline())["wapi"]
        self.base_url, self.token = where["url"], where["token"]
        self.origin = self.base_url.removesuffix("/v1")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait(15)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def fail(self, kind: str, *, times: int = 1, **more: Any) -> None:
        """Let the next calls meet a failure."""
        self.control("fail", kind=kind, times=times, **more)

    def control(self, verb: str, **body: Any) -> Json:
        """Tell the stand-in something; return how far it is."""
        request = Request(f"{self.origin}/control/{verb}", data=json.dumps(body).encode(), method="POST")
        with urlopen(request, timeout=10) as answer:
            told: Json = json.loads(answer.read())
        return told

    def messages(self) -> list[Json]:
        """Return every message that was ever taken."""
        return self._lines("messages.ndjson")

    def leaks(self) -> list[Json]:
        """Return every call that showed a token where none is due."""
        return self._lines("leaks.ndjson")

    def _lines(self, name: str) -> list[Json]:
        file = self.folder / name
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
