"""Reads the log files back, newest first and a stretch at a time, however large they are.

Files are walked backwards in blocks, and only as far as a stretch needs. What is remembered of an entry is its place.
"""

from __future__ import annotations

import heapq
import json
import re
from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from app.services.logs import LogEntry, LogFile, LogLevel, LogPage, LogQuery

CRASH = "crash"
_BLOCK = 64 * 1024
_LONGEST = 256 * 1024
"""Of an entry that is shown; what a report has beyond stays in its file."""
_SHIFT = 44
"""A place is the number of its file above this bit, and below it where the entry begins."""
_NAME = re.compile(r"(?P<subject>[a-z0-9_]{1,40})\.jsonl(?:\.(?P<turned>\d+))?\Z")
_REPORT = re.compile(r"crash-[\w-]+\.txt\Z|faults\.txt\Z")
_LEVELS = {"debug": LogLevel.DEBUG, "info": LogLevel.INFO, "warning": LogLevel.WARNING}
_OWN_COLUMNS = ("at", "level", "event", "exception")

Found = tuple[float, int, int]
"""Time, file and offset of an entry, each negated so that the newest sorts first."""


class FileLogShelf:
    """`LogShelf` on the folder that `Logs` and `CrashReports` write into."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Return the folder."""
        return self._folder

    def files(self) -> tuple[LogFile, ...]:
        """Return the files that hold something, newest first."""
        found = (_file(path) for path in self._folder.iterdir())
        return tuple(sorted((file for file in found if file is not None), key=lambda file: -file.changed_at))

    def newest(self, query: LogQuery, limit: int) -> LogPage:
        """Return the newest entries."""
        files = tuple(file for file in self.files() if query.subject in ("", file.subject))
        ends = tuple(self._end(file) for file in files)
        return self._page(query, files, ends, [0] * len(files), limit, ends=ends)

    def older(self, query: LogQuery, page: LogPage, limit: int) -> LogPage:
        """Return the entries that follow those of `page`."""
        if page.resume is None:
            return LogPage(page.files, array("q"), None, page.ends)
        return self._page(query, page.files, page.resume, [0] * len(page.files), limit, ends=page.ends)

    def since(self, query: LogQuery, page: LogPage, limit: int) -> LogPage | None:
        """Return what came after `page`, None where it has to be read anew."""
        now = {file.name: file for file in self.files() if query.subject in ("", file.subject)}
        if now.keys() != {file.name for file in page.files}:
            return None
        files = tuple(now[file.name] for file in page.files)
        for file, before, end in zip(files, page.files, page.ends, strict=True):
            if file.size_bytes < end or (_is_whole(file.name) and file.size_bytes != before.size_bytes):
                return None
        ends = tuple(self._end(file) for file in files)
        came = self._page(query, files, ends, page.ends, limit, ends=ends)
        return None if came.resume is not None else LogPage(files, came.places, page.resume, ends)

    def entries(self, page: LogPage, places: Sequence[int]) -> list[LogEntry]:
        """Return entries by place."""
        with ExitStack() as stack:
            opened: dict[int, BinaryIO | None] = {}
            found = []
            for place in places:
                number, offset = place >> _SHIFT, place & ((1 << _SHIFT) - 1)
                if number not in opened:
                    opened[number] = self._opened(stack, page.files[number])
                found.append(_read(opened[number], page.files[number], offset))
            return found

    def save(self, query: LogQuery, target: Path) -> int:
        """Write all entries that a query lets through into a file, oldest first."""
        files = [file for file in self.files() if query.subject in ("", file.subject)]
        count = 0
        with ExitStack() as stack, target.open("wb") as out:
            opened = [(file, self._opened(stack, file)) for file in files]
            walks = [_forwards(stream, file, query) for file, stream in opened if stream is not None]
            for _at, raw in heapq.merge(*walks, key=lambda found: found[0]):
                out.write(raw.rstrip(b"\n") + b"\n")
                count += 1
        return count

    def _page(
        self,
        query: LogQuery,
        files: tuple[LogFile, ...],
        starts: Sequence[int],
        stops: Sequence[int],
        limit: int,
        *,
        ends: tuple[int, ...],
    ) -> LogPage:
        """Walk from `starts` back to `stops`."""
        resume = list(starts)
        places = array("q")
        with ExitStack() as stack:
            walks = []
            for number, file in enumerate(files):
                stream = self._opened(stack, file)
                if stream is not None:
                    walks.append(_backwards(stream, file, number, query, starts[number], stops[number]))
            # One more than wanted tells whether there is anything left.
            found = list(islice(heapq.merge(*walks), limit + 1))
        for _at, number, offset in found[:limit]:
            places.append((-number << _SHIFT) | -offset)
            resume[-number] = -offset
        return LogPage(files, places, tuple(resume) if len(found) > limit else None, ends)

    def _opened(self, stack: ExitStack, file: LogFile) -> BinaryIO | None:
        """Open a file; one that was just turned over may be gone."""
        with suppress(FileNotFoundError):
            return stack.enter_context((self._folder / file.name).open("rb"))
        return None

    def _end(self, file: LogFile) -> int:
        """Return where the last whole line ends; somebody may be in the middle of writing the next."""
        if _is_report(file.name):
            return file.size_bytes
        with ExitStack() as stack:
            stream = self._opened(stack, file)
            end = file.size_bytes
            while stream is not None and end > 0:
                begin = max(0, end - _BLOCK)
                stream.seek(begin)
                cut = stream.read(end - begin).rfind(b"\n")
                if cut >= 0:
                    return begin + cut + 1
                end = begin
        return 0


