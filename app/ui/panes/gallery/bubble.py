"""A word beside the mouse while it moves over the scale."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.look.theme import Theme

_HEIGHT, _PADDING, _AWAY = 24, 8, 4


class Bubble(QWidget):
    """Looks like a tooltip, but follows at once."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, text: str, right: QPoint) -> None:
        """Show a word whose right edge ends a little before a point of the parent."""
        self._text = text
        size = self.sizeHint()
        self.resize(size)
        self.move(right.x() - size.width() - self._theme.px(_AWAY), right.y() - size.height() // 2)
        self.show()
        self.raise_()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size of the word with its padding."""
        px = self._theme.px
        wide = QFontMetrics(self._theme.font("caption")).horizontalAdvance(self._text)
        return QSize(wide + 2 * px(_PADDING), px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("surface.tooltip"))
        painter.drawRoundedRect(QRectF(self.rect()), self._theme.px(6), self._theme.px(6))
        painter.setPen(self._theme.colour("text.inverse"))
        painter.setFont(self._theme.font("caption"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()
