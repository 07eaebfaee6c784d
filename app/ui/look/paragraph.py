"""A text of several lines with the design's distance between them; Qt's own labels set lines closer."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.ui.look.theme import Theme

_USUAL_WIDTH = 320


class Paragraph(QLabel):
    """A label whose lines are 20 apart (16 in small print). What it says is `text()`, as in any label.

    Args:
        path: the token of its colour.
        role: `body` or `caption`.
        indent: logical pixels at the left.
    """

    def __init__(self, theme: Theme, path: str = "text.secondary", role: str = "body", *, indent: int = 0) -> None:
        super().__init__()
        self._theme, self._path, self._role, self._indent = theme, path, role, indent
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return the height of all lines in a width."""
        lines = _lines(self.text(), self._font(), width - self._left(), self.alignment())
        return len(lines) * self._theme.line(self._role)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a size in which it reads well."""
        wide = math.ceil(_widest(self.text(), self._font())) + self._left()
        width = min(wide, max(self._theme.px(_USUAL_WIDTH), self.minimumWidth()))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room of the longest word, and of one line."""
        words = self.text().split() or [""]
        font = self._font()
        wide = max(math.ceil(_widest(word, font)) for word in words) + self._left()
        return QSize(wide, self._theme.line(self._role) if self.text() else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint line by line."""
        painter = QPainter(self)
        painter.setPen(self._theme.colour(self._path))
        font, height = self._font(), self._theme.line(self._role)
        layout, lines = _laid_out(self.text(), font, self.width() - self._left(), self.alignment())
        for number, line in enumerate(lines):
            spare = (height - line.height()) / 2
            line.setPosition(QPointF(line.position().x(), number * height + spare))
        layout.draw(painter, QPointF(self._left(), 0))
        painter.end()

    def _font(self) -> QFont:
        return self._theme.font(self._role)

    def _left(self) -> int:
        return self._theme.px(self._indent)


def _lines(text: str, font: QFont, width: int, alignment: Qt.AlignmentFlag) -> list[float]:
    """Return how wide each line is."""
    # A line lives no longer than its layout.
    _layout, lines = _laid_out(text, font, width, alignment)
    return [line.naturalTextWidth() for line in lines]


def _laid_out(text: str, font: QFont, width: int, alignment: Qt.AlignmentFlag) -> tuple[QTextLayout, list[QTextLine]]:
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption(alignment)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[QTextLine] = []
    layout.beginLayout()
    while text and (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        lines.append(line)
    layout.endLayout()
    return layout, lines


def _widest(text: str, font: QFont) -> float:
    return max(_lines(text, font, 1 << 20, Qt.AlignmentFlag.AlignLeft), default=0.0)
