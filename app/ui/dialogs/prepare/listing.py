"""The list of the preparation sheet: rows are moved by grip or Alt and arrows, and taken out by cross or Delete."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPointF, Qt, Signal
from PySide6.QtGui import (
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QToolTip

from app.ui.dialogs.prepare.delegate import WHY, DraftDelegate, RowAnswer
from app.ui.models.draft_words import DraftLine
from app.ui.models.drafts import DraftsModel, LineRole

_UP_DOWN = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_SENDING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DraftList(QListView):
    """Files in the order in which they leave."""

    chosen = Signal(object)
    """The `DraftLine` in front, None for none."""
    acted = Signal(int, str)
    """The key of a file, and `remove` or `as_document`."""

    def __init__(self, model: DraftsModel, delegate: DraftDelegate) -> None:
        super().__init__()
        self._drafts, self._delegate = model, delegate
        self._pressed: tuple[int, str] | None = None
        self._landing: int | None = None
        self.setModel(model)
        self.setItemDelegate(delegate)
        self._dress()
        self.selectionModel().currentChanged.connect(lambda now, _before: self._say(now))
        model.dataChanged.connect(self._changed)
        model.rowsRemoved.connect(lambda: self._say(self.currentIndex()))

    def step(self, by: int) -> bool:
        """Choose the file before or after the current one; False where there is none."""
        index = self._drafts.index(self.currentIndex().row() + by)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def step_to_caption(self, by: int) -> bool:
        """Choose the next file, in a direction, that takes a caption; False where there is none."""
        row = self.currentIndex().row() + by
        while 0 <= row < self._drafts.rowCount():
            if self._drafts.lines[row].takes_caption:
                self.setCurrentIndex(self._drafts.index(row))
                return True
            row += by
        return False

    def move_current(self, by: int) -> None:
        """Move the current file up or down."""
        row = self.currentIndex().row()
        if row >= 0:
            self.setCurrentIndex(self._drafts.index(self._drafts.move(row, by)))

    # ── Qt's events ────────────────────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move with Alt and the arrows, take out with Delete."""
        self._ring(on=True)
        row, key = self.currentIndex().row(), event.key()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and key in _UP_DOWN:
            self.move_current(-1 if key == Qt.Key.Key_Up else 1)
        elif row >= 0 and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.acted.emit(self._drafts.lines[row].key, "remove")
        elif key in _SENDING:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show the ring where the keyboard brought the focus."""
        self._ring(on=event.reason() != Qt.FocusReason.MouseFocusReason)
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Press an answer, or choose a row and perhaps begin to drag it."""
        self._ring(on=False)
        self._pressed = self._under(event.position())
        if self._pressed is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Do what was pressed, if the pointer is still on it."""
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
        elif self._under(event.position()) == pressed:
            self._act(*pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show what is under the pointer."""
        self._hover(self._under(event.position()))
        if self._pressed is None:
            super().mouseMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Show between which rows it would land."""
        super().dragMoveEvent(event)
        point = event.position().toPoint()
        index = self.indexAt(point)
        row = self.visualRect(index if index.isValid() else self._drafts.index(self._drafts.rowCount() - 1))
        self._show_landing(row.top() if index.isValid() and point.y() < row.center().y() else row.bottom() + 1)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Show no place any more."""
        self._show_landing(None)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Move the row."""
        self._show_landing(None)
        super().dropEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the rows, and the place where a dragged one would land."""
        super().paintEvent(event)
        if self._landing is not None:
            painter = QPainter(self.viewport())
            self._delegate.paint_landing(painter, self.viewport().width(), self._landing)
            painter.end()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Name the cross as a tooltip; forget the pointer when it leaves."""
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._answer_at(QPointF(event.pos()))
            if found is not None and not found[1].text:
                QToolTip.showText(event.globalPos(), found[1].name, self.viewport())
                return True
        return super().viewportEvent(event)

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _dress(self) -> None:
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    def _answer_at(self, point: QPointF) -> tuple[DraftLine, RowAnswer] | None:
        index = self.indexAt(point.toPoint())
        if not index.isValid():
            return None
        line: DraftLine = index.data(LineRole)
        answers = self._delegate.answers(self.visualRect(index), line)
        return next(((line, answer) for answer in answers if answer.rect.contains(point)), None)

    def _under(self, point: QPointF) -> tuple[int, str] | None:
        found = self._answer_at(point)
        return None if found is None else (found[0].key, found[1].action)

    def _act(self, key: int, action: str) -> None:
        if action == WHY:
            self.setCurrentIndex(self._drafts.index(self._drafts.row_of(key) or 0))
        else:
            self.acted.emit(key, action)

    def _changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() <= self.currentIndex().row() <= last.row():
            self._say(self.currentIndex())

    def _say(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(LineRole) if index.isValid() else None)

    def _show_landing(self, place: int | None) -> None:
        if place != self._landing:
            self._landing = place
            self.viewport().update()

    def _hover(self, key: tuple[int, str] | None) -> None:
        if key != self._delegate.hovered:
            self._delegate.hovered = key
            self.viewport().setCursor(Qt.CursorShape.ArrowCursor if key is None else Qt.CursorShape.PointingHandCursor)
            self.viewport().update()

    def _ring(self, *, on: bool) -> None:
        if self._delegate.ringed != on:
            self._delegate.ringed = on
            self.viewport().update()
