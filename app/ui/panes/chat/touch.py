"""Mouse and keyboard inside bubbles: what is hovered, pressed and focused, and what is done by it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPalette,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QToolTip, QWidget

from app.ui.models.messages import AnyIndex, MessageRole, MessagesModel
from app.ui.panes.chat.bubbles.actions import Action
from app.ui.panes.chat.bubbles.bubble import Region
from app.ui.panes.chat.bubbles.scene import Scene
from app.ui.panes.chat.delegate import BubbleDelegate, Touch

_STEP_S, _FINE_STEP_S = 5.0, 1.0
_LOOKING = (Action.PLAY, Action.VIEW, Action.FETCH)


class TouchList(QListView):
    """A list whose rows have places to act on. Tab walks them, Enter does the one in focus, arrows walk messages."""

    acted = Signal(object, object, float)
    """The `MessageRow`, the `Region`, and for seeking how far (0 to 1)."""
    stepped = Signal(object, float)
    """A sound's row and by how many seconds to seek."""
    speed_stepped = Signal(int)
    copy_wanted = Signal(object)
    save_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)
    left = Signal()

    def __init__(
        self, scene: Scene, model: MessagesModel, delegate: BubbleDelegate, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._scene, self._model, self._delegate = scene, model, delegate
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(scene.px(20))
        self.setAutoScroll(False)
        self.setResizeMode(QListView.ResizeMode.Fixed)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    # ── where things are ───────────────────────────────────────────────────────────────────────────────────────

    def region_at(self, point: QPoint) -> tuple[QModelIndex, Region | None]:
        """Return the row and the region under a point of the viewport."""
        index = self.indexAt(point)
        if not index.isValid():
            return index, None
        places = self._delegate.places(index, self.visualRect(index))
        inside = QPointF(point) - places.bubble.topLeft()
        return index, self._delegate.bubble(index).region_at(inside)

    def region_centre(self, index: QModelIndex, region: Region) -> QPoint:
        """Return where the middle of a region is in the viewport."""
        places = self._delegate.places(index, self.visualRect(index))
        return (places.bubble.topLeft() + region.rect.center()).toPoint()

    def regions(self, index: QModelIndex) -> list[Region]:
        """Return what can be done in a row, in the order of Tab."""
        return self._delegate.bubble(index).regions if index.isValid() else []

    # ── mouse ──────────────────────────────────────────────────────────────────────────────────────────────────

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Light up what is under the pointer; seek while the wave is held."""
        pressed = self._delegate.pressed.region
        if pressed is not None and pressed.action is Action.SEEK:
            self._seek(event.position().toPoint())
            return
        index, region = self.region_at(event.position().toPoint())
        self._hover(index, region)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Press what is under the pointer."""
        self._ring(on=False)
        index, region = self.region_at(event.position().toPoint())
        if index.isValid():
            self.setCurrentIndex(index)
        if event.button() != Qt.MouseButton.LeftButton or region is None:
            return
        self._delegate.pressed = Touch(index.data(MessageRole).id, region)
        if region.action is Action.SEEK:
            self._seek(event.position().toPoint())
        self.update(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Do what was pressed, if the pointer is still there."""
        pressed, self._delegate.pressed = self._delegate.pressed, Touch()
        index, region = self.region_at(event.position().toPoint())
        self.viewport().update()
        if region is None or region is not pressed.region or region.action is Action.SEEK:
            return
        self.acted.emit(index.data(MessageRole), region, 0.0)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Forget the pointer when it leaves; say what glyphs without words do."""
        if event.type() == QEvent.Type.Leave:
            self._hover(QModelIndex(), None)
        elif isinstance(event, QHelpEvent):
            _index, region = self.region_at(event.pos())
            words = region.name if region is not None and region.wordless else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for a menu with all that can be done with a message."""
        index = self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
        if not index.isValid():
            return
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualRect(index).center())
        self.menu_wanted.emit(index.data(MessageRole), at)

    # ── keyboard ───────────────────────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk and act by keys."""
        self._ring(on=True)
        index = self.currentIndex()
        if not index.isValid() or not self._key(event, index):
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
            else:
                super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: N802, FBT001 - Qt's name and signature
        """Walk the places of the current row before leaving the list."""
        regions = self.regions(self.currentIndex())
        focused = self._delegate.focused.region
        at = next_index(regions, focused, forwards=next)
        if self.hasFocus() and at is not None:
            self._focus(regions[at])
            return True
        self._focus(None)
        return super().focusNextPrevChild(next)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:  # noqa: N802 - Qt's name
        """Leave the places of the row that was current; keep the new one in sight."""
        self._delegate.focused = Touch()
        super().currentChanged(current, previous)
        self.update(previous)
        if self._delegate.ringed and current.isValid():
            self.scrollTo(current)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Begin at the newest message in sight once the keyboard is here."""
        by_keys = event.reason() != Qt.FocusReason.MouseFocusReason
        self._ring(on=by_keys)
        super().focusInEvent(event)
        if by_keys and not self.currentIndex().isValid() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(self._model.rowCount() - 1))

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Ring nothing any more."""
        self._focus(None)
        super().focusOutEvent(event)

    def _key(self, event: QKeyEvent, index: QModelIndex) -> bool:
        """Do what a key means on the current row; tell whether it meant anything."""
        key, row = event.key(), index.data(MessageRole)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            regions = self.regions(index)
            self._act(row, self._delegate.focused.region or (regions[0] if regions else None))
        elif key == Qt.Key.Key_Space:
            self._act(row, next((r for r in self.regions(index) if r.action in _LOOKING), None))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._sideways(event, index, row)
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self.speed_stepped.emit(1 if key == Qt.Key.Key_BracketRight else -1)
        elif control and key == Qt.Key.Key_C:
            self.copy_wanted.emit(row)
        elif control and key == Qt.Key.Key_S:
            self.save_wanted.emit(row)
        else:
            return False
        return True

    def _sideways(self, event: QKeyEvent, index: QModelIndex, row: object) -> None:
        """Seek in a sound, walk the places of everything else."""
        forwards = event.key() == Qt.Key.Key_Right
        regions = self.regions(index)
        if any(region.action is Action.SEEK for region in regions):
            step = _FINE_STEP_S if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP_S
            self.stepped.emit(row, step if forwards else -step)
            return
        at = next_index(regions, self._delegate.focused.region, forwards=forwards)
        if at is not None:
            self._focus(regions[at])

    def _act(self, row: object, region: Region | None) -> None:
        if region is not None and region.action is not Action.SEEK:
            self.acted.emit(row, region, 0.0)

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _seek(self, point: QPoint) -> None:
        pressed = self._delegate.pressed
        number = self._model.row_of(pressed.message)
        if number < 0 or pressed.region is None:
            return
        index = self._model.index(number)
        left = self._delegate.places(index, self.visualRect(index)).bubble.left() + pressed.region.rect.left()
        fraction = (point.x() - left) / max(1.0, pressed.region.rect.width())
        self.acted.emit(index.data(MessageRole), pressed.region, min(1.0, max(0.0, fraction)))

    def _hover(self, index: QModelIndex, region: Region | None) -> None:
        before = self._delegate.hovered
        if before.region is region:
            return
        self._delegate.hovered = Touch(index.data(MessageRole).id, region) if region is not None else Touch()
        for message in (before.message, self._delegate.hovered.message):
            self._update_message(message)
        self.viewport().setCursor(_cursor(region))

    def _focus(self, region: Region | None) -> None:
        index = self.currentIndex()
        self._delegate.focused = Touch(index.data(MessageRole).id, region) if region and index.isValid() else Touch()
        if index.isValid():
            self.update(index)
        if region is not None:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, region.name))

    def _update_message(self, message: int) -> None:
        number = self._model.row_of(message) if message else -1
        if number >= 0:
            self.update(self._model.index(number))

    def _ring(self, *, on: bool) -> None:
        if self._delegate.ringed != on:
            self._delegate.ringed = on
            self.viewport().update()


def next_index(regions: list[Region], focused: Region | None, *, forwards: bool) -> int | None:
    """Return which place comes next, None at either end; nothing in focus stands before the first."""
    at = next((number for number, region in enumerate(regions) if region is focused), None)
    if at is None:
        return 0 if forwards and regions else None
    after = at + 1 if forwards else at - 1
    return after if 0 <= after < len(regions) else None


def _cursor(region: Region | None) -> Qt.CursorShape:
    return Qt.CursorShape.PointingHandCursor if region is not None else Qt.CursorShape.ArrowCursor
