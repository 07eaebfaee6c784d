"""Small marks that sit on tiles and buttons: count pills, the connection's dot, ring or cross."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.ui.look.theme import Theme

_MOST = 999


def count_text(count: int) -> str:
    """Return a count as a pill shows it; numbers never elide, so very large ones are given up on openly."""
    return str(count) if count <= _MOST else f"{_MOST}+"


def paint_count(painter: QPainter, theme: Theme, tile: QRectF, count: int, surface: str) -> None:
    """Paint a count at the top right of a tile (5 above it, 6 beyond it), with a gap in the surface's colour."""
    if count <= 0:
        return
    text, font = count_text(count), theme.font("caption", semibold=True)
    height = theme.px(16)
    width = max(height, QFontMetricsF(font).horizontalAdvance(text) + 2 * theme.px(4))
    pill = QRectF(tile.right() + theme.px(6) - width, tile.top() - theme.px(5), width, height)
    gap = theme.px(2)
    _pill(painter, theme, pill.adjusted(-gap, -gap, gap, gap), surface)
    _pill(painter, theme, pill, "accent.base")
    painter.setPen(theme.colour("accent.on"))
    painter.setFont(font)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def paint_connection(painter: QPainter, theme: Theme, tile: QRectF, state: str, surface: str) -> None:
    """Paint what is known of a connection at the bottom right of a tile: dot, ring or cross; nothing where unknown."""
    if state not in ("connected", "unreached", "disconnected"):
        return
    side = theme.px(14)
    disc = QRectF(tile.right() + theme.px(4) - side, tile.bottom() + theme.px(3) - side, side, side)
    _pill(painter, theme, disc, surface)
    half = theme.px(8) / 2
    mark = QRectF(disc.center() - QPointF(half, half), disc.center() + QPointF(half, half))
    if state == "connected":
        _pill(painter, theme, mark, "success.fill")
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state == "unreached":
        painter.setPen(QPen(theme.colour("warning.fill"), theme.px(2)))
        painter.drawEllipse(mark.adjusted(1, 1, -1, -1))
        return
    pen = QPen(theme.colour("danger.fill"), theme.px(2))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    inner = mark.adjusted(1, 1, -1, -1)
    painter.drawLine(inner.topLeft(), inner.bottomRight())
    painter.drawLine(inner.topRight(), inner.bottomLeft())


def _pill(painter: QPainter, theme: Theme, rect: QRectF, path: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(path))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
