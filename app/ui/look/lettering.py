"""Fonts and their measures, made once per theme change: delegates ask for them thousands of times a second."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from app.ui.look.elide import elided_end
from app.ui.look.theme import Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
CENTRE = Qt.AlignmentFlag.AlignCenter

_ONE_LINE = int(Qt.TextFlag.TextSingleLine) | int(Qt.TextFlag.TextDontClip)


class Lettering:
    """The theme's fonts and metrics, kept."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self._metrics: dict[tuple[str, bool], QFontMetricsF] = {}
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        """Make all fonts anew when they are next asked for."""
        self._fonts.clear()
        self._metrics.clear()

    def font(self, role: str = "body", *, semibold: bool = False) -> QFont:
        """Return one of the theme's fonts."""
        key = (role, semibold)
        if key not in self._fonts:
            self._fonts[key] = self._theme.font(role, semibold=semibold)
        return self._fonts[key]

    def metrics(self, role: str = "body", *, semibold: bool = False) -> QFontMetricsF:
        """Return the measures of one of the theme's fonts."""
        key = (role, semibold)
        if key not in self._metrics:
            self._metrics[key] = QFontMetricsF(self.font(role, semibold=semibold))
        return self._metrics[key]

    def width(self, text: str, role: str = "body", *, semibold: bool = False) -> float:
        """Return how wide a text is in one line."""
        return self.metrics(role, semibold=semibold).horizontalAdvance(text)

    def draw(
        self,
        painter: QPainter,
        rect: QRectF,
        text: str,
        colour: QColor,
        role: str = "body",
        *,
        semibold: bool = False,
        align: Qt.AlignmentFlag = LEFT,
    ) -> None:
        """Draw one line, cut at its end where it does not fit."""
        metrics = self.metrics(role, semibold=semibold)
        if metrics.horizontalAdvance(text) > rect.width() + 0.5:
            text = elided_end(metrics, text, rect.width())
        painter.setFont(self.font(role, semibold=semibold))
        painter.setPen(colour)
        # A text is read in its own direction, so that an ellipsis stands where the text was cut; it stays aligned.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawText(rect, int(align.value) | _ONE_LINE, text)
