"""The contacts of an account as an item model: all ids at once (8 bytes each), rows by id as they come near."""

from __future__ import annotations

import logging
import time
from array import array
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from app.services.people import PeopleOrder, PersonRow
from app.ui.bridge import Reader
from app.ui.models.id_changes import Change, IdChange, change_between
from app.ui.models.people_words import second_line, spoken, title

AnyIndex = QModelIndex | QPersistentModelIndex

PersonRole = int(Qt.ItemDataRole.UserRole) + 1
"""The `PersonRow` of an index, None until it has come."""
SoughtRole = int(Qt.ItemDataRole.UserRole) + 2
"""What the list was narrowed by, to be marked."""

MOST_ROWS = 2_000
_REST_MS = 700
"""While messages keep coming, the list is not asked for more often."""
_log = logging.getLogger("app.contacts")


class PeopleModel(QAbstractTableModel):
    """One column; a table because a table view need not look at 100,000 rows to show twelve."""

    listed = Signal()
    """The ids are here, or anew."""
    failed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader: Reader | None = None
        self._order, self._text = PeopleOrder.NAME, ""
        self._ids: array[int] = array("q")
        self._rows: dict[int, PersonRow] = {}
        self._stale: set[int] = set()
        self._asked: set[int] = set()
        self._near = (0, 0)
        self._generation = 0
        self._awake = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.refresh)

    # ── what is shown ──────────────────────────────────────────────────────────────────────────────────────────

    def read_from(self, reader: Reader | None) -> None:
        """Take another account's database; nothing known of the old one holds."""
        if self._reader is not None:
            self._reader.changed.disconnect(self._changed)
        self._reader = reader
        self._rows.clear()
        self._stale.clear()
        self._asked.clear()
        self._generation += 1
        self._replace(array("q"), IdChange(Change.OTHER))
        if reader is not None:
            reader.changed.connect(self._changed)
            self.refresh()

    def show(self, order: PeopleOrder, text: str) -> None:
        """Show the contacts that the search lets through, in an order."""
        if (order, text) != (self._order, self._text):
            self._order, self._text = order, text
            self.refresh()

    def wake(self, *, awake: bool) -> None:
        """Follow changes while somebody looks; what was missed is read when they look again."""
        missed, self._awake = awake and not self._awake, awake
        if missed:
            self.refresh()

    def refresh(self) -> None:
        """Ask for the ids again; rows that are known stay in sight until they have come anew."""
        if self._reader is not None and self._awake:
            order, text = self._order, self._text
            self._reader.ask(lambda view: view.people_ids(order, text), self._take, group="people", failed=self._fail)

    def want(self, first: int, last: int) -> None:
        """Fetch the rows near what is in sight that are missing or old."""
        self._near = (max(0, first), min(last, len(self._ids) - 1))
        first, last = self._near
        missing = [
            one
            for one in self._ids[first : last + 1]
            if one not in self._asked and (one not in self._rows or one in self._stale)
        ]
        if missing and self._reader is not None:
            self._asked.update(missing)
            generation = self._generation
            self._reader.ask(
                lambda view: view.people(missing),
                lambda rows: self._keep(generation, missing, rows),
                failed=lambda error: self._missed(missing, error),
            )

    # ── where it is ────────────────────────────────────────────────────────────────────────────────────────────

    def id_at(self, row: int) -> int | None:
        """Return the contact of a row, None where there is no such row."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def place_of(self, contact: int | None) -> QModelIndex:
        """Return where a contact stands, an invalid index where it does not."""
        if contact is not None and contact in self._ids:
            return self.index(self._ids.index(contact), 0)
        return QModelIndex()

    def person(self, index: AnyIndex) -> PersonRow | None:
        """Return the row of an index as far as it is known."""
        return self._rows.get(self._ids[index.row()]) if index.isValid() else None

    # ── Qt's face ──────────────────────────────────────────────────────────────────────────────────────────────

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return the number of contacts."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return 1."""
        return 0 if parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows and says."""
        if role == SoughtRole:
            return self._text
        row = self.person(index)
        if role == PersonRole or row is None:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return title(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row, time.time())
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return second_line(row)
        return None

    # ── answers ────────────────────────────────────────────────────────────────────────────────────────────────

    def _changed(self) -> None:
        if self._awake and not self._rest.isActive():
            self._rest.start()

    def _take(self, ids: array[int]) -> None:
        self._stale.update(self._rows)
        self._generation += 1
        self._asked.clear()
        self._replace(ids, change_between(self._ids, ids))
        self.listed.emit()
        self.want(*self._near)

    def _fail(self, error: Exception) -> None:
        _log.warning("contacts_unread", extra={"error": type(error).__name__})
        self.failed.emit()

    def _replace(self, ids: array[int], change: IdChange) -> None:
        """Take new ids and tell the view no more than what changed."""
        root, first, last = QModelIndex(), change.first, change.first + change.count - 1
        if change.what is Change.SAME:
            return
        if change.what is Change.CAME:
            self.beginInsertRows(root, first, last)
            self._ids = ids
            self.endInsertRows()
        elif change.what is Change.WENT:
            self.beginRemoveRows(root, first, last)
            self._ids = ids
            self.endRemoveRows()
        else:
            self.beginResetModel()
            self._ids = ids
            self.endResetModel()

    def _keep(self, generation: int, asked: list[int], rows: list[PersonRow]) -> None:
        if generation != self._generation:
            return
        self._asked.difference_update(asked)
        self._stale.difference_update(asked)
        changed = any(self._rows.get(row.id) != row for row in rows)
        self._rows.update((int(row.id), row) for row in rows)
        self._forget_far()
        first, last = self._near
        if changed and last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))

    def _missed(self, asked: list[int], error: Exception) -> None:
        _log.warning("contact_rows_unread", extra={"error": type(error).__name__})
        self._asked.difference_update(asked)

    def _forget_far(self) -> None:
        if len(self._rows) > MOST_ROWS:
            middle = sum(self._near) // 2
            near = set(self._ids[max(0, middle - MOST_ROWS // 4) : middle + MOST_ROWS // 4])
            self._rows = {one: row for one, row in self._rows.items() if one in near}
            self._stale &= self._rows.keys()
