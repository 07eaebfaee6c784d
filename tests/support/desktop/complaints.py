"""What a run of the program complained of: every line on stderr, and warnings and errors in its log files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

_WORSE_THAN_INFO = {"warning", "error", "critical"}
PATTERN = "Qt %{type} in %{category}: %{message}"
"""How Qt is to write its messages (`QT_MESSAGE_PATTERN`)."""
# What the virtual screen says of itself, whatever runs on it.
_OF_THE_SCREEN = (
    r"Qt \w+ in qt\.qpa\.gl: ",
    r"libEGL warning: ",
    r"MESA: |failed to load driver: ",
    # An object went away between two questions of the reader.
    r"Qt warning in qt\.accessibility\.atspi: Could not find accessible on path",
)
FILM = (r"Qt \w+ in qt\.multimedia", r"PulseAudioService", r"^Input #\d", r"^  +(Stream #|\w+ *:)")
"""What is said where a film is opened: its streams, and that there is no sound system."""


def unexpected(stderr: str, logs: Path, allowed: Sequence[str] = (), *, after: dict[Path, int] | None = None) -> str:
    """Return what nobody expected, a line each; "" where all is well.

    Args:
        logs: the folder of log files, JSON lines.
        allowed: regular expressions; a complaint in which one is found was expected.
        after: by log file, how many bytes of it are older than the run.
    """
    expected = [re.compile(word) for word in (*_OF_THE_SCREEN, *allowed)]
    said = [line for line in stderr.splitlines() if line.strip()]
    said += _logged(logs, after or {})
    return "\n".join(line for line in said if not any(word.search(line) for word in expected))


def sizes(logs: Path) -> dict[Path, int]:
    """Return how long each log file is now."""
    return {file: file.stat().st_size for file in logs.glob("*.jsonl")}


def _logged(logs: Path, after: dict[Path, int]) -> Iterator[str]:
    for file in sorted(logs.glob("*.jsonl")):
        entries = _entries(file.read_bytes()[after.get(file, 0) :].decode(errors="replace").splitlines())
        for entry in entries:
            if entry.get("level") in _WORSE_THAN_INFO:
                yield f"log {file.stem}: {json.dumps(entry, ensure_ascii=False)}"


def _entries(lines: Iterable[str]) -> Iterator[dict[str, object]]:
    for line in lines:
        try:
            yield json.loads(line)
        except ValueError:
            yield {"level": "error", "event": "not JSON", "line": line}
