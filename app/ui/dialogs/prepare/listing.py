"""The list of the preparation sheet: rows are moved by grip or Alt and arrows, and taken out by cross or Delete."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from app.ui.dialogs.prepare.delegate import DraftDelegate
from app.ui.models.drafts import DraftsModel, LineRole


class DraftList(QListView):
    """Files in the order in which they leave."""

    chosen = Signal(object)
    """The `DraftLine` in front, None for none."""
    removed = Signal(int)
    """The key of a file that is not wanted."""

    def __init__(self, model: DraftsModel, delegate: DraftDelegate) -> None:
        super().__init__()
        self._drafts, self._delegate = model, delegate
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._say(now))
        model.dataChanged.connect(lambda first, _last: self._say(self.currentIndex()))
        model.rowsRemoved.connect(lambda: self._say(self.currentIndex()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move with Alt and the arrows, take out with Delete."""
        row = self.currentIndex().row()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if row >= 0 and alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            target = self._drafts.move(row, -1 if event.key() == Qt.Key.Key_Up else 1)
            self.setCurrentIndex(self._drafts.index(target))
        elif row >= 0 and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self._drafts.lines[row].key)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take out what the cross is pressed of."""
        super().mouseReleaseEvent(event)
        position = event.position().toPoint()
        index = self.indexAt(position)
        if index.isValid() and self._delegate.cross(self.visualRect(index)).contains(position):
            self.removed.emit(self._drafts.lines[index.row()].key)

    def _say(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(LineRole) if index.isValid() else None)
