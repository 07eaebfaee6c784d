"""A sound's loudness as bars: 2 px wide, 2 px apart, at least 2 px high, the played part in the accent."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from app.ui.look.theme import Theme

_BAR, _GAP = 2, 2
_FULL = 100


def paint_wave(painter: QPainter, theme: Theme, rect: QRectF, bars: bytes, played: float = 0.0) -> None:
    """Paint bars (values 0 to 100) over the width of `rect`, played from the left up to a fraction."""
    path = _path(bars, rect.width(), rect.height(), theme.px(_BAR), theme.px(_BAR + _GAP))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillPath(path, theme.colour("wave.rest"))
    if played > 0:
        painter.setClipRect(QRectF(0, 0, rect.width() * played, rect.height()))
        painter.fillPath(path, theme.colour("wave.played"))
    painter.restore()


@lru_cache(maxsize=256)
def _path(bars: bytes, width: float, height: float, bar: int, pitch: int) -> QPainterPath:
    count = max(1, int((width + pitch - bar) // pitch))
    path = QPainterPath()
    for number, level in enumerate(resampled(bars, count)):
        tall = max(float(bar), height * level / _FULL)
        path.addRoundedRect(QRectF(number * pitch, (height - tall) / 2, bar, tall), bar / 2, bar / 2)
    return path


def resampled(bars: bytes, count: int) -> list[int]:
    """Return `count` levels, each the loudest of its share of `bars`; silence where there are none."""
    if not bars:
        return [0] * count
    edges = [number * len(bars) // count for number in range(count + 1)]
    return [max(bars[start : max(start + 1, end)]) for start, end in pairwise(edges)]
