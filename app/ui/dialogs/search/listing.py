"""The list of results: walked from the field or by itself, its headings passed over."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from app.ui.dialogs.search.delegate import FindDelegate
from app.ui.models.find_rows import FindsModel, Heading

_NEAR_ROWS = 8
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
"""Keys that walk, and how far; the same in the field."""


class FindList(QListView):
    """One row is always chosen while there is any."""

    opened = Signal(QModelIndex)
    jumped = Signal(QModelIndex)
    end_neared = Signal()
    """The last rows came into sight."""

    def __init__(self, model: FindsModel, delegate: FindDelegate) -> None:
        super().__init__()
        self._finds = model
        self._walked = False
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        self.clicked.connect(self.opened)
        self.verticalScrollBar().valueChanged.connect(self._look)

    @property
    def walked(self) -> bool:
        """Tell whether the user went down from the first result, by keys or by scrolling."""
        return self._walked or self.verticalScrollBar().value() > 0

    def choose_first(self) -> None:
        """Choose the first result and show the top."""
        self._walked = False
        self.setCurrentIndex(self._from(0, 1))
        self.scrollToTop()

    def step(self, by: int) -> None:
        """Choose a result further down or up; at the ends it stays."""
        self._walked = True
        count, at = self._finds.rowCount(), self.currentIndex().row()
        target = self._from(min(count - 1, max(0, at + by)), 1 if by > 0 else -1)
        if target.isValid():
            self.setCurrentIndex(target)
            self.scrollTo(self._finds.index(0) if target.row() == 1 else target)
            self._look()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Open with Enter; what is typed belongs to the field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            (self.jumped if control else self.opened).emit(self.currentIndex())
        elif (step := STEPS.get(Qt.Key(event.key()))) is not None:
            self.step(step)
        else:
            event.ignore()

    def _from(self, start: int, by: int) -> QModelIndex:
        """Return the first row from a place on that is no heading; where there is none, the way back."""
        for step in (by, -by):
            at = start
            while 0 <= at < self._finds.rowCount():
                if not isinstance(self._finds.row(at), Heading):
                    return self._finds.index(at)
                at += step
        return QModelIndex()

    def _look(self) -> None:
        last = self.indexAt(self.viewport().rect().bottomLeft())
        if not last.isValid() or last.row() >= self._finds.rowCount() - _NEAR_ROWS:
            self.end_neared.emit()
