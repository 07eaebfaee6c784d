"""Mouse and keyboard inside bubbles: seeking in waves, playing with Space, and what every region does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.services.views import MessageRow
from app.ui.look.region_list import AnyIndex, Region, RegionList, Touch
from app.ui.models.messages import MessageRole, MessagesModel
from app.ui.panes.chat.bubbles.actions import Action
from app.ui.panes.chat.bubbles.scene import Scene
from app.ui.panes.chat.delegate import BubbleDelegate

_STEP_S, _FINE_STEP_S = 5.0, 1.0
_LOOKING = (Action.PLAY, Action.VIEW, Action.FETCH)


class TouchList(RegionList):
    """The messages as something to touch. Arrows walk messages, or seek in a sound; Space plays and looks."""

    acted = Signal(object, object, float)
    """The `MessageRow`, the `Region`, and for seeking how far (0 to 1)."""
    stepped = Signal(object, float)
    """A sound's row and by how many seconds to seek."""
    speed_stepped = Signal(int)
    copy_wanted = Signal(object)
    save_wanted = Signal(object)
    drag_wanted = Signal(object)
    """The `MessageRow` whose file is pulled out of its bubble."""
    menu_wanted = Signal(object, QPoint)

    def __init__(
        self, scene: Scene, model: MessagesModel, delegate: BubbleDelegate, parent: QWidget | None = None
    ) -> None:
        super().__init__(delegate.touches, parent)
        self._scene, self._model, self._delegate = scene, model, delegate
        self._pull: tuple[QPoint, MessageRow] | None = None
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.verticalScrollBar().setSingleStep(scene.px(20))

    def row(self, index: AnyIndex) -> MessageRow:
        """Return the message of a row."""
        return self._model.rows[index.row()]

    def regions(self, index: AnyIndex) -> Sequence[Region]:
        """Return what can be done in a bubble."""
        return self._delegate.bubble(index).regions if index.isValid() else ()

    def origin(self, index: AnyIndex) -> QPointF:
        """Return the bubble's corner."""
        return self._delegate.places(index, self.visualRect(index)).bubble.topLeft()

    def key(self, index: AnyIndex) -> object:
        """Return the message's id."""
        return int(index.data(MessageRole).id)

    def act(self, index: QModelIndex, region: Region) -> None:
        """Say what was done; seeking is done while the wave is held."""
        if region.action != Action.SEEK:
            self.acted.emit(self.row(index), region, 0.0)

    def ask_menu(self, index: QModelIndex, at: QPoint) -> None:
        """Ask for a menu with all that can be done with a message."""
        self.menu_wanted.emit(self.row(index), at)

    def press(self, region: Region, point: QPoint) -> None:
        """Go to where the wave was pressed."""
        if region.action == Action.SEEK:
            self._seek(point)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember where a pull out of a bubble may begin; the wave is pulled for seeking."""
        super().mousePressEvent(event)
        point, self._pull = event.position().toPoint(), None
        index = self.indexAt(point)
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and self.row(index).media is not None:
            inside = self._delegate.places(index, self.visualRect(index)).bubble.contains(QPointF(point))
            pressed = self.touches.pressed.region
            if inside and (pressed is None or pressed.action != Action.SEEK):
                self._pull = (point, self.row(index))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Seek while the wave is held, or pull a file out of its bubble."""
        pressed, point = self.touches.pressed.region, event.position().toPoint()
        if pressed is not None and pressed.action == Action.SEEK:
            self._seek(point)
        elif self._pulled(point) and event.buttons() & Qt.MouseButton.LeftButton:
            self._begin_pull()
        else:
            super().mouseMoveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Begin at the newest message once the keyboard is here."""
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(self._model.rowCount() - 1))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Do what a key means on the current bubble."""
        self._ring(on=True)
        index = self.currentIndex()
        if not index.isValid() or not self._key(event, index):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent, index: QModelIndex) -> bool:
        """Do what a key means on the current row; tell whether it meant anything."""
        key, row = event.key(), self.row(index)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Space:
            looking = next((region for region in self.regions(index) if region.action in _LOOKING), None)
            if looking is not None:
                self.acted.emit(row, looking, 0.0)
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

    def _sideways(self, event: QKeyEvent, index: QModelIndex, row: MessageRow) -> None:
        """Seek in a sound, walk the places of everything else."""
        forwards = event.key() == Qt.Key.Key_Right
        if any(region.action == Action.SEEK for region in self.regions(index)):
            step = _FINE_STEP_S if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP_S
            self.stepped.emit(row, step if forwards else -step)
        else:
            self.walk(forwards=forwards)

    def _pulled(self, point: QPoint) -> bool:
        return self._pull is not None and (point - self._pull[0]).manhattanLength() >= QApplication.startDragDistance()

    def _begin_pull(self) -> None:
        """Say what is pulled; where it is let go, nothing that was pressed is done."""
        assert self._pull is not None
        row, self._pull = self._pull[1], None
        self.touches.pressed = Touch()
        self.viewport().update()
        self.drag_wanted.emit(row)

    def _seek(self, point: QPoint) -> None:
        pressed = self.touches.pressed
        number = self._model.row_of(pressed.key) if isinstance(pressed.key, int) else -1
        if number < 0 or pressed.region is None:
            return
        index = self._model.index(number)
        left = self.origin(index).x() + pressed.region.rect.left()
        fraction = (point.x() - left) / max(1.0, pressed.region.rect.width())
        self.acted.emit(self.row(index), pressed.region, min(1.0, max(0.0, fraction)))
