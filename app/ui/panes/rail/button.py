"""A button of the rail: a glyph, its tooltip, and for the queue a count."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton

from app.texts.formats import format_number
from app.ui.look.icons import Icons
from app.ui.look.marks import paint_count
from app.ui.look.theme import Theme


class RailButton(QToolButton):
    """40 px, icon 20."""

    def __init__(self, theme: Theme, icons: Icons, icon: str, *, checkable: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._count = 0
        self._name = ""
        self.setProperty("rail", "true")
        self.setCheckable(checkable)
        self.setIcon(icons.icon(icon, active="text.primary"))
        theme.changed.connect(self._measure)
        self._measure()

    def name(self, name: str) -> None:
        """Show and speak this name."""
        self._name = name
        self._speak()

    def set_count(self, count: int) -> None:
        """Show how many wait behind the button."""
        if count != self._count:
            self._count = count
            self._speak()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the button, then the count on it."""
        super().paintEvent(event)
        if self._count:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            inner = QRectF(self.rect()).adjusted(0, self._theme.px(6), -self._theme.px(7), 0)
            paint_count(painter, self._theme, inner, self._count, "surface.frame")
            painter.end()

    def _speak(self) -> None:
        words = f"{self._name} · {format_number(self._count)}" if self._count else self._name
        self.setToolTip(words)
        self.setAccessibleName(words)

    def _measure(self) -> None:
        side = self._theme.px(20)
        self.setIconSize(QSize(side, side))
