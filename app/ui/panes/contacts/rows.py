"""The rows of the side panel: a glyph, words, a number or an arrow, over the whole width."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from app.texts.formats import format_number
from app.ui.look.icons import Icons
from app.ui.look.lettering import RIGHT, Lettering
from app.ui.look.shapes import fill_rounded
from app.ui.look.theme import Theme


class LinkRow(QPushButton):
    """One row, 32 high. `path`: the colour of glyph and words; with an arrow the words are semibold."""

    def __init__(
        self, theme: Theme, icons: Icons, icon: str, *, path: str = "text.primary", arrow: bool = False
    ) -> None:
        super().__init__()
        self._theme, self._icons, self._icon, self._path, self._arrow = theme, icons, icon, path, arrow
        self._letters = Lettering(theme)
        self._words, self._count = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def say(self, words: str, count: int | None = None) -> None:
        """Show these words, and a number at the right."""
        self._words, self._count = words, "" if count is None else format_number(count)
        self.setAccessibleName(" · ".join(part for part in (words, self._count) if part))
        self.setToolTip("" if self._letters.width(words) < self.width() else words)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the row's height."""
        return QSize(self._theme.px(96), self._theme.px(32))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the same: words are cut where they do not fit."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the row on the panel's own ground."""
        theme, px, painter = self._theme, self._theme.px, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, strong = QRectF(self.rect()), self._arrow or not self._icon
        if self.isDown() or self.underMouse():
            tone = "surface.pressed" if self.isDown() else "surface.hover"
            around = rect.adjusted(0, 0, 0, 0)
            fill_rounded(painter, around, theme.colour(tone), px(6))
        glyph, left, right = px(16), rect.x() + px(8), rect.right() - px(8)
        top = rect.center().y() - glyph / 2
        if self._icon:
            tint = "text.secondary" if self._path == "text.primary" else self._path
            self._icons.paint(painter, self._icon, QRectF(left, top, glyph, glyph), tint)
            left += glyph + px(12)
        if self._arrow:
            self._icons.paint(painter, "chevron-right", QRectF(right - glyph, top, glyph, glyph), "text.secondary")
            right -= glyph + px(8)
        if self._count:
            room = QRectF(left, rect.y(), right - left, rect.height())
            self._letters.draw(painter, room, self._count, theme.colour("text.secondary"), align=RIGHT)
            right -= self._letters.width(self._count) + px(8)
        room = QRectF(left, rect.y(), right - left, rect.height())
        self._letters.draw(painter, room, self._words, theme.colour(self._path), semibold=strong)
        painter.end()
