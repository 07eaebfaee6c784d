"""Waveforms: bars of 2 px with gaps of 2, the played part in the accent, and the knob between."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.ui.look.shapes import fill_round
from app.ui.look.theme import Theme

_BAR, _GAP = 2, 2
_KNOB, _HALO = 8, 2
_FULL = 100


@lru_cache(maxsize=512)
def bars(levels: bytes, count: int) -> tuple[float, ...]:
    """Return `count` heights between 0 and 1 for levels of 0 to 100; no levels give a flat line."""
    if not levels or count <= 0:
        return (0.0,) * max(0, count)
    heights = []
    for number in range(count):
        first = number * len(levels) // count
        last = max(first + 1, (number + 1) * len(levels) // count)
        heights.append(min(1.0, max(levels[first:last]) / _FULL))
    return tuple(heights)


def paint_wave(
    painter: QPainter, theme: Theme, rect: QRectF, levels: bytes, *, played: float, rest: str, halo: str, knob: bool
) -> None:
    """Paint a waveform.

    Args:
        played: 0 to 1.
        rest: the colour path of what was not played.
        halo: the colour path around the knob, that of the ground.
        knob: whether to show where it stands.
    """
    pitch = theme.px(_BAR) + theme.px(_GAP)
    heights = bars(bytes(levels), int((rect.width() + theme.px(_GAP)) // pitch))
    turn = rect.x() + rect.width() * min(1.0, max(0.0, played))
    columns = _columns(theme, rect, heights, pitch)
    at = sum(1 for column in columns if column.center().x() < turn)
    _fill(painter, columns[:at], theme.colour("wave.played"))
    _fill(painter, columns[at:], theme.colour(rest))
    if knob:
        _knob(painter, theme, QPointF(turn, rect.center().y()), halo)


def _columns(theme: Theme, rect: QRectF, heights: Sequence[float], pitch: float) -> list[QRectF]:
    width, middle = theme.px(_BAR), rect.center().y()
    columns = []
    for number, height in enumerate(heights):
        high = max(width, height * rect.height())
        columns.append(QRectF(rect.x() + number * pitch, middle - high / 2, width, high))
    return columns


def _fill(painter: QPainter, columns: list[QRectF], colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for column in columns:
        painter.drawRoundedRect(column, 1, 1)


def _knob(painter: QPainter, theme: Theme, at: QPointF, halo: str) -> None:
    for half, path in ((theme.px(_KNOB) / 2 + theme.px(_HALO), halo), (theme.px(_KNOB) / 2, "accent.base")):
        fill_round(painter, QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half), theme.colour(path))
