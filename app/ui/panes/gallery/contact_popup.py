"""Asks whose media: a field and the chats whose name or number fits, newest first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

from app.services.views import ChatFilter, ChatRow, Viewing
from app.texts import _
from app.ui.bridge import Reader
from app.ui.look.theme import Theme
from app.ui.panes.gallery.popup import Popup

MOST = 50
_WIDTH, _HEIGHT, _ROW = 296, 320, 32
_AnyIndex = QModelIndex | QPersistentModelIndex


class ChatNames(QAbstractListModel):
    """Names of some chats."""

    def __init__(self, row_px: int) -> None:
        super().__init__()
        self._rows: list[ChatRow] = []
        self._row_px = row_px

    def show(self, rows: list[ChatRow]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, index: _AnyIndex) -> ChatRow | None:
        """Return the chat of an index."""
        return self._rows[index.row()] if index.isValid() else None

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a name, the number as its tooltip, and how high a row is."""
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, self._row_px)
        return str(row.address) if role == Qt.ItemDataRole.ToolTipRole else None


class ContactPopup(Popup):
    """A small sheet under its chip; the first hit is one Enter away."""

    chosen = Signal(object)
    """A `ChatRow`."""

    def __init__(self, theme: Theme, reader: Reader, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._reader = reader
        self.setFixedSize(theme.px(_WIDTH), theme.px(_HEIGHT))
        self._field, self._list, self._names = QLineEdit(), QListView(), ChatNames(theme.px(_ROW))
        self._field.setPlaceholderText(_("Name or number"))
        self._field.setAccessibleName(_("Name or number"))
        self._list.setModel(self._names)
        self._list.setAccessibleName(_("Contacts"))
        self._list.setUniformItemSizes(True)
        column = QVBoxLayout(self)
        pad = theme.px(12)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(theme.px(8))
        column.addWidget(self._field)
        column.addWidget(self._list)
        self._field.textChanged.connect(self._ask)
        self._list.clicked.connect(self._choose)
        self._list.activated.connect(self._choose)

    def open_at(self, corner: QPoint) -> None:
        """Show it with its top left there, all chats in it."""
        self._field.clear()
        self._ask("")
        super().open_at(corner)
        self._field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Let Down go into the list and Enter take what is chosen, else the first."""
        if event.key() == Qt.Key.Key_Down and self._names.rowCount():
            self._list.setFocus()
            self._list.setCurrentIndex(self._names.index(0))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            current = self._list.currentIndex()
            self._choose(current if current.isValid() else self._names.index(0))
        else:
            super().keyPressEvent(event)

    def _ask(self, text: str) -> None:
        def names(view: Viewing) -> list[ChatRow]:
            return view.chats(view.chat_ids(ChatFilter.ALL, text.strip())[:MOST])

        self._reader.ask(names, self._names.show, group="gallery-contacts")

    def _choose(self, index: QModelIndex) -> None:
        row = self._names.row(index)
        if row is not None:
            self.chosen.emit(row)
            self.close()
