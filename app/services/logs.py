"""What the log pane needs from the files of the log. They were redacted when they were written."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Protocol


class LogLevel(IntEnum):
    """How grave an entry is; numbers as Python's `logging` has them."""

    DEBUG = 10
    INFO = 20
    WARNING = 30
    ERROR = 40


@dataclass(frozen=True, slots=True)
class LogFile:
    """One file of the log.

    Attributes:
        name: inside the folder, `uploads.jsonl.1`.
        subject: what it is about, `uploads`; `crash` for reports of crashes.
        changed_at: Unix seconds.
    """

    name: str
    subject: str
    size_bytes: int
    changed_at: float


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry.

    Attributes:
        at: Unix seconds, 0 where the line tells none.
        event: what happened, one line.
        details: everything else that it says, one fact a line; a traceback or a whole report last.
        raw: as it stands in the file.
    """

    at: float
    level: LogLevel
    subject: str
    event: str
    details: str
    raw: str


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Which entries: from a level on, with a text anywhere in them (case ignored), of one subject or all ("")."""

    subject: str = ""
    level: LogLevel = LogLevel.DEBUG
    text: str = ""


@dataclass(frozen=True, slots=True)
class LogPage:
    """A stretch of entries, newest first.

    Attributes:
        files: the files looked at, newest first; `places` counts them.
        places: 8 bytes each, to be read by `entries`.
        resume: the next older stretch begins here; None where there is nothing older.
        ends: sizes of the files when they were looked at, to ask later what has come since.
    """

    files: tuple[LogFile, ...]
    places: array[int]
    resume: tuple[int, ...] | None
    ends: tuple[int, ...]


class LogShelf(Protocol):
    """The folder of logs and crash reports. Blocking: called on a lane. Raises OSError where it cannot be read."""

    @property
    def folder(self) -> Path: ...

    def files(self) -> tuple[LogFile, ...]:
        """Return the files, newest first."""

    def newest(self, query: LogQuery, limit: int) -> LogPage:
        """Return the newest entries; memory does not grow with the files."""

    def older(self, query: LogQuery, page: LogPage, limit: int) -> LogPage:
        """Return the entries that follow those of `page`."""

    def since(self, query: LogQuery, page: LogPage, limit: int) -> LogPage | None:
        """Return what came after `page`; None where files were turned over or too much came: ask for `newest` anew."""

    def entries(self, page: LogPage, places: Sequence[int]) -> list[LogEntry]:
        """Return entries by place; what is gone in the meantime is an empty entry."""

    def save(self, query: LogQuery, target: Path) -> int:
        """Write all entries that a query lets through into a file, oldest first, as they stand; return how many."""
