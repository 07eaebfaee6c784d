"""Paints a contact: circle, name and number, files, last message, and what can be done."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.finding import digits_in, spans_in
from app.services.people import PersonRow
from app.ui.look.avatar import paint_avatar
from app.ui.look.icons import Icons
from app.ui.look.lettering import RIGHT, Lettering
from app.ui.look.marked import draw_marked
from app.ui.look.region_list import AnyIndex, Region, Touches
from app.ui.look.row_table import row_ring
from app.ui.look.shapes import fill_round, fill_rounded, square_in
from app.ui.look.theme import Theme
from app.ui.models.people import PersonRole, SoughtRole
from app.ui.models.people_words import files_words, last_words, second_line, title
from app.ui.panes.people.layout import GLYPHS, PersonPlaces, person_regions, places


class PersonDelegate(QStyledItemDelegate):
    """Rows of 60, or skeletons in the same geometry."""

    def __init__(self, theme: Theme, icons: Icons, touches: Touches, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._touches = theme, icons, touches
        self._letters = Lettering(theme)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of a row."""
        return QSize(self._theme.px(320), self._theme.size("list_row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row."""
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        at = places(self._theme, rect.width(), rect.height())
        row: PersonRow | None = index.data(PersonRole)
        current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        self._ground(painter, at.ground, index.row(), current=current)
        if row is None:
            self._skeleton(painter, at)
        else:
            self._person(painter, at, row, index.data(SoughtRole))
            if current or self._touches.hovered.key == index.row():
                self._actions(painter, index.row(), person_regions(self._theme, row, rect.width(), rect.height()))
        painter.restore()

    # ── parts ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _ground(self, painter: QPainter, rect: QRectF, number: int, *, current: bool) -> None:
        theme = self._theme
        if self._touches.hovered.key == number:
            fill_rounded(painter, rect, theme.colour("surface.hover"), theme.px(6))
        if current and self._touches.ringed and self._touches.focused.region is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus.ring"), theme.px(2)))
            painter.drawRoundedRect(row_ring(theme, rect), theme.px(6), theme.px(6))

    def _person(self, painter: QPainter, at: PersonPlaces, row: PersonRow, sought: str) -> None:
        theme, draw = self._theme, self._letters.draw
        secondary, tertiary = theme.colour("text.secondary"), theme.colour("text.tertiary")
        paint_avatar(painter, theme, self._icons, at.avatar, row.address, "" if row.name == row.address else row.name)
        name, below, count = title(row), second_line(row), files_words(row.media)
        hit = spans_in(name, sought) or digits_in(name, sought)
        draw_marked(painter, theme, self._letters, at.name, name, hit, theme.colour("text.primary"), semibold=True)
        if at.files.isEmpty():
            below = " · ".join(part for part in (below, count) if part)
        else:
            draw(painter, at.files, count, secondary, align=RIGHT)
        hit = digits_in(below, sought) or spans_in(below, sought)
        draw_marked(painter, theme, self._letters, at.below, below, hit, secondary)
        draw(painter, at.last, last_words(row, time.time()), tertiary, "caption", align=RIGHT)

    def _actions(self, painter: QPainter, number: int, regions: list[Region]) -> None:
        theme, side = self._theme, self._theme.px(16)
        hovered, pressed, focused = self._touches.on(number)
        for region in regions:
            tone = ""
            if pressed is not None and pressed.action == region.action:
                tone = "surface.control_pressed"
            elif hovered is not None and hovered.action == region.action:
                tone = "surface.control_hover"
            if tone:
                fill_rounded(painter, region.rect, theme.colour(tone), theme.px(6))
            self._icons.paint(painter, GLYPHS[region.action], square_in(region.rect, side), "text.secondary")
            if focused is not None and focused.action == region.action:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.colour("focus.ring"), theme.px(2)))
                painter.drawRoundedRect(row_ring(theme, region.rect), theme.px(6), theme.px(6))

    def _skeleton(self, painter: QPainter, at: PersonPlaces) -> None:
        colour, px = self._theme.colour("surface.skeleton"), self._theme.px
        fill_round(painter, at.avatar, colour)
        for rect, radius in skeleton(self._theme, at):
            fill_rounded(painter, rect, colour, px(radius))


def skeleton(theme: Theme, at: PersonPlaces) -> list[tuple[QRectF, float]]:
    """Return the bars that stand for the words of a row."""
    height, bars = theme.px(10), []
    for line, share in ((at.name, 0.32), (at.below, 0.24), (at.files, 0.6), (at.last, 0.5)):
        if line.isEmpty():
            continue
        width = line.width() * share
        left = line.x() if line in (at.name, at.below) else line.right() - width
        bars.append((QRectF(QPointF(left, line.center().y() - height / 2), line.center()), 4.0))
        bars[-1][0].setSize(QRectF(0, 0, width, height).size())
    return bars
