"""The grid by keyboard: arrows keep their column, X toggles, Shift extends, Space looks, Enter jumps, Escape clears."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.ui.panes.gallery.choice import Choice

if TYPE_CHECKING:
    from app.ui.panes.gallery.grid import GalleryGrid

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GridKeys:
    """Turns key presses into moves, selections and wishes."""

    def __init__(self, grid: GalleryGrid) -> None:
        self._grid = grid
        self.choice = Choice(grid.tiles)
        self._column = 0
        self._moves: dict[int, Callable[[int], int]] = {
            Qt.Key.Key_Left: lambda position: position - 1,
            Qt.Key.Key_Right: lambda position: position + 1,
            Qt.Key.Key_Up: lambda position: self._by_rows(position, -1),
            Qt.Key.Key_Down: lambda position: self._by_rows(position, 1),
            Qt.Key.Key_PageUp: lambda position: self._by_rows(position, -self._page()),
            Qt.Key.Key_PageDown: lambda position: self._by_rows(position, self._page()),
            Qt.Key.Key_Home: lambda _position: 0,
            Qt.Key.Key_End: lambda _position: grid.tiles.layout_of_tiles.total - 1,
        }
        self._by_day = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key says; False where it says nothing here."""
        grid = self._grid
        if event.matches(QKeySequence.StandardKey.SelectAll):
            grid.tiles.selection.select_all()
            return True
        if event.key() == Qt.Key.Key_Escape:
            return self._escape()
        if not grid.tiles.layout_of_tiles.total:
            return False
        return self._move(event) or self._act(event)

    def _escape(self) -> bool:
        if len(self._grid.tiles.selection):
            self._grid.tiles.selection.clear()
        else:
            self._grid.left.emit()
        return True

    def _move(self, event: QKeyEvent) -> bool:
        key, current = event.key(), self._grid.current()
        if key not in self._moves or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        if current < 0:
            target = self._grid.visible_positions().start
        elif key in self._by_day and event.modifiers() & _CONTROL:
            target = self._next_day(current, self._by_day[Qt.Key(key)])
        else:
            target = self._moves[key](current)
        target = min(max(0, target), self._grid.tiles.layout_of_tiles.total - 1)
        if key not in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._column = self._grid.tiles.layout_of_tiles.cell_of(target)[1]
        if event.modifiers() & _SHIFT:
            self.choice.extend(target, add=bool(event.modifiers() & _CONTROL))
        else:
            self.choice.begin(target)
        self._grid.go_to(target)
        return True

    def _act(self, event: QKeyEvent) -> bool:
        grid, current = self._grid, self._grid.current()
        if current < 0:
            return False
        media, key = grid.tiles.ids[current], event.key()
        if key == Qt.Key.Key_Space:
            grid.looked_at.emit(media)
        elif key in _ENTER and event.modifiers() & _CONTROL:
            grid.reveal_wanted.emit(media)
        elif key in _ENTER:
            grid.jump_wanted.emit(media)
        elif key == Qt.Key.Key_X and not event.modifiers() & _CONTROL:
            self.choice.toggle(current)
        else:
            return False
        return True

    def _by_rows(self, position: int, rows: int) -> int:
        layout = self._grid.tiles.layout_of_tiles
        column = layout.cell_of(position)[1]
        if column > self._column or layout.position_at(layout.cell_of(position)[0], column + 1) >= 0:
            self._column = column
        return layout.moved(position, rows, self._column)

    def _next_day(self, position: int, step: int) -> int:
        layout = self._grid.tiles.layout_of_tiles
        section = layout.section_of(position)
        if step < 0 and position > layout.positions_of(section).start:
            return layout.positions_of(section).start
        return layout.positions_of(min(max(0, section + step), layout.sections - 1)).start

    def _page(self) -> int:
        return max(1, self._grid.viewport().height() // max(1, self._grid.side) - 1)
