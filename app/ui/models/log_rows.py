"""The log's entries as an item model: places of what was found (8 bytes each), entries by place as they come near."""

from __future__ import annotations

import logging
from array import array
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from app.services.logs import LogEntry, LogPage, LogQuery, LogShelf
from app.texts.formats import format_moment
from app.ui.bridge import Errands
from app.ui.models.log_words import level_words

AnyIndex = QModelIndex | QPersistentModelIndex

EntryRole = int(Qt.ItemDataRole.UserRole) + 1
"""The `LogEntry` of an index, None until it has come."""

AT_ONCE = 1_000
"""Entries of a stretch."""
MOST = 50_000
"""Places that are remembered: 400 kB. Whoever looks for something older narrows the list."""
MOST_ENTRIES = 1_500
LOOK_MS = 1_000
_log = logging.getLogger("app.logs")


class LogModel(QAbstractTableModel):
    """Newest first. Follows the files while it is awake; older stretches come as the end is neared."""

    listed = Signal()
    """The entries are here, or anew."""
    failed = Signal()
    came = Signal(int)
    """So many new entries stand on top."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf: LogShelf | None = None
        self._errands: Errands | None = None
        self._query = LogQuery()
        self._page: LogPage | None = None
        self._places: array[int] = array("q")
        self._entries: dict[int, LogEntry] = {}
        self._asked: set[int] = set()
        self._busy = False
        self._generation = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    # ── what is shown ──────────────────────────────────────────────────────────────────────────────────────────

    def read_from(self, shelf: LogShelf, errands: Errands) -> None:
        """Take the files to read, and the lane to read them on."""
        self._shelf, self._errands = shelf, errands

    def show(self, query: LogQuery) -> None:
        """Show what a query lets through."""
        if query != self._query:
            self._query = query
            self.refresh()

    @property
    def query(self) -> LogQuery:
        """Return what is asked for."""
        return self._query

    def wake(self, *, awake: bool) -> None:
        """Follow the files while somebody looks."""
        if awake and not self._timer.isActive():
            self._timer.start()
            if self._page is None:
                self.refresh()
            else:
                self._look()
        elif not awake:
            self._timer.stop()

    def refresh(self) -> None:
        """Read anew from the newest entry on."""
        if self._shelf is None or self._errands is None:
            return
        self._generation += 1
        self._busy = True
        shelf, query, generation = self._shelf, self._query, self._generation
        self._errands.run(
            lambda: shelf.newest(query, AT_ONCE),
            lambda page: self._begin(generation, page),
            failed=lambda error: self._fail(generation, error),
            group="logs",
        )

    def want(self, first: int, last: int) -> None:
        """Read the entries near what is in sight, and an older stretch where they end."""
        first, last = max(0, first), min(last, len(self._places) - 1)
        missing = [
            place for place in self._places[first : last + 1] if place not in self._entries and place not in self._asked
        ]
        if missing and self._shelf is not None and self._errands is not None and self._page is not None:
            self._asked.update(missing)
            shelf, page, generation = self._shelf, self._page, self._generation
            self._errands.run(
                lambda: shelf.entries(page, missing),
                lambda found: self._keep(generation, missing, found, (first, last)),
                failed=lambda error: self._missed(generation, missing, error),
            )
        if last >= len(self._places) - 1:
            self._ask_older()

    def read_raw(self, rows: Sequence[int], then: Callable[[str], None]) -> None:
        """Read entries as they stand in their files, one a line, the oldest first; the first ones of very many."""
        if self._shelf is None or self._errands is None or self._page is None:
            return
        shelf, page = self._shelf, self._page
        places = [self._places[row] for row in sorted(rows)[:MOST_ENTRIES]]

        def read() -> str:
            return "\n".join(entry.raw for entry in reversed(shelf.entries(page, places)))

        self._errands.run(read, then, failed=lambda error: self._missed(self._generation, [], error))

    @property
    def complete(self) -> bool:
        """Tell whether nothing older is left in the files."""
        return self._page is not None and self._page.resume is None

    # ── Qt's face ──────────────────────────────────────────────────────────────────────────────────────────────

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return the number of entries known."""
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return 1."""
        return 0 if parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows and says."""
        if not index.isValid():
            return None
        entry = self._entries.get(self._places[index.row()])
        if role == EntryRole or entry is None:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.event
        if role == Qt.ItemDataRole.AccessibleTextRole:
            when = format_moment(entry.at) if entry.at else ""
            return ", ".join(part for part in (level_words(entry.level), entry.subject, entry.event, when) if part)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return entry.details
        return None

    # ── answers ────────────────────────────────────────────────────────────────────────────────────────────────

    def _begin(self, generation: int, page: LogPage) -> None:
        if generation != self._generation:
            return
        self._busy = False
        self.beginResetModel()
        self._page, self._places = page, page.places
        self._entries.clear()
        self._asked.clear()
        self.endResetModel()
        self.listed.emit()

    def _ask_older(self) -> None:
        page = self._page
        if self._busy or page is None or page.resume is None or len(self._places) >= MOST:
            return
        if self._shelf is None or self._errands is None:
            return
        self._busy = True
        shelf, query, generation = self._shelf, self._query, self._generation
        self._errands.run(
            lambda: shelf.older(query, page, AT_ONCE),
            lambda older: self._append(generation, older),
            failed=lambda error: self._fail(generation, error),
        )

    def _append(self, generation: int, older: LogPage) -> None:
        if generation != self._generation:
            return
        self._busy = False
        self._page = older
        if older.places:
            first = len(self._places)
            self.beginInsertRows(QModelIndex(), first, first + len(older.places) - 1)
            self._places = self._places + older.places
            self.endInsertRows()

    def _look(self) -> None:
        """Look whether anything came."""
        page = self._page
        if self._busy or page is None or self._shelf is None or self._errands is None:
            return
        self._busy = True
        shelf, query, generation = self._shelf, self._query, self._generation
        self._errands.run(
            lambda: shelf.since(query, page, AT_ONCE),
            lambda newer: self._prepend(generation, newer),
            failed=lambda error: self._fail(generation, error),
        )

    def _prepend(self, generation: int, newer: LogPage | None) -> None:
        if generation != self._generation:
            return
        self._busy = False
        if newer is None:
            self.refresh()
            return
        self._page = newer
        if newer.places:
            self.beginInsertRows(QModelIndex(), 0, len(newer.places) - 1)
            self._places = newer.places + self._places
            self.endInsertRows()
            self.came.emit(len(newer.places))

    def _keep(self, generation: int, asked: list[int], found: list[LogEntry], near: tuple[int, int]) -> None:
        if generation != self._generation:
            return
        self._asked.difference_update(asked)
        if len(self._entries) + len(found) > MOST_ENTRIES:
            kept = set(self._places[near[0] : near[1] + 1])
            self._entries = {place: entry for place, entry in self._entries.items() if place in kept}
        self._entries.update(zip(asked, found, strict=True))
        # New entries may have come on top meanwhile, so that those read stand further down.
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._places) - 1, 0))

    def _missed(self, generation: int, asked: list[int], error: Exception) -> None:
        self._asked.difference_update(asked)
        self._fail(generation, error)

    def _fail(self, generation: int, error: Exception) -> None:
        if generation == self._generation:
            self._busy = False
            self._page = None
            _log.warning("log_unread", extra={"error": type(error).__name__})
            self.failed.emit()
