"""The list of the queue: mouse and keyboard on rows and on the answers in them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu, QToolTip, QWidget

from app.ui.look.theme import Theme
from app.ui.models.queue import AnyIndex, QueueModel
from app.ui.models.queue_words import remedy
from app.ui.panes.queue.delegate import GROUP, QueueDelegate
from app.ui.panes.queue.layout import Answer

_DOING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class QueueView(QListView):
    """Arrows walk rows and answers; Enter does the answer, Delete cancels."""

    action = Signal(int, str)
    """An upload (or GROUP) and what is wanted of it."""
    looked = Signal()
    """Other rows came into sight."""

    def __init__(self, theme: Theme, model: QueueModel, delegate: QueueDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._queue, self._delegate = theme, model, delegate
        self._kept: tuple[int, int] | None = None
        self.setModel(model)
        self.setItemDelegate(delegate)
        self._dress()
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        self.verticalScrollBar().valueChanged.connect(self.looked)
        theme.changed.connect(self.remeasure)

    def remeasure(self) -> None:
        """Take the theme's measures anew."""
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    # ── Qt's events ────────────────────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk, answer, cancel."""
        self._ring(on=True)
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._walk_answers(1 if key == Qt.Key.Key_Right else -1)
        elif key in _DOING:
            self._do_focused()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._do("cancel")
        elif key == Qt.Key.Key_Escape and self._delegate.focused is not None:
            self._focus(None)
        elif key == Qt.Key.Key_Menu:
            self._menu_at(self.currentIndex(), None)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Press an answer, or choose a row."""
        self._ring(on=False)
        found = self._answer_at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._delegate.pressed = (found[0], found[1].action)
            self.viewport().update()
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Do the answer that was pressed, if the pointer is still on it."""
        pressed, self._delegate.pressed = self._delegate.pressed, None
        self.viewport().update()
        found = self._answer_at(event.position())
        if pressed is None:
            super().mouseReleaseEvent(event)
        elif found is not None and (found[0], found[1].action) == pressed:
            self.action.emit(*pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show what is under the pointer."""
        found = self._answer_at(event.position())
        self._hover(None if found is None else (found[0], found[1].action))
        super().mouseMoveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Say an answer's name, or what can be done, as a tooltip; forget the pointer when it leaves."""
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self.viewport())
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Offer the answers of the row."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self._menu_at(self.indexAt(event.pos()), event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Have a current row once the keyboard is here."""
        self._ring(on=event.reason() != Qt.FocusReason.MouseFocusReason)
        super().focusInEvent(event)
        lines = self._queue.lines()
        if self._queue.line(self.currentIndex()) is None and lines:
            self.setCurrentIndex(self._queue.index_of(lines[0].upload.id))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Measure the rows at the new width."""
        self._delegate.layout.width = self.viewport().width()
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self.looked.emit()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:  # noqa: N802 - Qt's name
        """Leave the answers of the row before."""
        self._delegate.focused = None
        super().currentChanged(current, previous)

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    def _answers(self, index: QModelIndex) -> tuple[int, tuple[Answer, ...]]:
        return self._delegate.answers(QRectF(self.visualRect(index)), index)

    def _answer_at(self, point: QPointF) -> tuple[int, Answer] | None:
        index = self.indexAt(point.toPoint())
        if not index.isValid():
            return None
        upload, answers = self._answers(index)
        return next(((upload, answer) for answer in answers if answer.rect.contains(point)), None)

    def _walk_answers(self, by: int) -> None:
        upload, answers = self._answers(self.currentIndex())
        names = [answer.action for answer in answers]
        if not names:
            return
        focused = self._delegate.focused
        at = names.index(focused[1]) if focused is not None and focused[1] in names else -1
        at = min(len(names) - 1, at + by)
        self._focus((upload, names[at]) if at >= 0 else None)

    def _do_focused(self) -> None:
        """Do the answer that has the keyboard; the first press on a row only goes to its first answer."""
        if self._delegate.focused is None:
            self._walk_answers(1)
        else:
            self.action.emit(*self._delegate.focused)

    def _do(self, action: str) -> None:
        upload, answers = self._answers(self.currentIndex())
        if any(answer.action == action for answer in answers):
            self.action.emit(upload, action)

    def _menu_at(self, index: QModelIndex, place: QPoint | None) -> None:
        upload, answers = self._answers(index) if index.isValid() else (GROUP, ())
        if upload == GROUP or not answers:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for answer in answers:
            chosen = menu.addAction(answer.name)
            chosen.triggered.connect(lambda _on=False, action=answer.action: self.action.emit(upload, action))
        menu.popup(place or self.viewport().mapToGlobal(self.visualRect(index).center()))

    def _tip(self, point: QPointF) -> str:
        found = self._answer_at(point)
        line = self._queue.line(self.indexAt(point.toPoint()))
        if found is not None and not found[1].text:
            return found[1].name
        return remedy(line.upload) if line is not None else ""

    def _keep(self) -> None:
        line = self._queue.line(self.currentIndex())
        self._kept = (line.upload.id if line is not None else GROUP, self.verticalScrollBar().value())

    def _restore(self) -> None:
        if self._kept is None:
            return
        upload, scrolled = self._kept
        focused = self._delegate.focused
        index = self._queue.index_of(upload)
        if index.isValid():
            self.setCurrentIndex(index)
            self._delegate.focused = focused
        self.doItemsLayout()
        self.verticalScrollBar().setValue(scrolled)
        self.looked.emit()

    def _hover(self, key: tuple[int, str] | None) -> None:
        if key != self._delegate.hovered:
            self._delegate.hovered = key
            shape = Qt.CursorShape.ArrowCursor if key is None else Qt.CursorShape.PointingHandCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    def _focus(self, key: tuple[int, str] | None) -> None:
        self._delegate.focused = key
        self.viewport().update()

    def _ring(self, *, on: bool) -> None:
        if self._delegate.ringed != on:
            self._delegate.ringed = on
            self.viewport().update()
