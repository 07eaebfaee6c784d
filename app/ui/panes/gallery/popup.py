"""A small rounded sheet under a chip; a click beside it or Escape closes it, and then it is gone."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.look.theme import Theme

_RADIUS = 12


class Popup(QFrame):
    """Looks like a menu; what is in it is whoever's makes it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def open_at(self, corner: QPoint) -> None:
        """Show it with its top left there, or as near as the screen allows."""
        size, screen = self.sizeHint(), self.screen().availableGeometry()
        left = max(screen.left(), min(corner.x(), screen.right() - size.width()))
        self.move(left, max(screen.top(), min(corner.y(), screen.bottom() - size.height())))
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the sheet."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("line.subtle"), 1))
        painter.setBrush(self._theme.colour("surface.popup"))
        radius = self._theme.px(_RADIUS)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.end()
