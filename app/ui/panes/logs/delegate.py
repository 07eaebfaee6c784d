"""Paints an entry of the log: level, time, subject, what happened."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.services.logs import LogEntry, LogLevel
from app.texts.formats import format_moment
from app.ui.look.icons import Icons
from app.ui.look.lettering import Lettering
from app.ui.look.region_list import AnyIndex, Touches
from app.ui.look.row_table import row_ring
from app.ui.look.shapes import fill_rounded, square_in
from app.ui.look.theme import Theme
from app.ui.models.log_rows import EntryRole
from app.ui.models.log_words import LEVEL_SIGNS

ROW = 28
_TIME, _SUBJECT, _NARROW = 168, 104, 560


class EntryDelegate(QStyledItemDelegate):
    """Rows of 28, or a bar in their place."""

    def __init__(self, theme: Theme, icons: Icons, touches: Touches, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._touches = theme, icons, touches
        self._letters = Lettering(theme)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of a row."""
        return QSize(self._theme.px(320), self._theme.px(ROW))

    def columns(self, width: float) -> tuple[QRectF, QRectF, QRectF, QRectF]:
        """Return where glyph, time, subject and event are; a narrow window leaves the subject to the details."""
        px = self._theme.px
        high = px(ROW)
        glyph = QRectF(px(16), 0, px(16), high)
        time = QRectF(glyph.right() + px(8), 0, px(_TIME), high)
        subject = QRectF(time.right() + px(8), 0, px(_SUBJECT) if width >= px(_NARROW) else 0, high)
        left = subject.right() + (px(8) if subject.width() else 0)
        return glyph, time, subject, QRectF(left, 0, max(0.0, width - left - px(16)), high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row."""
        rect, theme = QRectF(option.rect), self._theme
        entry: LogEntry | None = index.data(EntryRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        ground = QRectF(theme.px(8), 0, rect.width() - 2 * theme.px(8), rect.height())
        if option.state & QStyle.StateFlag.State_Selected:
            fill_rounded(painter, ground, theme.colour("selection.row"), theme.px(6))
        elif self._touches.hovered.key == index.row():
            fill_rounded(painter, ground, theme.colour("surface.hover"), theme.px(6))
        if entry is None:
            bar = QRectF(theme.px(40), rect.height() / 2 - theme.px(5), rect.width() * 0.4, theme.px(10))
            fill_rounded(painter, bar, theme.colour("surface.skeleton"), theme.px(4))
        else:
            self._entry(painter, rect.width(), entry)
        if option.state & QStyle.StateFlag.State_HasFocus and self._touches.ringed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus.ring"), theme.px(2)))
            painter.drawRoundedRect(row_ring(theme, ground), theme.px(6), theme.px(6))
        painter.restore()

    def _entry(self, painter: QPainter, width: float, entry: LogEntry) -> None:
        theme, draw = self._theme, self._letters.draw
        glyph, time, subject, event = self.columns(width)
        icon, path = LEVEL_SIGNS[entry.level]
        self._icons.paint(painter, icon, square_in(glyph, theme.px(16)), path)
        draw(painter, time, format_moment(entry.at) if entry.at else "", theme.colour("text.tertiary"), "caption")
        draw(painter, subject, entry.subject, theme.colour("text.secondary"), "caption")
        grave = entry.level >= LogLevel.WARNING
        first = entry.details.partition("\n")[0]
        draw(painter, event, entry.event, theme.colour("text.primary"), semibold=grave)
        taken = self._letters.width(entry.event, semibold=grave) + theme.px(12)
        if event.width() - taken > theme.px(40) and ": " in first:
            draw(painter, event.adjusted(taken, 0, 0, 0), first, theme.colour("text.secondary"), "caption")