def _file(path: Path) -> LogFile | None:
    """Return a file of ours that holds something, None for anything else."""
    named = _NAME.match(path.name)
    if named is None and not _is_report(path.name):
        return None
    with suppress(OSError):
        facts = path.stat()
        if facts.st_size:
            return LogFile(path.name, named["subject"] if named else CRASH, facts.st_size, facts.st_mtime)
    return None


def _is_report(name: str) -> bool:
    return _REPORT.match(name) is not None


def _is_whole(name: str) -> bool:
    """Tell whether a file grows no more: it was turned over, or is a report."""
    named = _NAME.match(name)
    return named is None or named["turned"] is not None


def _backwards(stream: BinaryIO, file: LogFile, number: int, query: LogQuery, start: int, stop: int) -> Iterator[Found]:
    """Yield the entries between two places that a query lets through, the last one first.

    One that tells no time has that of its neighbour, so that it stays where it stands.
    """
    if _is_report(file.name):
        if stop < start and _passes(_entry_of_report(stream, file), query):
            yield -file.changed_at, -number, 0
        return
    rest, at = b"", file.changed_at
    while start > stop:
        begin = max(stop, start - _BLOCK)
        stream.seek(begin)
        block = stream.read(start - begin) + rest
        lines = block.split(b"\n")
        rest = lines.pop(0) if begin > stop else b""
        offset = begin + len(block)
        for line in reversed(lines):
            offset -= len(line)
            if line:
                entry = _entry(line, file)
                at = entry.at or at
                if _passes(entry, query):
                    yield -at, -number, -offset
            offset -= 1
        start = begin


def _forwards(stream: BinaryIO, file: LogFile, query: LogQuery) -> Iterator[tuple[float, bytes]]:
    if _is_report(file.name):
        entry = _entry_of_report(stream, file)
        if _passes(entry, query):
            yield entry.at, entry.raw.encode()
        return
    at = 0.0
    for line in stream:
        entry = _entry(line.rstrip(b"\n"), file)
        at = entry.at or at
        if line.endswith(b"\n") and _passes(entry, query):
            yield at, line


def _passes(entry: LogEntry, query: LogQuery) -> bool:
    return entry.level >= query.level and query.text.casefold() in entry.raw.casefold()


def _read(stream: BinaryIO | None, file: LogFile, offset: int) -> LogEntry:
    if stream is None:
        return LogEntry(0.0, LogLevel.INFO, file.subject, "", "", "")
    if _is_report(file.name):
        return _entry_of_report(stream, file)
    stream.seek(offset)
    return _entry(stream.readline(_LONGEST).rstrip(b"\n"), file)


def _entry(line: bytes, file: LogFile) -> LogEntry:
    """Return a line as an entry; one that is no JSON stands for itself."""
    raw = line.decode("utf-8", "replace")
    try:
        told = json.loads(raw)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return LogEntry(0.0, LogLevel.ERROR, file.subject, raw[:200], "", raw)
    facts = [f"{name}: {value}" for name, value in told.items() if name not in _OWN_COLUMNS]
    details = "\n".join([*facts, *([str(told["exception"])] if told.get("exception") else [])])
    level = _LEVELS.get(str(told.get("level")), LogLevel.ERROR)
    return LogEntry(_moment(told.get("at")), level, file.subject, str(told.get("event", "")), details, raw)


def _entry_of_report(stream: BinaryIO, file: LogFile) -> LogEntry:
    """Return a report of a crash, as much of it as is shown."""
    stream.seek(0)
    raw = stream.read(_LONGEST).decode("utf-8", "replace")
    return LogEntry(file.changed_at, LogLevel.ERROR, CRASH, file.name, raw, raw)


def _moment(told: object) -> float:
    with suppress(ValueError, TypeError):
        return datetime.fromisoformat(str(told)).timestamp()
    return 0.0
