"""The grid of tiles: a table used for its virtual rows, laid out by the width, its place kept when the list changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.ui.look.theme import Theme
from app.ui.models.gallery import GalleryModel
from app.ui.models.tile_layout import columns_for, tile_side
from app.ui.panes.gallery.delegate import GAP, TileDelegate
from app.ui.panes.gallery.grid_keys import GridKeys
from app.ui.panes.gallery.grid_mouse import GridMouse

HEADER = 28
"""A day's row; with the gaps of the tiles above and below it makes the 36 of the design."""

_SPANNED = 1_000
"""Rows before and after the visible ones whose headers span; further ones get it when they come near."""


@dataclass(frozen=True, slots=True)
class Place:
    """What stood at the top: a media, where it was, and how far its row was scrolled out."""

    media: int
    position: int
    offset: int


class GalleryGrid(QTableView):
    """Shows a `GalleryModel`. Moves, selects and lays out; what tiles look like is the delegate's."""

    moved = Signal()
    """Other tiles are in sight, or the same ones elsewhere."""
    resized = Signal()
    """Tiles have another size: more sizes may follow while a window's edge is pulled."""
    looked_at = Signal(object)
    jump_wanted = Signal(object)
    reveal_wanted = Signal(object)
    drag_wanted = Signal(object)
    menu_wanted = Signal(QPoint)
    left = Signal()
    """Escape with nothing selected."""

    def __init__(
        self, theme: Theme, model: GalleryModel, delegate: TileDelegate, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tiles = model
        self.delegate = delegate
        self.side = 0
        self._wished = 0
        self._kept: Place | None = None
        self._spanned = range(0)
        self._heading_rows: Sequence[int] = ()
        self._loading = False
        self._dress()
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.keys = GridKeys(self)
        self.mouse = GridMouse(self, theme)
        model.modelAboutToBeReset.connect(self._remember)
        model.relaid.connect(self._lay_out)
        model.selection.changed.connect(self.viewport().update)
        theme.changed.connect(self._restyled)

    def set_wished_side(self, side: int) -> None:
        """Make tiles at least so large, in logical pixels before the user's scale."""
        if side != self._wished:
            self._wished = side
            self.relayout()

    def set_loading(self, *, loading: bool) -> None:
        """Show a page of empty tiles in their final places, until there is a list."""
        self._loading = loading
        self.viewport().update()

    def relayout(self) -> None:
        """Fit tiles to the width; the tile at the top stays there."""
        gap, width = self._theme.px(GAP), self.viewport().width()
        columns = columns_for(width - gap, self._theme.px(self._wished), gap)
        side = tile_side(width - gap, columns, gap)
        if columns == self.tiles.columnCount() and side == self.side:
            return
        if columns != self.tiles.columnCount():
            self.side = side
            self.tiles.set_columns(columns)
        else:
            self._remember()
            self.side = side
            self._lay_out()
        self.resized.emit()

    def visible_positions(self) -> range:
        """Return the positions in sight."""
        first, last = self.visible_rows()
        return self.tiles.layout_of_tiles.positions_in_rows(first, last) if last >= first else range(0)

    def visible_rows(self) -> tuple[int, int]:
        """Return the first and last row in sight; (0, -1) for none."""
        if not self.tiles.rowCount():
            return 0, -1
        last = self.rowAt(self.viewport().height() - 1)
        return max(0, self.rowAt(0)), self.tiles.rowCount() - 1 if last < 0 else last

    def cell(self, position: int) -> QRect:
        """Return where the cell of a position is on the viewport."""
        row, column = self.tiles.layout_of_tiles.cell_of(position)
        wide = self.columnWidth(column)
        return QRect(self.columnViewportPosition(column), self.rowViewportPosition(row), wide, self.rowHeight(row))

    def position_at(self, point: QPoint) -> int:
        """Return the position whose tile is under a point of the viewport, -1 for none; the gaps are nobody's."""
        row, column = self.rowAt(point.y()), self.columnAt(point.x())
        if row < 0 or column < 0:
            return -1
        position = self.tiles.layout_of_tiles.position_at(row, column)
        if position < 0:
            return -1
        half = self._theme.px(GAP) // 2
        return position if self.cell(position).adjusted(half, half, -half, -half).contains(point) else -1

    def current(self) -> int:
        """Return the position that the keyboard is at, -1 for none."""
        index = self.currentIndex()
        if not index.isValid():
            return -1
        return self.tiles.layout_of_tiles.position_at(index.row(), index.column())

    def go_to(self, position: int, *, ring: bool = True) -> None:
        """Bring the keyboard to a position and into sight."""
        if not 0 <= position < self.tiles.layout_of_tiles.total:
            return
        self.delegate.focused = position if ring and self.hasFocus() else -1
        self.setCurrentIndex(self.tiles.index_of(position))
        self.show_position(position)
        self.viewport().update()

    def show_position(self, position: int) -> None:
        """Scroll as little as needed for a tile to be seen whole."""
        cell, bar = self.cell(position), self.verticalScrollBar()
        if cell.top() < 0:
            bar.setValue(bar.value() + cell.top())
        elif cell.bottom() >= self.viewport().height():
            bar.setValue(bar.value() + cell.bottom() + 1 - self.viewport().height())

    def place_at_top(self, position: int) -> None:
        """Scroll so that a tile's row is the first in sight."""
        self.verticalScrollBar().setValue(self._top_of(self.tiles.layout_of_tiles.cell_of(position)[0]))

    def sticky(self) -> tuple[int, int]:
        """Return the section at the top, -1 for none, and by how much the next one's heading pushes it up."""
        row = self.rowAt(0)
        if row < 0 or not self.tiles.rowCount():
            return -1, 0
        layout = self.tiles.layout_of_tiles
        section = layout.section_of_row(row)
        if layout.is_header(row):
            return section - 1, self.rowViewportPosition(row)
        return section, 0

    def sticky_next(self) -> bool:
        """Tell whether the next section's heading is on its way up."""
        row = self.rowAt(0)
        return row >= 0 and self.tiles.layout_of_tiles.is_header(row)

    def section_top(self, section: int) -> int:
        """Return how far down a section's first tiles are, in pixels of the whole list."""
        rows = self.tiles.layout_of_tiles.first_row_of(section) - section
        return rows * (self.side + self._theme.px(GAP)) + section * self._theme.px(HEADER)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 - Qt's name
        """Follow the scroll bar."""
        super().scrollContentsBy(dx, dy)
        self._span_near()
        self.mouse.follow()
        self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit tiles to the width."""
        super().resizeEvent(event)
        self.relayout()
        self.moved.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the canvas, which keeps scrolling a copy of pixels, then the tiles or their placeholders."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("surface.canvas"))
        if self._loading:
            self._paint_skeleton(painter)
        painter.end()
        super().paintEvent(event)
        self.mouse.paint_band()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move, select and act by keyboard."""
        if not self.keys.press(event):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show where the keyboard is when it came here by keyboard."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            visible = self.visible_positions()
            self.go_to(self.current() if self.current() >= 0 else visible.start)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Take the ring away."""
        super().focusOutEvent(event)
        self.delegate.focused = -1
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose a tile or begin a rubber band."""
        self.mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Hover, drag tiles out, or pull the rubber band."""
        self.mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """End what the press began."""
        self.mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Look at a tile."""
        self.mouse.double_click(event)

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Hover over nothing."""
        self.mouse.leave()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the menu of the tile under the mouse or of the one the keyboard is at."""
        self.mouse.menu(event)

    def dataChanged(  # noqa: N802 - Qt's name
        self, first: QModelIndex | QPersistentModelIndex, last: QModelIndex | QPersistentModelIndex, roles: object = ()
    ) -> None:
        """Repaint rows that are in sight; Qt itself would repaint everything for rows that are read ahead."""
        if QAccessible.isActive():
            super().dataChanged(first, last)
            return
        top, bottom = self.visible_rows()
        top, bottom = max(top, first.row()), min(bottom, last.row())
        if top <= bottom:
            y, end = self.rowViewportPosition(top), self.rowViewportPosition(bottom) + self.rowHeight(bottom)
            self.viewport().update(0, y, self.viewport().width(), end - y)

    def reset(self) -> None:
        """Start over with a new list; called by Qt inside the model's reset."""
        super().reset()
        self._spanned = range(0)

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAutoScroll(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        for header in (self.verticalHeader(), self.horizontalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _restyled(self) -> None:
        self.side = 0
        self.relayout()
        self.viewport().update()

    def _remember(self) -> None:
        """Note what is at the top; a list that stands at its beginning stays there and shows what is new."""
        visible = self.visible_positions()
        if self._kept is None and visible and self.verticalScrollBar().value() > 0:
            row, _column = self.tiles.layout_of_tiles.cell_of(visible.start)
            top = self.rowViewportPosition(row)
            self._kept = Place(self.tiles.ids[visible.start], visible.start, top)

    def _lay_out(self) -> None:
        """Size rows and columns.

        The headers' signals and updates are held: with them each resized row would walk all others, a third of a second
        at a million media.
        """
        cell, tall = self.side + self._theme.px(GAP), self._theme.px(HEADER)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setUpdatesEnabled(False)
        with QSignalBlocker(rows), QSignalBlocker(columns):
            rows.setDefaultSectionSize(cell)
            columns.setDefaultSectionSize(cell)
            self._size_rows(rows, cell, tall)
        rows.setUpdatesEnabled(True)
        self.clearSpans()
        self._spanned = range(0)
        self.updateGeometries()
        self._return_to_place()
        self._span_near()
        self.mouse.follow()
        self.viewport().update()
        self.moved.emit()

    def _size_rows(self, rows: QHeaderView, cell: int, tall: int) -> None:
        """Give headings their height, and tiles theirs where headings were: Qt keeps what was sized by hand."""
        headings = self.tiles.layout_of_tiles.header_rows
        now, count = set(headings), rows.count()
        for row in self._heading_rows:
            if row < count and row not in now:
                rows.resizeSection(row, cell)
        for row in headings:
            rows.resizeSection(row, tall)
        self._heading_rows = headings

    def _return_to_place(self) -> None:
        place, self._kept = self._kept, None
        total = self.tiles.layout_of_tiles.total
        if place is None or not total:
            return
        position = self.tiles.position_of(place.media, near=place.position)
        row, _column = self.tiles.layout_of_tiles.cell_of(position if position >= 0 else min(place.position, total - 1))
        self.verticalScrollBar().setValue(self._top_of(row) - place.offset)

    def _top_of(self, row: int) -> int:
        return self.verticalHeader().sectionPosition(row)

    def _span_near(self) -> None:
        """Let the headers around what is visible span; a span costs 1.5 µs, and there may be ten thousand."""
        first, last = self.visible_rows()
        if last < first or (first in self._spanned and last in self._spanned):
            return
        self._spanned = range(max(0, first - _SPANNED), last + _SPANNED)
        columns = self.tiles.columnCount()
        self.clearSpans()
        if columns > 1:
            rows = self.tiles.layout_of_tiles.header_rows
            near = slice(bisect_left(rows, self._spanned.start), bisect_right(rows, self._spanned.stop))
            for row in rows[near]:
                self.setSpan(row, 0, 1, columns)

    def _paint_skeleton(self, painter: QPainter) -> None:
        cell, half = self.side + self._theme.px(GAP), self._theme.px(GAP) // 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("surface.skeleton"))
        radius = self._theme.px(12)
        for top in range(half, self.viewport().height(), cell):
            for column in range(self.tiles.columnCount()):
                painter.drawRoundedRect(half + column * cell, top, self.side, self.side, radius, radius)
