"""What is seen while something loads: its shapes in their final places, breathing slowly unless motion is reduced."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.ui.look.shapes import fill_rounded
from app.ui.look.theme import Theme

Shapes = Callable[[QRectF], Iterable[tuple[QRectF, float]]]
"""Returns the (rectangle, radius) of everything for the room there is."""

_FRAME_MS = 60
_DEEPEST = 0.45


class Skeleton(QWidget):
    """Paints shapes in the skeleton's tone."""

    def __init__(self, theme: Theme, shapes: Shapes) -> None:
        super().__init__()
        self._theme, self._shapes = theme, shapes
        self._beat = QTimer(self)
        self._beat.setInterval(_FRAME_MS)
        self._beat.timeout.connect(self.update)
        theme.changed.connect(self.update)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to breathe."""
        super().showEvent(event)
        if not self._theme.reduced_motion:
            self._beat.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Stop."""
        super().hideEvent(event)
        self._beat.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint all shapes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(self._breath())
        for rect, radius in self._shapes(QRectF(self.rect())):
            fill_rounded(painter, rect, self._theme.colour("surface.skeleton"), radius)
        painter.end()

    def _breath(self) -> float:
        if not self._beat.isActive():
            return 1.0
        pulse = self._theme.tokens.motion_ms("skeleton_pulse_ms") / 1000
        return 1.0 - _DEEPEST * (0.5 - 0.5 * math.cos(2 * math.pi * time.monotonic() / pulse))
