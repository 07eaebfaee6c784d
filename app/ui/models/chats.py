"""The chat list as an item model: all ids at once (8 bytes each), rows by id as they come near."""

from __future__ import annotations

import logging
import time
from array import array
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.services.views import ChatFilter, ChatRow, Viewing
from app.ui.bridge import Reader
from app.ui.models.chat_words import preview, spoken
from app.ui.models.contact_words import contact_title
from app.ui.models.id_changes import Change, IdChange, change_between

AnyIndex = QModelIndex | QPersistentModelIndex

RowRole = int(Qt.ItemDataRole.UserRole) + 1
"""The `ChatRow` of an index, None until it has come."""
IdRole = int(Qt.ItemDataRole.UserRole) + 2
SendingRole = int(Qt.ItemDataRole.UserRole) + 3
"""The `Sending` of a chat that a file is leaving to, None otherwise."""

MOST_ROWS = 2_000
_log = logging.getLogger("app.chats")


@dataclass(frozen=True, slots=True)
class Sending:
    """A file that is on its way to a chat; `fraction` is None until bytes have left."""

    name: str
    fraction: float | None


@dataclass(frozen=True, slots=True)
class _Answer:
    ids: array[int]
    unread: int


class ChatsModel(QAbstractTableModel):
    """One column; a table because a table view need not look at 100,000 rows to show twelve."""

    listed = Signal()
    """The ids are here, or anew."""
    unread_counted = Signal(int)
    failed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader: Reader | None = None
        self._which, self._text = ChatFilter.ALL, ""
        self._ids: array[int] = array("q")
        self._rows: dict[int, ChatRow] = {}
        self._stale: set[int] = set()
        self._sending: dict[int, Sending] = {}
        self._near = (0, 0)
        self._asked: set[int] = set()
        self._generation = 0

    # ── what is shown ──────────────────────────────────────────────────────────────────────────────────────────

    def read_from(self, reader: Reader | None) -> None:
        """Take another account's database; nothing known of the old one holds."""
        if self._reader is not None:
            self._reader.changed.disconnect(self.refresh)
        self._reader = reader
        self._rows.clear()
        self._stale.clear()
        self._asked.clear()
        self._generation += 1
        self._sending.clear()
        self._replace(array("q"), IdChange(Change.OTHER))
        if reader is not None:
            reader.changed.connect(self.refresh)
            self.refresh()

    def show(self, which: ChatFilter, text: str) -> None:
        """Show the chats that a chip and the search field let through."""
        if (which, text) != (self._which, self._text):
            self._which, self._text = which, text
            self.refresh()

    def refresh(self) -> None:
        """Ask for the ids again; rows that are known stay in sight until they have come anew."""
        if self._reader is None:
            return
        which, text = self._which, self._text

        def ids(view: Viewing) -> _Answer:
            return _Answer(view.chat_ids(which, text), len(view.chat_ids(ChatFilter.UNREAD)))

        self._reader.ask(ids, self._take, group="chats", failed=self._fail)

    def set_sending(self, sending: Mapping[int, Sending]) -> None:
        """Show which chats a file is leaving to."""
        before, self._sending = self._sending, dict(sending)
        known = before.keys() | self._sending.keys()
        self._tell({chat for chat in known if before.get(chat) != self._sending.get(chat)})

    def want(self, first: int, last: int) -> None:
        """Fetch the rows near what is in sight that are missing or old."""
        self._near = (max(0, first), min(last, len(self._ids) - 1))
        first, last = self._near
        missing = [
            chat
            for chat in self._ids[first : last + 1]
            if chat not in self._asked and (chat not in self._rows or chat in self._stale)
        ]
        if missing and self._reader is not None:
            self._asked.update(missing)
            generation = self._generation
            self._reader.ask(
                lambda view: view.chats(missing),
                lambda rows: self._keep(generation, missing, rows),
                failed=lambda error: self._missed(missing, error),
            )

    # ── where it is ────────────────────────────────────────────────────────────────────────────────────────────

    def id_at(self, row: int) -> int | None:
        """Return the chat of a row, None where there is no such row."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def place_of(self, chat: int | None) -> QModelIndex:
        """Return where a chat stands, an invalid index where it does not."""
        if chat is None:
            return QModelIndex()
        try:
            return self.index(self._ids.index(chat), 0)
        except ValueError:
            return QModelIndex()

    def row(self, chat: int) -> ChatRow | None:
        """Return a chat's row as far as it is known."""
        return self._rows.get(chat)

    # ── Qt's face ──────────────────────────────────────────────────────────────────────────────────────────────

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return the number of chats."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return 1."""
        return 0 if parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows and says."""
        if not index.isValid():
            return None
        chat = self._ids[index.row()]
        if role == IdRole:
            return chat
        if role == SendingRole:
            return self._sending.get(chat)
        row = self._rows.get(chat)
        if role == RowRole:
            return row
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return contact_title(row.name or row.address)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row, time.time())
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return preview(row)
        return None

    # ── answers ────────────────────────────────────────────────────────────────────────────────────────────────

    def _take(self, answer: _Answer) -> None:
        self._stale.update(self._rows)
        self._generation += 1
        self._asked.clear()
        self._replace(answer.ids, change_between(self._ids, answer.ids))
        self.unread_counted.emit(answer.unread)
        self.listed.emit()
        self.want(*self._near)

    def _fail(self, error: Exception) -> None:
        _log.warning("chats_unread", extra={"error": type(error).__name__})
        self.failed.emit()

    def _replace(self, ids: array[int], change: IdChange) -> None:
        """Take new ids and tell the view no more than what changed."""
        root, first, last = QModelIndex(), change.first, change.first + change.count - 1
        match change.what:
            case Change.SAME:
                return
            case Change.MOVED:
                target = change.target if change.target < first else change.target + 1
                self.beginMoveRows(root, first, first, root, target)
                self._ids = ids
                self.endMoveRows()
            case Change.CAME:
                self.beginInsertRows(root, first, last)
                self._ids = ids
                self.endInsertRows()
            case Change.WENT:
                self.beginRemoveRows(root, first, last)
                self._ids = ids
                self.endRemoveRows()
            case Change.OTHER:
                self.beginResetModel()
                self._ids = ids
                self.endResetModel()

    def _keep(self, generation: int, asked: list[int], rows: list[ChatRow]) -> None:
        if generation != self._generation:
            return
        self._asked.difference_update(asked)
        self._stale.difference_update(asked)
        changed = {int(row.id) for row in rows if self._rows.get(row.id) != row}
        self._rows.update((int(row.id), row) for row in rows)
        self._forget_far()
        self._tell(changed)

    def _missed(self, asked: list[int], error: Exception) -> None:
        _log.warning("chat_rows_unread", extra={"error": type(error).__name__})
        self._asked.difference_update(asked)

    def _tell(self, chats: Collection[int]) -> None:
        """Announce chats that say something else, as far as they are near; runs of them at once."""
        first, last = self._near
        places = [number for number, chat in enumerate(self._ids[first : last + 1], first) if chat in chats]
        while places:
            length = next((n for n in range(1, len(places)) if places[n] != places[0] + n), len(places))
            self.dataChanged.emit(self.index(places[0], 0), self.index(places[length - 1], 0))
            places = places[length:]

    def _forget_far(self) -> None:
        if len(self._rows) > MOST_ROWS:
            middle = sum(self._near) // 2
            near = set(self._ids[max(0, middle - MOST_ROWS // 4) : middle + MOST_ROWS // 4])
            self._rows = {chat: row for chat, row in self._rows.items() if chat in near}
            self._stale &= self._rows.keys()
