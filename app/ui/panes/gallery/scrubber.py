"""The date scrubber at the right edge: years and months where they begin, a handle where the reader is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.services.views import Day
from app.texts import _, language
from app.ui.look.theme import Theme
from app.ui.models.days import month_short, month_title
from app.ui.panes.gallery.bubble import Bubble
from app.ui.panes.gallery.grid import GalleryGrid

WIDTH = 48
_SLOT = 16
_TOP, _BOTTOM, _RIGHT = 20, 20, 12
_HANDLE = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """A month and the section in which it begins."""

    month: date
    section: int


def months(days: tuple[Day, ...]) -> Iterator[Mark]:
    """Yield the months of a list of days, each where it begins."""
    before: tuple[int, int] | None = None
    for section, day in enumerate(days):
        when = date.fromordinal(day.key)
        if (when.year, when.month) != before:
            before = when.year, when.month
            yield Mark(when.replace(day=1), section)


def labels(marks: list[tuple[Mark, float]], slots: int) -> dict[int, tuple[Mark, bool]]:
    """Return which slot of the scale shows which month; True where it shows the month's year instead.

    A year stands in the slot above its first month. Where months would touch each other only years are shown.
    """
    found: dict[int, tuple[Mark, bool]] = {}
    dense = len(marks) > slots // 2
    year = None
    for mark, share in marks:
        slot = 1 + round(share * (slots - 2))
        first_of_year, year = mark.month.year != year, mark.month.year
        if first_of_year:
            above = slot if dense or slot - 1 in found else slot - 1
            if above not in found:
                found[above] = (mark, True)
        if not dense and slot not in found:
            found[slot] = (mark, False)
    return found


class Scrubber(QWidget):
    """Shows the whole list as a scale; a press or drag goes there."""

    scrubbed = Signal(float)

    def __init__(self, theme: Theme, grid: GalleryGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._grid = grid
        self._marks: list[Mark] = []
        self._of: object = None
        self._scale = QPixmap()
        self._scale_key: object = None
        self._bubble: Bubble | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        grid.moved.connect(self._follow)
        theme.changed.connect(self.updateGeometry)
        self.retranslate()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.setAccessibleName(_("Dates"))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the width of the scale."""
        return QSize(self._theme.px(WIDTH), 0)

    def share_at(self, y: float) -> float:
        """Return how far down the list a point of the scale is, 0 to 1."""
        track = self._track()
        return min(1.0, max(0.0, (y - track.top()) / max(1.0, track.height())))

    def month_at(self, share: float) -> date | None:
        """Return the month that is shown when the list is scrolled so far."""
        value = share * max(1, self._grid.verticalScrollBar().maximum())
        begun = bisect_right(self._marks, value + 1, key=lambda mark: self._grid.section_top(mark.section))
        return self._marks[begun - 1].month if begun else None

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the scale and the handle."""
        if not self._grid.tiles.layout_of_tiles.total:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._painted_scale())
        self._paint_handle(painter)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go there."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._go(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Say which month is there, and go there while the button is down."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position().y())
        self._say(event.position().y())

    def leaveEvent(self, _event: object) -> None:  # noqa: N802 - Qt's name
        """Say nothing more."""
        if self._bubble is not None:
            self._bubble.hide()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll the grid."""
        self._grid.wheelEvent(event)

    def _go(self, y: float) -> None:
        bar = self._grid.verticalScrollBar()
        bar.setValue(round(self.share_at(y) * bar.maximum()))
        self.scrubbed.emit(self.share_at(y))

    def _say(self, y: float) -> None:
        month = self.month_at(self.share_at(y))
        if month is None:
            return
        if self._bubble is None or self._bubble.parent() is not self.window():
            self._bubble = Bubble(self._theme, self.window())
        self._bubble.say(month_title(month), self.mapTo(self.window(), QPoint(0, round(y))))

    def _follow(self) -> None:
        days = self._grid.tiles.listing.days
        if days is not self._of:
            self._of, self._marks = days, list(months(days))
        self.update()

    def _track(self) -> QRectF:
        """Return where the middle of the handle can be: from the second slot to the last."""
        px = self._theme.px
        top = px(_TOP + _SLOT)
        return QRectF(0, top, self.width(), max(1, self.height() - top - px(_BOTTOM)))

    def _painted_scale(self) -> QPixmap:
        """Return the scale, painted anew only when it shows something else: it lies beside every scrolled frame."""
        most = max(1, self._grid.verticalScrollBar().maximum())
        here = self.month_at(self._grid.verticalScrollBar().value() / most)
        key = (self.size(), self.devicePixelRatioF(), most, id(self._of), here, self._theme.mode, language())
        if key != self._scale_key:
            self._scale_key = key
            self._scale = QPixmap(self.size() * self.devicePixelRatioF())
            self._scale.setDevicePixelRatio(self.devicePixelRatioF())
            self._scale.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._scale)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_scale(painter, most, here)
            painter.end()
        return self._scale

    def _paint_scale(self, painter: QPainter, most: int, here: date | None) -> None:
        px, track = self._theme.px, self._track()
        slots = 2 + int(track.height() // px(_SLOT))
        pitch = track.height() / max(1, slots - 2)
        placed = [(mark, min(1.0, self._grid.section_top(mark.section) / most)) for mark in self._marks]
        shown = labels(placed, slots)
        busy = {1 + round(share * (slots - 2)) for _mark, share in placed}
        for slot in range(slots):
            middle = track.top() + (slot - 1) * pitch
            if slot in shown:
                mark, is_year = shown[slot]
                text = str(mark.month.year) if is_year else month_short(mark.month)
                self._label(painter, middle, text, year=is_year, current=not is_year and mark.month == here)
            elif slot:
                self._dash(painter, middle, px(12) if slot in busy else px(8))

    def _label(self, painter: QPainter, middle: float, text: str, *, year: bool, current: bool) -> None:
        px, line = self._theme.px, self._theme.line("caption")
        painter.setFont(self._theme.font("caption", semibold=year or current))
        painter.setPen(self._theme.colour("text.primary" if current else "text.secondary"))
        rect = QRectF(0, middle - line / 2, self.width() - px(_RIGHT), line)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)

    def _dash(self, painter: QPainter, middle: float, wide: int) -> None:
        px = self._theme.px
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("line.strong"))
        rect = QRectF(self.width() - px(_RIGHT) - wide, middle - px(1), wide, px(2))
        painter.drawRoundedRect(rect, px(1), px(1))

    def _paint_handle(self, painter: QPainter) -> None:
        bar, px, track = self._grid.verticalScrollBar(), self._theme.px, self._track()
        if bar.maximum() <= 0:
            return
        middle = track.top() + track.height() * bar.value() / bar.maximum()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent.base"))
        rect = QRectF(self.width() - px(8), middle - px(_HANDLE) / 2, px(4), px(_HANDLE))
        painter.drawRoundedRect(rect, px(2), px(2))
