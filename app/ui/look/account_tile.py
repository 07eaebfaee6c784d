"""Accounts as rounded squares: the 20 px tile that stands where accounts mix and beside what is about to be sent."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.look.lettering import Lettering
from app.ui.look.shapes import fill_rounded
from app.ui.look.theme import Theme

_TILE, _GAP = 20, 8


def paint_account(painter: QPainter, theme: Theme, rect: QRectF, colour: str, letter: str) -> None:
    """Paint an account's tile; `colour` is the name of an account colour, `anil`."""
    fill_rounded(painter, rect, theme.colour(f"account.{colour}.fill"), theme.px(6))
    painter.setFont(theme.font("caption", semibold=True))
    painter.setPen(theme.colour(f"account.{colour}.on"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, letter)


class AccountName(QWidget):
    """The 20 px tile and words beside it."""

    def __init__(self, theme: Theme, colour: str, letter: str, words: str) -> None:
        super().__init__()
        self._theme, self._colour, self._letter, self._words = theme, colour, letter, words
        self._letters = Lettering(theme)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)
        self.setToolTip(words)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of a tile; the width is what there is."""
        side = self._theme.px(_TILE)
        return QSize(side + self._theme.px(_GAP) + round(self._letters.width(self._words)), side)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint tile and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._theme.px(_TILE)
        paint_account(painter, self._theme, QRectF(0, 0, side, side), self._colour, self._letter)
        left = side + self._theme.px(_GAP)
        room = QRectF(left, 0, max(self.width() - left, 0), side)
        self._letters.draw(painter, room, self._words, self._theme.colour("text.primary"))
        painter.end()
