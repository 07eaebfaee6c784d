"""The warning at the right of the bottom bar: how many media WhatsApp drops soon that are not here yet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from app.texts import ngettext
from app.texts.formats import format_number
from app.ui.look.icons import PIE, Icons
from app.ui.look.theme import Theme

_GLYPH, _EDGE, _GAP = 16, 16, 8


class Expiry(QPushButton):
    """Glyph, words and an arrow; hidden where nothing expires."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._count = 0
        self._folded = False
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
        self.setToolTip(self.text() if self._folded else "")
        self.updateGeometry()

    def fold(self, *, folded: bool) -> None:
        """Show the number alone, or its words, too."""
        if folded != self._folded:
            self._folded = folded
            self.show_count(self._count)
            self.update()

    def width_when(self, *, folded: bool) -> int:
        """Return how wide it is; 0 where nothing expires."""
        if not self._count:
            return 0
        px = self._theme.px
        metrics = QFontMetrics(self._theme.font("body", semibold=True))
        words = metrics.horizontalAdvance(self._words(folded=folded))
        return words + 1 + 2 * px(_EDGE) + px(_GLYPH) + px(_GAP) + (0 if folded else px(_GLYPH) + px(_GAP))

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.show_count(self._count)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the width of glyph, words and arrow."""
        return QSize(self.width_when(folded=self._folded), self._theme.size("button"))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the same: its words are given up as a whole, never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint on the bar itself, without a button's face."""
        px, painter = self._theme.px, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), self._theme.colour("surface.frame_hover"))
        glyph, left = px(_GLYPH), px(_EDGE)
        top = (self.height() - glyph) / 2
        self._icons.paint(painter, PIE, QRectF(left, top, glyph, glyph), "warning.fill")
        if not self._folded:
            arrow = QRectF(self.width() - left - glyph, top, glyph, glyph)
            self._icons.paint(painter, "chevron-right", arrow, "text.secondary")
        painter.setFont(self._theme.font("body", semibold=True))
        painter.setPen(self._theme.colour("warning.text"))
        space = QRectF(left + glyph + px(_GAP), 0, self.width(), self.height())
        painter.drawText(
            space, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._words(folded=self._folded)
        )
        painter.end()

    def _words(self, *, folded: bool) -> str:
        return format_number(self._count) if folded else self.text()
