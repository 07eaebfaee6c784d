"""A drop-down whose arrow is the design's own, in the theme's colour."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QWidget

from app.ui.look.icons import Icons
from app.ui.look.theme import Theme


class Combo(QComboBox):
    """A `QComboBox` with a chevron."""

    def __init__(self, theme: Theme, icons: Icons | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons or Icons(theme)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the field, then the chevron at its end."""
        super().paintEvent(event)
        side = self._theme.px(16)
        place = QRect(self.width() - side - self._theme.px(8), (self.height() - side) // 2, side, side)
        painter = QPainter(self)
        self._icons.paint(painter, "chevron-down", place, "text.secondary" if self.isEnabled() else "text.disabled")
        painter.end()
