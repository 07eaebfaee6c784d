"""The warning at the right of the bottom bar: how many media WhatsApp drops soon that are not here yet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from app.texts import ngettext
from app.texts.formats import format_number
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme


class Expiry(QPushButton):
    """Glyph, words and an arrow; hidden where nothing expires."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._count = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def show_count(self, count: int) -> None:
        """Show how many expire."""
        self._count = count
        self.setVisible(count > 0)
        words = ngettext("{count} file expires today", "{count} files expire today", count)
        self.setText(words.format(count=format_number(count)))
        self.setAccessibleName(self.text())

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.show_count(self._count)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the width of glyph, words and arrow."""
        px = self._theme.px
        self.ensurePolished()
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(px(16) + px(8) + words + px(8) + px(16) + px(32), self._theme.size("button"))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint on the bar itself, without a button's face."""
        px, painter = self._theme.px, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), self._theme.colour("surface.frame_hover"))
        glyph, left = px(16), px(16)
        top = (self.height() - glyph) / 2
        self._icons.paint(painter, "clock-alert", QRectF(left, top, glyph, glyph), "warning.text")
        self._icons.paint(
            painter, "chevron-right", QRectF(self.width() - left - glyph, top, glyph, glyph), "text.secondary"
        )
        painter.setFont(self._theme.font("body", semibold=True))
        painter.setPen(self._theme.colour("warning.text"))
        space = QRectF(left + glyph + px(8), 0, self.width() - 2 * (left + glyph + px(8)), self.height())
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(space.width()) + 1)
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.end()
