"""Puts bubbles into rows: gaps, day headings, the line above what is new; keeps each bubble as long as it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.kinds import Direction
from app.services.views import MessageRow
from app.texts import _
from app.texts.times import day_of, day_title
from app.ui.look.lettering import CENTRE
from app.ui.look.region_list import Touches
from app.ui.models.messages import MessagesModel, Place
from app.ui.panes.chat.bubbles.bubble import Brush, Bubble
from app.ui.panes.chat.bubbles.compose import compose
from app.ui.panes.chat.bubbles.scene import Scene
from app.ui.panes.chat.spotlight import Spotlight

AnyIndex = QModelIndex | QPersistentModelIndex

MARGIN = 16
_NEAR, _FAR = 4, 8
_DAY_ABOVE, _DAY_BELOW = 4, 6


@dataclass(frozen=True, slots=True)
class RowPlaces:
    """Where the parts of a row stand. `day` and `new` are lines, None where there are none."""

    bubble: QRectF
    day: QRectF | None
    new: QRectF | None


class BubbleDelegate(QStyledItemDelegate):
    """Lays out and paints rows of the message list."""

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._kept: dict[int, tuple[MessageRow, bool, Bubble]] = {}
        self.touches = Touches()
        self.scroll_bar = 0
        """How much of the right margin the scroll bar takes."""
        self.unfinished: set[int] = set()
        """Rows whose pictures are fading in."""
        self.spot = Spotlight(scene.theme, self)
        scene.stale.connect(self.forget)

    # ── bubbles ────────────────────────────────────────────────────────────────────────────────────────────────

    def bubble(self, index: AnyIndex) -> Bubble:
        """Return a row's bubble, laid out once."""
        return self._bubble(*_asked(index))

    def forget(self, message: int | None = None) -> None:
        """Have a message's bubble laid out again, or all."""
        if message is None:
            self._kept.clear()
        else:
            self._kept.pop(message, None)

    def keep_only(self, messages: set[int]) -> None:
        """Forget bubbles of messages that left the window."""
        if len(self._kept) > 2 * len(messages):
            self._kept = {message: kept for message, kept in self._kept.items() if message in messages}

    def _bubble(self, row: MessageRow, place: Place) -> Bubble:
        sender = self._scene.is_group and row.direction is Direction.IN and not place.follows and bool(row.sender)
        kept = self._kept.get(row.id)
        if kept is not None and kept[0] is row and kept[1] is sender:
            return kept[2]
        bubble = compose(self._scene, row, show_sender=sender)
        self._kept[row.id] = (row, sender, bubble)
        return bubble

    # ── geometry ───────────────────────────────────────────────────────────────────────────────────────────────

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of a row."""
        row, place = _asked(index)
        bubble = self._bubble(row, place)
        last = self._scene.px(8) if index.row() == index.model().rowCount() - 1 else 0
        return QSize(16, round(self._above(place) + bubble.size.height() + bubble.below) + last)

    def places(self, index: AnyIndex, rect: QRect) -> RowPlaces:
        """Return where everything of a row stands, in the view's coordinates."""
        row, place = _asked(index)
        bubble = self._bubble(row, place)
        px, margin = self._scene.px, self._scene.px(MARGIN)
        right = rect.right() + 1 - max(px(4), margin - self.scroll_bar)
        x = right - bubble.size.width() if bubble.own else rect.x() + margin
        top = rect.y() + self._above(place)
        line, width = self._scene.theme.line("caption"), rect.width()
        day = new = None
        at = float(rect.y() + px(_NEAR))
        if place.day:
            day = QRectF(rect.x(), at + px(_DAY_ABOVE), width, line)
            at += self._day_height()
        if place.first_new:
            new = QRectF(rect.x(), at + px(_DAY_ABOVE), width, line)
        return RowPlaces(QRectF(QPointF(x, top), bubble.size), day, new)

    def _day_height(self) -> float:
        return self._scene.px(_DAY_ABOVE) + self._scene.theme.line("caption") + self._scene.px(_DAY_BELOW)

    def _above(self, place: Place) -> float:
        """Return the room above a bubble: its gap, and a line for the day and for what is new."""
        lines = (1 if place.day else 0) + (1 if place.first_new else 0)
        if lines:
            return self._scene.px(_NEAR) + lines * self._day_height()
        return self._scene.px(_NEAR if place.follows else _FAR)

    # ── painting ───────────────────────────────────────────────────────────────────────────────────────────────

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        row = _asked(index)[0]
        places, bubble = self.places(index, rect), self.bubble(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if places.day is not None:
            paint_day(painter, self._scene, places.day, day_of(row.sent_at))
        if places.new is not None:
            colour = self._scene.theme.colour("accent.text")
            self._scene.letters.draw(painter, places.new, _("New"), colour, "caption", semibold=True, align=CENTRE)
        self._point_out(painter, rect, places.bubble, self.spot.strength(int(row.id)))
        painter.translate(places.bubble.topLeft())
        brush = self._brush(painter, row)
        bubble.paint(brush)
        if self.touches.ringed and state & QStyle.StateFlag.State_HasFocus and brush.focused is None:
            bubble.paint_focus(brush)
        painter.restore()
        if brush.unfinished:
            self.unfinished.add(index.row())

    def _point_out(self, painter: QPainter, rect: QRect, bubble: QRectF, strength: float) -> None:
        """Paint the band behind the message that was jumped to, over the whole width."""
        if strength > 0:
            out = self._scene.px(_NEAR) / 2
            band = QRectF(rect.x(), bubble.top() - out, rect.width(), bubble.height() + 2 * out)
            painter.fillRect(band, self._scene.theme.faded("accent.tint_hover", strength))

    def _brush(self, painter: QPainter, row: MessageRow) -> Brush:
        return Brush(painter, self._scene, *self.touches.on(int(row.id)))


def _asked(index: AnyIndex) -> tuple[MessageRow, Place]:
    """Return a row's message and place, past Qt's variants: this is asked hundreds of times for one page."""
    model = cast(MessagesModel, index.model())
    return model.rows[index.row()], model.place(index.row())


def paint_day(painter: QPainter, scene: Scene, line: QRectF, day: int) -> None:
    """Paint a day's heading in the middle of a line."""
    title = day_title(day, day_of(scene.now()))
    colour = scene.theme.colour("text.secondary")
    scene.letters.draw(painter, line, title, colour, "caption", semibold=True, align=CENTRE)
