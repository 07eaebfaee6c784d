"""A chip: words, a smaller number behind them, and a glyph at its end; 28 high, as the design draws it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from app.ui.look.lettering import LEFT, Lettering
from app.ui.look.theme import Theme

_EDGE, _BEFORE_COUNT, _BEFORE_GLYPH, _GLYPH, _HEIGHT = 8, 7, 6, 14, 28


class ChipButton(QPushButton):
    """Painted by hand but for its ground: Qt would put the glyph first and everything in one weight and size."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._letters = Lettering(theme)
        self._count = ""
        self._glyph = QIcon()
        self.setProperty("chip", "true")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(lambda _on: self.updateGeometry())
        theme.changed.connect(self.updateGeometry)

    def say(self, words: str, count: str = "") -> None:
        """Show words and a number, either of which may be ""; spoken are both."""
        self._count = count
        self.setText(words)
        self.setAccessibleName(f"{words} {count}".strip())
        self.updateGeometry()
        self.update()

    def show_glyph(self, glyph: QIcon) -> None:
        """Show a glyph at the end, or where there are no words in their place."""
        self._glyph = glyph
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room of all parts."""
        px = self._theme.px
        parts = [width for _gap, width in self._parts()]
        gaps = [px(gap) for gap, _width in self._parts()][1:]
        return QSize(round(sum(parts) + 0.5) + sum(gaps) + 2 * px(_EDGE), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the same: a chip is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the ground by the stylesheet, the rest on it."""
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        px, on, x = self._theme.px, self.isChecked(), float(self._theme.px(_EDGE))
        role = "accent.text" if on else "text.secondary"
        colour = self._theme.colour(role if self.isEnabled() else "text.disabled")
        room = QRectF(x, 0, self.width() - 2 * x, self.height())
        if self.text():
            self._letters.draw(painter, room, self.text(), colour, semibold=on, align=LEFT)
            x += self._letters.width(self.text(), semibold=on) + px(_BEFORE_COUNT)
        elif not self._glyph.isNull():
            self._paint_glyph(painter, x)
            x += px(_GLYPH) + px(_BEFORE_COUNT)
        if self._count:
            behind = QRectF(x, 0, self.width() - x, self.height())
            self._letters.draw(painter, behind, self._count, colour, "caption", semibold=True, align=LEFT)
        if self.text() and not self._glyph.isNull():
            self._paint_glyph(painter, self.width() - px(_EDGE) - px(_GLYPH))
        painter.end()

    def _paint_glyph(self, painter: QStylePainter, left: float) -> None:
        side = self._theme.px(_GLYPH)
        state = QIcon.State.On if self.isChecked() else QIcon.State.Off
        at = QRectF(left, (self.height() - side) / 2, side, side).toRect()
        self._glyph.paint(painter, at, Qt.AlignmentFlag.AlignCenter, QIcon.Mode.Normal, state)

    def _parts(self) -> list[tuple[int, float]]:
        """Return the gap before each part and its width."""
        px, parts = self._theme.px, []
        if self.text():
            parts.append((0, self._letters.width(self.text(), semibold=self.isChecked())))
        if self._count:
            parts.append((_BEFORE_COUNT, self._letters.width(self._count, "caption", semibold=True)))
        if not self._glyph.isNull():
            parts.append((_BEFORE_GLYPH if self.text() else _BEFORE_COUNT, float(px(_GLYPH))))
        return parts
