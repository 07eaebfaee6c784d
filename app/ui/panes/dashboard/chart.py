"""Bars by day, drawn by hand: received, sent and not received on top of each other; mouse and arrows walk the days."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.services.numbers import Sum
from app.texts.formats import format_number
from app.ui.look.lettering import CENTRE, RIGHT, Lettering
from app.ui.look.roles import give_role, read_out
from app.ui.look.row_table import row_ring
from app.ui.look.shapes import fill_rounded
from app.ui.look.theme import Theme
from app.ui.models.dashboard import bar_words, day_words

SERIES = (("received", "accent.base"), ("sent", "info.fill"), ("lost", "danger.fill"))
"""Fields of `Sum` with their tones, from the ground up."""
_HEIGHT, _TOP, _BOTTOM, _WIDEST = 208, 8, 24, 24
_LINES = 4
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -7, Qt.Key.Key_PageDown: 7}


class BarChart(QWidget):
    """One bar a day."""

    pointed = Signal(int)
    """The place of the day that the mouse or the keyboard is at."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._letters = theme, Lettering(theme)
        self._bars: list[tuple[int, Sum]] = []
        self._at, self._hovered = -1, -1
        give_role(self, QAccessible.Role.Chart)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_bars(self, bars: Sequence[tuple[int, Sum]]) -> None:
        """Show these days; the keyboard begins at the last one."""
        if len(bars) != len(self._bars):
            self._at = len(bars) - 1
        self._bars = list(bars)
        self._point(self._at)
        self.update()

    @property
    def bars(self) -> list[tuple[int, Sum]]:
        """Return the days shown."""
        return self._bars

    def ceiling(self) -> int:
        """Return the number at the upper edge: the next round one above the highest bar."""
        highest = max((bar.files for _day, bar in self._bars), default=0)
        step = 1
        while True:
            for round_step in (step, 2 * step, 5 * step):
                if round_step * _LINES >= max(highest, 1):
                    return round_step * _LINES
            step *= 10

    def plot(self) -> QRectF:
        """Return where the bars stand."""
        px = self._theme.px
        left = self._letters.width(format_number(self.ceiling()), "caption") + px(8)
        return QRectF(left, px(_TOP), max(0.0, self.width() - left), self.height() - px(_TOP) - px(_BOTTOM))

    def column(self, place: int) -> QRectF:
        """Return the room of a day."""
        plot = self.plot()
        pitch = plot.width() / max(1, len(self._bars))
        return QRectF(plot.left() + place * pitch, plot.top(), pitch, plot.height())

    def stack(self, place: int) -> list[tuple[str, QRectF]]:
        """Return the parts of a day's bar with their tones, from the ground up; parts of nothing are left out."""
        column, bar = self.column(place), self._bars[place][1]
        width = max(2.0, min(self._theme.px(_WIDEST), column.width() * 0.7))
        left, ground = column.center().x() - width / 2, column.bottom()
        parts = []
        for name, tone in SERIES:
            count = getattr(bar, name)
            if count:
                height = max(2.0, column.height() * count / self.ceiling())
                parts.append((tone, QRectF(left, ground - height, width, height)))
                ground -= height
        return parts

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the chart's height."""
        return QSize(self._theme.px(320), self._theme.px(_HEIGHT))

    # ── Qt's events ────────────────────────────────────────────────────────────────────────────────────────────

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint lines, bars and days."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._scale(painter)
        for place in range(len(self._bars)):
            self._bar(painter, place)
        self._days(painter)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk the days: arrows by one, page keys by a week, Home and End to the edges."""
        last = len(self._bars) - 1
        if event.key() in _STEPS:
            self._point(min(last, max(0, self._at + _STEPS[Qt.Key(event.key())])))
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._point(0 if event.key() == Qt.Key.Key_Home else last)
        else:
            super().keyPressEvent(event)
            return
        read_out(self, self.accessibleDescription())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show the day under the pointer."""
        x = event.position().x()
        self._hover(
            next((n for n in range(len(self._bars)) if self.column(n).left() <= x < self.column(n).right()), -1)
        )

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Go back to the keyboard's day."""
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show it no longer."""
        super().focusOutEvent(event)
        self.update()

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _point(self, place: int) -> None:
        self._at = place
        if 0 <= place < len(self._bars):
            self.setAccessibleDescription(bar_words(*self._bars[place]))
        if self._hovered < 0:
            self.pointed.emit(place)
        self.update()

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.pointed.emit(place if place >= 0 else self._at)
            self.update()

    def _scale(self, painter: QPainter) -> None:
        plot, theme = self.plot(), self._theme
        ceiling = self.ceiling()
        for line in range(_LINES + 1):
            y = round(plot.bottom() - plot.height() * line / _LINES) + 0.5
            painter.setPen(QPen(theme.colour("line.strong" if line == 0 else "line.subtle"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            words = format_number(ceiling * line // _LINES)
            room = QRectF(0, y - theme.line("caption") / 2, plot.left() - theme.px(8), theme.line("caption"))
            self._letters.draw(painter, room, words, theme.colour("text.tertiary"), "caption", align=RIGHT)

    def _bar(self, painter: QPainter, place: int) -> None:
        theme, column = self._theme, self.column(place)
        if place == self._hovered:
            painter.fillRect(column, theme.colour("surface.hover"))
        for tone, rect in self.stack(place):
            # A line of the ground between the parts tells them apart without their colours, too.
            gap = 1.0 if rect.height() > 3 else 0.0
            fill_rounded(painter, rect.adjusted(0, gap, 0, 0), theme.colour(tone), min(2.0, rect.height() / 2))
        if place == self._at and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus.ring"), theme.px(2)))
            painter.drawRoundedRect(row_ring(theme, column), theme.px(4), theme.px(4))

    def _days(self, painter: QPainter) -> None:
        """Name as many days as there is room for, the last one always."""
        if not self._bars:
            return
        theme, plot = self._theme, self.plot()
        wide = max(self._letters.width(day_words(day), "caption") for day, _bar in self._bars) + theme.px(12)
        every = max(1, -(-round(wide) // max(1, round(self.column(0).width()))))
        free = float(self.width())
        for place in range(len(self._bars) - 1, -1, -every):
            left = min(max(plot.left(), self.column(place).center().x() - wide / 2), self.width() - wide)
            if left + wide > free:
                continue
            free = left
            room = QRectF(left, plot.bottom() + theme.px(4), wide, theme.line("caption"))
            words = day_words(self._bars[place][0])
            self._letters.draw(painter, room, words, theme.colour("text.tertiary"), "caption", align=CENTRE)
