"""Rows with a bar: how many files of each kind there are, and how full the disk is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.look.icons import Icons
from app.ui.look.lettering import RIGHT, Lettering
from app.ui.look.shapes import fill_round, square_in
from app.ui.look.theme import Theme

_ROW, _BAR = 40, 4


class BarRow(QWidget):
    """A glyph, a name, facts at the right, and below them a bar of one or more parts."""

    def __init__(self, theme: Theme, icons: Icons, icon: str) -> None:
        super().__init__()
        self._theme, self._icons, self._icon = theme, icons, icon
        self._letters = Lettering(theme)
        self._name, self._facts = "", ""
        self._parts: tuple[tuple[str, float], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_row(self, name: str, facts: str, parts: Sequence[tuple[str, float]]) -> None:
        """Show these words; `parts` are tones with their shares of the whole bar."""
        self._name, self._facts, self._parts = name, facts, tuple(parts)
        self.setAccessibleName(f"{name}: {facts}")
        self.setToolTip(f"{name}: {facts}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of words and bar."""
        return QSize(self._theme.px(200), self._theme.px(_ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the row."""
        theme, px, painter = self._theme, self._theme.px, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QRectF(0, px(4), self.width(), theme.line())
        self._icons.paint(painter, self._icon, square_in(line, px(16), left=True), "text.secondary")
        words = line.adjusted(px(16 + 8), 0, 0, 0)
        self._letters.draw(painter, words, self._facts, theme.colour("text.secondary"), align=RIGHT)
        words.setRight(words.right() - self._letters.width(self._facts) - px(8))
        self._letters.draw(painter, words, self._name, theme.colour("text.primary"))
        track = QRectF(0, line.bottom() + px(4), self.width(), px(_BAR))
        fill_round(painter, track, theme.colour("accent.track"))
        left = track.left()
        for tone, share in self._parts:
            width = track.width() * min(1.0, max(0.0, share))
            if width >= 1:
                fill_round(painter, QRectF(left, track.y(), width, track.height()), theme.colour(tone))
            left += width
        painter.end()
