"""Logs: JSON lines in rotated files, one a subject; on stderr only what was asked for with `-v`.

Everybody logs with `logging.getLogger("app.<subject>")` or structlog's `get_logger` of the same name. Entries of
libraries and Python's own warnings go to the file `libraries`.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from app.system.redaction import redacted
from app.system.rotation import RotatedFile

_SUBJECT = re.compile(r"app\.([a-z0-9_]{1,40})(?:\.|\Z)")
_OTHERS = "libraries"


class Logs:
    """The configured logs of this process, until `close`.

    Args:
        folder: where the files go; it exists.
        verbose: also write everything from the program itself to stderr.
    """

    def __init__(self, folder: Path, *, verbose: bool = False) -> None:
        structlog.configure(
            processors=[structlog.stdlib.add_log_level, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
            logger_factory=structlog.stdlib.LoggerFactory(),
            wrapper_class=structlog.stdlib.BoundLogger,
            cache_logger_on_first_use=False,
        )
        self._sinks: list[logging.Handler] = [_Files(folder)]
        if verbose:
            self._sinks.append(_terminal())
        self._levels = {name: logging.getLogger(name).level for name in ("", "app")}
        logging.getLogger().setLevel(logging.WARNING)
        logging.getLogger("app").setLevel(logging.DEBUG if verbose else logging.INFO)
        for sink in self._sinks:
            logging.getLogger().addHandler(sink)
        logging.captureWarnings(capture=True)

    def close(self) -> None:
        """Write what is left and leave logging as it was found."""
        logging.captureWarnings(capture=False)
        for sink in self._sinks:
            logging.getLogger().removeHandler(sink)
            sink.close()
        for name, level in self._levels.items():
            logging.getLogger(name).setLevel(level)
        structlog.reset_defaults()


class _Files(logging.Handler):
    """Sends each record to the file of its subject; files are opened when they get their first record."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._files: dict[str, RotatedFile] = {}
        self.setFormatter(_formatter(structlog.processors.JSONRenderer(ensure_ascii=False, default=str)))

    def emit(self, record: logging.LogRecord) -> None:
        """Pass a record on. Called with this sink's lock held."""
        found = _SUBJECT.match(record.name)
        subject = found.group(1) if found else _OTHERS
        if subject not in self._files:
            self._files[subject] = RotatedFile(self._folder / f"{subject}.jsonl")
            self._files[subject].setFormatter(self.formatter)
        self._files[subject].emit(record)

    def close(self) -> None:
        """Close all files."""
        for file in self._files.values():
            file.close()
        super().close()


def _terminal() -> logging.Handler:
    terminal = logging.StreamHandler(sys.stderr)
    terminal.setFormatter(_formatter(structlog.dev.ConsoleRenderer(colors=False)))
    # stderr may be closed by the reader's end of a pipe; that is no reason for a traceback into it.
    terminal.handleError = lambda record: None  # type: ignore[method-assign]
    return terminal


def _formatter(renderer: Any) -> logging.Formatter:
    """Return a formatter for structlog's and the standard library's records alike; time is UTC."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_log_level],
        processors=[
            _origin,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _redact,
            renderer,
        ],
        keep_exc_info=False,
        keep_stack_info=False,
    )


def _origin(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Add when, where and by which thread an entry was made."""
    record: logging.LogRecord = entry["_record"]
    moment = datetime.fromtimestamp(record.created, UTC)
    entry.update(at=moment.isoformat(timespec="milliseconds"), logger=record.name)
    entry.update(process=record.process, thread=record.threadName)
    return entry


def _redact(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return redacted(entry)
