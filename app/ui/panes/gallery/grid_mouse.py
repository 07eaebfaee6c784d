"""The grid by mouse: a click chooses, a drag from a tile takes files out, one from between them pulls a rubber band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication

from app.ui.look.theme import Theme

if TYPE_CHECKING:
    from app.ui.panes.gallery.grid import GalleryGrid

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_SCROLL_MS = 16
_SCROLL_SHARE = 0.4
"""Of the distance that the mouse is outside: so fast the list scrolls under a rubber band."""


class GridMouse:
    """Follows one press to its release."""

    def __init__(self, grid: GalleryGrid, theme: Theme) -> None:
        self._grid = grid
        self._theme = theme
        self._pressed: QPoint | None = None
        self._tile = -1
        self._settle_on_release = False
        self._band: QPoint | None = None
        self._before = b""
        self._last = QPoint()
        self._scrolling = QTimer(grid)
        self._scrolling.setInterval(_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll)

    @property
    def banding(self) -> bool:
        """Tell whether a rubber band is being pulled."""
        return self._band is not None

    def press(self, event: QMouseEvent) -> None:
        """Choose the tile under the mouse at once, unless it may become a drag of what is selected."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        grid, point = self._grid, event.position().toPoint()
        grid.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pressed, self._tile = point, grid.position_at(point)
        self._settle_on_release = False
        if self._tile >= 0:
            self._choose(self._tile, point, event.modifiers())
        elif not event.modifiers() & (_CONTROL | _SHIFT):
            grid.tiles.selection.clear()

    def move(self, event: QMouseEvent) -> None:
        """Hover, or go on with what the press began."""
        self._last = event.position().toPoint()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self.follow()
        elif self._band is not None:
            self._pull()
        elif (self._last - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._begin(event.modifiers())

    def release(self, event: QMouseEvent) -> None:
        """End a rubber band, or choose what the press left open."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._band is not None:
            self._band, self._before = None, b""
            self._scrolling.stop()
            self._grid.viewport().update()
        elif self._settle_on_release and self._tile >= 0:
            self._grid.keys.choice.only(self._tile)
        self._pressed, self._settle_on_release = None, False

    def double_click(self, event: QMouseEvent) -> None:
        """Look at the tile."""
        position = self._grid.position_at(event.position().toPoint())
        if position >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self._grid.looked_at.emit(self._grid.tiles.ids[position])

    def menu(self, event: QContextMenuEvent) -> None:
        """Choose the tile under the mouse if it is not among the selected ones, then ask for a menu."""
        grid = self._grid
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            position = grid.current()
            at = grid.cell(position).center() if position >= 0 else QPoint()
        else:
            at = grid.viewport().mapFromGlobal(event.globalPos())
            position = grid.position_at(at)
        if position < 0:
            return
        if position not in grid.tiles.selection:
            grid.keys.choice.only(position)
        grid.go_to(position, ring=False)
        grid.menu_wanted.emit(grid.viewport().mapToGlobal(at))

    def leave(self) -> None:
        """Hover over nothing."""
        self._hover(-1)

    def follow(self) -> None:
        """Hover over what is under the mouse now, also after the list moved below it."""
        if self._band is None:
            under = self._grid.viewport().underMouse()
            self._hover(self._grid.position_at(self._last) if under else -1)

    def paint_band(self) -> None:
        """Paint the rubber band, inside a paint event of the grid's viewport."""
        if self._band is None:
            return
        painter = QPainter(self._grid.viewport())
        painter.setPen(QPen(self._theme.colour("accent.base"), 1))
        painter.setBrush(self._theme.faded("accent.base", 0.12))
        painter.drawRect(self._band_rect())
        painter.end()

    def _choose(self, position: int, point: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        grid, choice = self._grid, self._grid.keys.choice
        if modifiers & _SHIFT:
            choice.extend(position, add=bool(modifiers & _CONTROL))
        elif modifiers & _CONTROL or grid.delegate.in_check(grid.cell(position), point):
            choice.toggle(position)
        elif position in grid.tiles.selection:
            self._settle_on_release = True
        else:
            choice.only(position)
        grid.go_to(position, ring=False)

    def _begin(self, modifiers: Qt.KeyboardModifier) -> None:
        grid = self._grid
        if self._tile >= 0 and not modifiers & (_CONTROL | _SHIFT):
            self._pressed, self._settle_on_release = None, False
            grid.drag_wanted.emit(grid.tiles.selection.ids())
            return
        assert self._pressed is not None
        self._band = self._pressed + QPoint(0, grid.verticalScrollBar().value())
        self._before = grid.tiles.selection.snapshot()
        self._hover(-1)
        self._pull()

    def _pull(self) -> None:
        grid = self._grid
        grid.tiles.selection.restore(self._before, self._spans(self._band_rect()))
        outside = not 0 <= self._last.y() < grid.viewport().height()
        if outside and not self._scrolling.isActive():
            self._scrolling.start()
        elif not outside:
            self._scrolling.stop()
        grid.viewport().update()

    def _scroll(self) -> None:
        bar, tall = self._grid.verticalScrollBar(), self._grid.viewport().height()
        beyond = self._last.y() if self._last.y() < 0 else max(0, self._last.y() - tall + 1)
        bar.setValue(bar.value() + round(beyond * _SCROLL_SHARE))
        self._pull()

    def _band_rect(self) -> QRect:
        assert self._band is not None
        start = self._band - QPoint(0, self._grid.verticalScrollBar().value())
        size = QSize(abs(self._last.x() - start.x()), abs(self._last.y() - start.y()))
        return QRect(QPoint(min(start.x(), self._last.x()), min(start.y(), self._last.y())), size)

    def _spans(self, band: QRect) -> list[range]:
        """Return what a band on the viewport touches, a run of positions a row; whole rows together."""
        grid = self._grid
        rows, columns = grid.verticalHeader(), grid.horizontalHeader()
        offset = grid.verticalScrollBar().value()
        first = rows.visualIndexAt(max(0, band.top() + offset) - offset)
        last = rows.visualIndexAt(band.bottom() + offset - offset)
        last = last if last >= 0 else grid.tiles.rowCount() - 1
        left = max(0, columns.visualIndexAt(max(0, band.left())))
        right = columns.visualIndexAt(min(band.right(), columns.length() - 1))
        layout = grid.tiles.layout_of_tiles
        if first < 0 or right < left:
            return []
        if left == 0 and right == layout.columns - 1:
            return [layout.positions_in_rows(first, last)]
        spans = []
        for row in range(first, last + 1):
            here = layout.positions_in_rows(row, row)
            spans.append(range(here.start + left, max(here.start + left, min(here.start + right + 1, here.stop))))
        return spans

    def _hover(self, position: int) -> None:
        before = self._grid.delegate.hovered
        if position == before:
            return
        self._grid.delegate.hovered = position
        for one in (before, position):
            if 0 <= one < self._grid.tiles.layout_of_tiles.total:
                self._grid.viewport().update(self._grid.cell(one))
