"""Paints the rail's rows: client captions, and tiles with their count, connection and the edge of the active one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.ids import InstanceRef
from app.ui.look.marks import paint_connection, paint_count
from app.ui.look.theme import Theme
from app.ui.models.accounts import AccountTile, TileRole

SURFACE = "surface.frame"


class AccountDelegate(QStyledItemDelegate):
    """Rows of the rail's list."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.current: InstanceRef | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """Return 52 for a tile; for a caption its line with 12 above and 2 below."""
        px = self._theme.px
        if index.data(TileRole) is not None:
            return QSize(px(72), self._theme.size("rail_pitch"))
        return QSize(px(72), px(12) + self._theme.line("caption") + px(2))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        tile = index.data(TileRole)
        if tile is None:
            self._caption(painter, rect, str(index.data()))
        else:
            self._tile(painter, rect, option, tile)
        painter.restore()

    def tile_rect(self, row: QRect) -> QRectF:
        """Return the 40 px tile in the middle of a row."""
        side = self._theme.px(40)
        return QRectF(row.x() + (row.width() - side) // 2, row.y() + (row.height() - side) // 2, side, side)

    def _caption(self, painter: QPainter, rect: QRect, text: str) -> None:
        px = self._theme.px
        painter.setFont(self._theme.font("caption", semibold=True))
        painter.setPen(self._theme.colour("text.tertiary"))
        line = rect.adjusted(px(4), px(12), -px(4), -px(2))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, shown)

    def _tile(self, painter: QPainter, row: QRect, option: QStyleOptionViewItem, tile: AccountTile) -> None:
        theme, rect = self._theme, self.tile_rect(row)
        active = tile.ref == self.current
        state: QStyle.StateFlag = option.state
        account = f"account.{tile.colour}"
        if state & QStyle.StateFlag.State_MouseOver and not active:
            out = theme.px(4)
            self._rounded(painter, rect.adjusted(-out, -out, out, out), "surface.frame_hover", theme.px(8))
        self._rounded(painter, rect, f"{account}.fill" if active else f"{account}.tint", theme.px(6))
        painter.setFont(theme.font("body", semibold=True))
        painter.setPen(theme.colour(f"{account}.on" if active else f"{account}.text"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, tile.initials)
        if active:
            painter.fillRect(QRectF(row.x(), rect.y(), theme.px(3), rect.height()), theme.colour(f"{account}.fill"))
        paint_connection(painter, theme, rect, tile.connection, SURFACE)
        paint_count(painter, theme, rect, tile.unread, SURFACE)
        if state & QStyle.StateFlag.State_HasFocus:
            self._ring(painter, rect)

    def _rounded(self, painter: QPainter, rect: QRectF, path: str, radius: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(path))
        painter.drawRoundedRect(rect, radius, radius)

    def _ring(self, painter: QPainter, rect: QRectF) -> None:
        out = self._theme.px(3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour("focus.ring"), self._theme.px(2)))
        painter.drawRoundedRect(rect.adjusted(-out, -out, out, out), self._theme.px(8), self._theme.px(8))
