"""The steps at the left of the wizard: done, current and to come, with what was settled in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.texts import _
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

_ROW, _DISC = 48, 20


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, and what was settled there."""

    title: str
    facts: str = ""


class StepList(QWidget):
    """Shows how far the wizard is; it is read, not clicked."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._steps: Sequence[Step] = ()
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_steps(self, steps: Sequence[Step], current: int) -> None:
        """Show these steps; the ones before `current` are done."""
        self._steps, self._current = steps, current
        at = _("Step {number} of {total}: {name}")
        self.setAccessibleName(at.format(number=current + 1, total=len(steps), name=steps[current].title))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return one row a step."""
        return QSize(self._theme.px(200), self._theme.px(_ROW) * len(self._steps))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint all rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, step in enumerate(self._steps):
            self._paint_step(painter, number, step)
        painter.end()

    def _paint_step(self, painter: QPainter, number: int, step: Step) -> None:
        px, top = self._theme.px, self._theme.px(_ROW) * number
        middle = top + px(_ROW) / 2
        disc = QRectF(0, middle - px(_DISC) / 2, px(_DISC), px(_DISC))
        self._paint_disc(painter, disc, number)
        left = px(_DISC) + px(12)
        width = self.width() - left
        shown = number <= self._current
        painter.setPen(self._theme.colour("text.primary" if shown else "text.secondary"))
        painter.setFont(self._theme.font("body", semibold=number == self._current))
        line = self._theme.line("body") if step.facts else px(_ROW)
        first = top + (px(_ROW) - self._theme.line("body") - self._theme.line("caption")) / 2 if step.facts else top
        self._text(painter, QRectF(left, first, width, line), step.title)
        if step.facts:
            painter.setPen(self._theme.colour("text.secondary"))
            painter.setFont(self._theme.font("caption"))
            self._text(painter, QRectF(left, first + line, width, self._theme.line("caption")), step.facts)

    def _paint_disc(self, painter: QPainter, disc: QRectF, number: int) -> None:
        theme = self._theme
        if number > self._current:
            painter.setPen(theme.colour("line.control"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(disc.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.base" if number == self._current else "accent.tint"))
            painter.drawEllipse(disc)
        if number < self._current:
            inset = theme.px(4)
            self._icons.paint(painter, "check", disc.adjusted(inset, inset, -inset, -inset), "accent.text")
            return
        painter.setFont(theme.font("caption", semibold=True))
        painter.setPen(theme.colour("accent.on" if number == self._current else "text.secondary"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(number + 1))

    def _text(self, painter: QPainter, rect: QRectF, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
