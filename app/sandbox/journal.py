"""An append-only file of JSON lines that survives a kill in the middle of a line."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


def line_of(entry: dict[str, Any]) -> bytes:
    """Return `entry` as one compact line of JSON, without the line end."""
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()


class Journal:
    """One file of lines; any thread may append."""

    def __init__(self, path: Path) -> None:
        """Open or make the file at `path`; a last line that was cut off is taken away."""
        self._lock = threading.Lock()
        self._file = path.open("a+b")
        self._drop_torn_tail(path)

    def lines(self) -> Iterator[bytes]:
        """Yield each line that was there or was appended since."""
        with self._lock:
            self._file.seek(0)
            content = self._file.read()
        yield from content.splitlines()

    def entries(self) -> Iterator[dict[str, Any]]:
        """Yield each line as an object."""
        for line in self.lines():
            yield json.loads(line)

    def append(self, lines: Iterable[bytes], *, sync: bool = False) -> None:
        """Add lines in one write; with `sync` they are on the disk when this returns."""
        block = b"".join(line + b"\n" for line in lines)
        with self._lock:
            self._file.write(block)
            self._file.flush()
            if sync:
                os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _drop_torn_tail(self, path: Path) -> None:
        content = path.read_bytes()
        if content and not content.endswith(b"\n"):
            self._file.truncate(content.rfind(b"\n") + 1)
