"""Paints a row of the chat list: avatar, name and time, the last message with its kind and ticks, unread count, pin."""

from __future__ import annotations

import time

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.addresses import formatted, is_phone
from app.domain.finding import digits_in, spans_in
from app.domain.kinds import Direction, MessageKind
from app.domain.uploads import ARRIVED, UploadState
from app.services.views import ChatRow
from app.texts import _
from app.texts.times import list_time
from app.ui.look.avatar import paint_avatar
from app.ui.look.elide import elided_end, elided_name
from app.ui.look.icons import Icons
from app.ui.look.lettering import RIGHT, Lettering
from app.ui.look.marked import draw_marked
from app.ui.look.marks import count_text
from app.ui.look.shapes import fill_round, fill_rounded, progress_ring, square_in
from app.ui.look.signs import STATUS_SIGNS, TICK_SIZE, UPLOAD_SIGNS, kind_icon
from app.ui.look.theme import Theme
from app.ui.models.chat_words import preview
from app.ui.models.chats import IdRole, RowRole, Sending, SendingRole
from app.ui.models.contact_words import contact_title

AnyIndex = QModelIndex | QPersistentModelIndex


class ChatDelegate(QStyledItemDelegate):
    """Rows of 60, or skeletons in the same geometry."""

    def __init__(self, theme: Theme, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._letters = Lettering(theme)
        self.chosen: int | None = None
        self.dropping_on: int | None = None
        self.ringed = False
        self.wanted = ""
        """What the chats are searched for."""
        self.scroll_bar = 0
        """How much of the right margin the scroll bar takes."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of a row."""
        return QSize(self._theme.size("chat_list_min"), self._theme.size("list_row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row."""
        rect = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chat, row = index.data(IdRole), index.data(RowRole)
        self._ground(painter, rect, chat, state)
        if row is None:
            self._skeleton(painter, rect)
        else:
            if self.dropping_on is not None and chat != self.dropping_on:
                painter.setOpacity(0.4)
            self._row(painter, rect, row, index.data(SendingRole))
        painter.restore()

    # ── parts ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _ground(self, painter: QPainter, rect: QRectF, chat: int, state: QStyle.StateFlag) -> None:
        theme, inner = self._theme, self._inner(rect)
        radius = theme.px(6)
        if chat == self.dropping_on:
            fill_rounded(painter, inner, theme.colour("accent.tint"), radius)
        elif chat == self.chosen:
            fill_rounded(painter, inner, theme.colour("selection.row"), radius)
        elif state & QStyle.StateFlag.State_MouseOver:
            fill_rounded(painter, inner, theme.colour("surface.hover"), radius)
        if chat == self.dropping_on or (self.ringed and state & QStyle.StateFlag.State_HasFocus):
            width = theme.px(2)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus.ring"), width))
            painter.drawRoundedRect(inner.adjusted(width / 2, width / 2, -width / 2, -width / 2), radius, radius)

    def _row(self, painter: QPainter, rect: QRectF, row: ChatRow, sending: Sending | None) -> None:
        theme, px = self._theme, self._theme.px
        paint_avatar(painter, theme, self._icons, self._avatar(rect), row.address, row.name)
        first, second = self._lines(rect)
        words = list_time(row.last_at, time.time()) if row.last_at else ""
        unread = row.unread > 0
        taken = self._letters.width(words, "caption", semibold=unread) + px(8) if words else 0
        name = first.adjusted(0, 0, -taken, 0)
        self._name(painter, name, contact_title(row.name or row.address))
        colour = theme.colour("accent.text" if unread else "text.tertiary")
        self._letters.draw(painter, first, words, colour, "caption", semibold=unread, align=RIGHT)
        second.setRight(self._right_marks(painter, second, row))
        if sending is not None:
            self._sending(painter, second, sending)
        elif not self._number(painter, second, row):
            self._last(painter, second, row)

    def _name(self, painter: QPainter, line: QRectF, name: str) -> None:
        """Paint whose chat it is, what was searched for marked."""
        spans = spans_in(name, self.wanted) or digits_in(name, self.wanted) if self.wanted else ()
        colour = self._theme.colour("text.primary")
        draw_marked(painter, self._theme, self._letters, line, name, spans, colour, semibold=True)

    def _number(self, painter: QPainter, line: QRectF, row: ChatRow) -> bool:
        """Paint the number in place of the last message where that is what was found; tell whether it was."""
        number = formatted(row.address) if self.wanted and row.name and is_phone(row.address) else ""
        spans = digits_in(number, self.wanted)
        if spans and number != contact_title(row.name):
            colour = self._theme.colour("text.secondary")
            draw_marked(painter, self._theme, self._letters, line, number, spans, colour)
            return True
        return False

    def _last(self, painter: QPainter, line: QRectF, row: ChatRow) -> None:
        """Paint the last message: ticks of our own, the kind's icon, the words."""
        theme, px, unread = self._theme, self._theme.px, row.unread > 0
        sign = _own_sign(row)
        if sign is not None:
            icon, path = sign
            size = TICK_SIZE if icon.startswith("check") else 14
            self._glyph(painter, line, icon, path, size)
            line.setLeft(line.left() + px(size + 4))
        if row.last_kind not in (None, MessageKind.TEXT):
            icon = kind_icon(row.last_kind.value)
            self._glyph(painter, line, icon, "accent.text" if unread else "text.secondary", 14)
            line.setLeft(line.left() + px(14 + 4))
        words = preview(row)
        metrics = self._letters.metrics()
        shorten = elided_name if row.last_kind is MessageKind.DOCUMENT else elided_end
        colour = theme.colour("text.primary" if unread else "text.secondary")
        self._letters.draw(painter, line, shorten(metrics, words, line.width()), colour)

    def _sending(self, painter: QPainter, line: QRectF, sending: Sending) -> None:
        px = self._theme.px
        side = px(14)
        ring = square_in(line, side, left=True)
        progress_ring(painter, self._theme, ring, sending.fraction)
        line.setLeft(line.left() + side + px(4))
        head = ""
        if sending.fraction is not None:
            head = _("{percent} %").format(percent=int(sending.fraction * 100)) + " · "
        metrics = self._letters.metrics()
        words = head + elided_name(metrics, sending.name, line.width() - metrics.horizontalAdvance(head))
        self._letters.draw(painter, line, words, self._theme.colour("text.secondary"))

    def _right_marks(self, painter: QPainter, line: QRectF, row: ChatRow) -> float:
        """Paint the unread count and the pin at the right; return where the words must end."""
        theme, px, right = self._theme, self._theme.px, line.right()
        if row.unread:
            text, height = count_text(row.unread), px(16)
            width = max(height, self._letters.width(text, "caption", semibold=True) + 2 * px(4))
            pill = QRectF(right - width, line.center().y() - height / 2, width, height)
            fill_round(painter, pill, theme.colour("accent.base"))
            painter.setFont(self._letters.font("caption", semibold=True))
            painter.setPen(theme.colour("accent.on"))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
            right = pill.left() - px(8)
        if row.pinned:
            side = px(14)
            place = square_in(QRectF(right - side, line.y(), side, line.height()), side)
            self._icons.paint(painter, "pin", place, "text.secondary")
            right -= side + px(8)
        return right

    def _glyph(self, painter: QPainter, line: QRectF, icon: str, path: str, size: int) -> None:
        side = self._theme.px(size)
        self._icons.paint(painter, icon, square_in(line, side, left=True), path)

    def _skeleton(self, painter: QPainter, rect: QRectF) -> None:
        colour = self._theme.colour("surface.skeleton")
        fill_round(painter, self._avatar(rect), colour)
        for line, share in zip(self._lines(rect), (0.5, 0.8), strict=True):
            height = self._theme.px(10)
            bar = QRectF(line.x(), line.center().y() - height / 2, line.width() * share, height)
            fill_rounded(painter, bar, colour, self._theme.px(4))

    # ── geometry ───────────────────────────────────────────────────────────────────────────────────────────────

    def _inner(self, rect: QRectF) -> QRectF:
        return rect.adjusted(self._theme.px(8), 0, -max(0, self._theme.px(8) - self.scroll_bar), 0)

    def _avatar(self, rect: QRectF) -> QRectF:
        side = self._theme.px(40)
        return QRectF(rect.x() + self._theme.px(16), rect.center().y() - side / 2, side, side)

    def _lines(self, rect: QRectF) -> tuple[QRectF, QRectF]:
        """Return the two lines beside the avatar."""
        px, height = self._theme.px, self._theme.line()
        left, right = rect.x() + px(16) + px(40) + px(12), rect.right() - max(px(4), px(16) - self.scroll_bar)
        top = rect.center().y() - height
        return QRectF(left, top, right - left, height), QRectF(left, top + height, right - left, height)


def _own_sign(row: ChatRow) -> tuple[str, str] | None:
    """Return icon and colour of how far the last message has come, None for one that was received."""
    if row.last_direction is not Direction.OUT:
        return None
    if row.last_upload is not None and row.last_upload not in ARRIVED:
        icon, path = UPLOAD_SIGNS[row.last_upload]
        return (icon, path) if icon else UPLOAD_SIGNS[UploadState.QUEUED]
    return STATUS_SIGNS[row.last_status] if row.last_status is not None else None
