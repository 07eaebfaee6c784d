"""The few shapes that everything painted by hand is made of."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from app.ui.look.theme import Theme

TOP, BOTTOM, ALL = 1, 2, 3
"""Which corners of a shape are round."""

_WHOLE = 16
"""Qt counts angles in sixteenths of a degree."""


def fill_rounded(painter: QPainter, rect: QRectF, colour: QColor, radius: float) -> None:
    """Fill a rectangle with round corners."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, radius, radius)


def fill_round(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Fill a circle or a pill."""
    fill_rounded(painter, rect, colour, min(rect.width(), rect.height()) / 2)


def rounded_path(rect: QRectF, radius: float, corners: int = ALL) -> QPainterPath:
    """Return a rectangle of which some corners are round."""
    path, top, bottom = QPainterPath(), radius if corners & TOP else 0.0, radius if corners & BOTTOM else 0.0
    if top == bottom:
        path.addRoundedRect(rect, top, top)
        return path
    # One outline: where two shapes meet, a seam would be seen between device pixels.
    left, right, upper, lower = rect.left(), rect.right(), rect.top(), rect.bottom()
    path.moveTo(left + top, upper)
    path.lineTo(right - top, upper)
    path.arcTo(right - 2 * top, upper, 2 * top, 2 * top, 90, -90)
    path.lineTo(right, lower - bottom)
    path.arcTo(right - 2 * bottom, lower - 2 * bottom, 2 * bottom, 2 * bottom, 0, -90)
    path.lineTo(left + bottom, lower)
    path.arcTo(left, lower - 2 * bottom, 2 * bottom, 2 * bottom, 270, -90)
    path.lineTo(left, upper + top)
    path.arcTo(left, upper, 2 * top, 2 * top, 180, -90)
    path.closeSubpath()
    return path


def square_in(rect: QRectF, side: float, *, left: bool = False) -> QRectF:
    """Return a square in the middle of a rectangle (or at its left), on whole pixels so that icons stay sharp."""
    x = rect.x() if left else rect.x() + (rect.width() - side) / 2
    return QRectF(round(x), round(rect.y() + (rect.height() - side) / 2), side, side)


def focus_ring(painter: QPainter, theme: Theme, rect: QRectF, radius: float) -> None:
    """Draw the 2 px ring with its gap of 2 around what the keyboard has come to."""
    out = theme.px(3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("focus.ring"), theme.px(2)))
    painter.drawRoundedRect(rect.adjusted(-out, -out, out, out), radius + out, radius + out)


def progress_ring(painter: QPainter, theme: Theme, rect: QRectF, fraction: float | None) -> None:
    """Draw a ring of which a part is done; where it is not known how much, a third of it."""
    width = rect.width() / 7
    inner = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("accent.track"), width))
    painter.drawEllipse(inner)
    part = 1 / 3 if fraction is None else min(1.0, max(0.0, fraction))
    pen = QPen(theme.colour("accent.base"), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawArc(inner, 90 * _WHOLE, round(-part * 360 * _WHOLE))


def pie(painter: QPainter, rect: QRectF, fraction: float, colour: QColor) -> None:
    """Draw a clock face of which a part has passed, as the 24 h window and expiry show it."""
    width = rect.width() / 8
    inner = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width))
    painter.drawEllipse(inner)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour))
    deep = width * 1.8
    part = min(1.0, max(0.0, fraction))
    painter.drawPie(rect.adjusted(deep, deep, -deep, -deep), 90 * _WHOLE, round(-part * 360 * _WHOLE))


def play_glyph(painter: QPainter, rect: QRectF, colour: QColor, *, pause: bool) -> None:
    """Draw the filled triangle of play, or the bars of pause, in a square meant for an icon."""
    unit, centre = rect.width() / 20, rect.center()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if pause:
        for side in (-1, 1):
            left = centre.x() + side * 3.5 * unit - 2 * unit
            painter.drawRoundedRect(QRectF(left, centre.y() - 6.5 * unit, 4 * unit, 13 * unit), unit, unit)
        return
    path = QPainterPath()
    path.moveTo(centre.x() - 3.6 * unit, centre.y() - 5.4 * unit)
    path.lineTo(centre.x() + 5.4 * unit, centre.y())
    path.lineTo(centre.x() - 3.6 * unit, centre.y() + 5.4 * unit)
    path.closeSubpath()
    pen = QPen(colour, 1.6 * unit)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
    painter.fillPath(path, colour)


def progress_bar(painter: QPainter, theme: Theme, rect: QRectF, fraction: float) -> None:
    """Draw the 4 px bar of something that moves."""
    fill_round(painter, rect, theme.colour("accent.track"))
    done = QRectF(rect.x(), rect.y(), rect.width() * min(1.0, max(0.0, fraction)), rect.height())
    if done.width() >= 1:
        fill_round(painter, done, theme.colour("accent.base"))
