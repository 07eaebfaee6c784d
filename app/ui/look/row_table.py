"""A list of rows of one height, as long as it may be: a table view of one column, which looks at no row out of sight.

Rows are painted by a delegate. What can be done in a row are regions: the mouse presses them, Right and Left walk
them, Enter does the one that has the keyboard, or else the row's own action.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QToolTip, QWidget

from app.ui.look.region_list import AnyIndex, Region, Touch, Touches, next_index
from app.ui.look.theme import Theme

_AHEAD_ROWS = 20
_DOING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RowTable(QTableView):
    """To be told by its heirs how high a row is and what can be done in it."""

    chosen = Signal(QModelIndex)
    """A click on a row, or Enter."""
    acted = Signal(QModelIndex, str)
    """A row and the name of an action."""
    menu_wanted = Signal(QModelIndex, QPoint)
    left = Signal()
    """Esc."""
    looked = Signal(int, int)
    """First and last row in sight and some beyond."""

    def __init__(
        self, theme: Theme, model: QAbstractItemModel, touches: Touches, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.touches = touches
        self.setModel(model)
        self._dress()
        self.verticalScrollBar().valueChanged.connect(self.look)
        theme.changed.connect(self.remeasure)
        self.remeasure()

    # ── what heirs say ─────────────────────────────────────────────────────────────────────────────────────────

    def row_height(self) -> int:
        """Return how high a row is."""
        return self._theme.size("list_row")

    def regions(self, _index: AnyIndex) -> Sequence[Region]:
        """Return what can be done in a row, in the order of the arrows; places are counted from the row's corner."""
        return ()

    # ── what others do ─────────────────────────────────────────────────────────────────────────────────────────

    def remeasure(self) -> None:
        """Take the theme's measures anew."""
        self.verticalHeader().setDefaultSectionSize(self.row_height())
        self.viewport().update()

    def look(self) -> None:
        """Say which rows are in sight."""
        height = max(1, self.verticalHeader().defaultSectionSize())
        first = self.verticalScrollBar().value() // height
        self.looked.emit(first - _AHEAD_ROWS, first + self.viewport().height() // height + _AHEAD_ROWS)

    def region_centre(self, index: AnyIndex, region: Region) -> QPoint:
        """Return where the middle of a region is in the viewport."""
        return (QPointF(self.visualRect(index).topLeft()) + region.rect.center()).toPoint()

    # ── mouse ──────────────────────────────────────────────────────────────────────────────────────────────────

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Light up what is under the pointer."""
        self._hover(*self._region_at(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Press a region, or choose a row."""
        self._ring(on=False)
        index, region = self._region_at(event.position().toPoint())
        if region is not None and event.button() == Qt.MouseButton.LeftButton:
            self.touches.pressed = Touch(index.row(), region)
            self.setCurrentIndex(index)
            self.viewport().update()
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Do what was pressed, if the pointer is still there."""
        pressed, self.touches.pressed = self.touches.pressed, Touch()
        index, region = self._region_at(event.position().toPoint())
        self.viewport().update()
        if pressed.region is None:
            super().mouseReleaseEvent(event)
            if event.button() == Qt.MouseButton.LeftButton and index.isValid() and index == self.currentIndex():
                self.chosen.emit(index)
        elif region is not None and (index.row(), region.action) == (pressed.key, pressed.region.action):
            self.acted.emit(index, region.action)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Forget the pointer when it leaves; say what glyphs without words do."""
        if event.type() == QEvent.Type.Leave:
            self._hover(QModelIndex(), None)
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            _index, region = self._region_at(event.pos())
            QToolTip.showText(event.globalPos(), region.name if region is not None else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for a row's menu."""
        index = self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Mouse and index.isValid():
            self.menu_wanted.emit(index, event.globalPos())

    # ── keyboard ───────────────────────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk rows and what can be done in them."""
        self._ring(on=True)
        key, index, focused = event.key(), self.currentIndex(), self.touches.focused.region
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._walk(forwards=key == Qt.Key.Key_Right)
        elif key in _DOING and index.isValid():
            if focused is not None:
                self.acted.emit(index, focused.action)
            else:
                self.chosen.emit(index)
        elif key == Qt.Key.Key_Escape and focused is not None:
            self._focus(None)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif index.isValid() and (key == Qt.Key.Key_Menu or (key == Qt.Key.Key_F10 and shifted)):
            self.menu_wanted.emit(index, self.viewport().mapToGlobal(self.visualRect(index).center()))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Have a current row once the keyboard is here."""
        self._ring(on=event.reason() != Qt.FocusReason.MouseFocusReason)
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Ring nothing any more."""
        self._focus(None)
        super().focusOutEvent(event)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:  # noqa: N802 - Qt's name
        """Leave what can be done in the row before."""
        self.touches.focused = Touch()
        super().currentChanged(current, previous)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fetch what came into sight."""
        super().resizeEvent(event)
        self.look()

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _dress(self) -> None:
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setShowGrid(False)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _region_at(self, point: QPoint) -> tuple[QModelIndex, Region | None]:
        index = self.indexAt(point)
        if not index.isValid():
            return index, None
        inside = QPointF(point - self.visualRect(index).topLeft())
        return index, next((region for region in self.regions(index) if region.rect.contains(inside)), None)

    def _walk(self, *, forwards: bool) -> None:
        index, focused = self.currentIndex(), self.touches.focused.region
        regions = list(self.regions(index)) if index.isValid() else []
        here = next((each for each in regions if focused is not None and each.action == focused.action), None)
        at = next_index(regions, here, forwards=forwards)
        if at is not None:
            self._focus(regions[at])
        elif not forwards:
            self._focus(None)

    def _focus(self, region: Region | None) -> None:
        self.touches.focused = Touch(self.currentIndex().row(), region) if region is not None else Touch()
        self.viewport().update()
        if region is not None:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, region.name))

    def _hover(self, index: QModelIndex, region: Region | None) -> None:
        before = self.touches.hovered
        self.touches.hovered = Touch(index.row(), region) if index.isValid() else Touch()
        if before != self.touches.hovered:
            shape = Qt.CursorShape.ArrowCursor if region is None else Qt.CursorShape.PointingHandCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    def _ring(self, *, on: bool) -> None:
        if self.touches.ringed != on:
            self.touches.ringed = on
            self.viewport().update()


def row_ring(theme: Theme, rect: QRectF) -> QRectF:
    """Return where the ring of a row is drawn: 2 px, inside."""
    half = theme.px(2) / 2
    return rect.adjusted(half, half, -half, -half)
