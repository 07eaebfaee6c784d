"""Paints the queue: headings, rows with their state, bars, and the answers in the row."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.kinds import MediaKind
from app.domain.uploads import UploadState
from app.texts.formats import format_number
from app.ui.look.avatar import paint_avatar
from app.ui.look.elide import elided_name
from app.ui.look.icons import Icons
from app.ui.look.lettering import CENTRE, Lettering
from app.ui.look.shapes import fill_rounded, focus_ring, progress_bar, progress_ring
from app.ui.look.signs import TICK_SIZE
from app.ui.look.theme import Theme
from app.ui.models.queue import Group, GroupRole, Line, LineRole, Need, QueueModel
from app.ui.models.queue_words import facts, icon, is_file_name, sign, title
from app.ui.panes.queue.layout import Answer, Layout, RowPlaces

AnyIndex = QModelIndex | QPersistentModelIndex

GROUP = -1
"""Stands for the upload of a heading's answer."""


class Pictures(Protocol):
    """Where the small pictures come from."""

    def picture(self, line: Line, ratio: float) -> QPixmap | None: ...


class QueueDelegate(QStyledItemDelegate):
    """Paints; the view says what is hovered, pressed and focused, as (upload, action)."""

    def __init__(
        self, theme: Theme, icons: Icons, model: QueueModel, pictures: Pictures, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._queue, self._pictures = theme, icons, model, pictures
        self._letters = Lettering(theme)
        self.layout = Layout(theme, self._letters)
        self.ringed = False
        self.hovered: tuple[int, str] | None = None
        self.pressed: tuple[int, str] | None = None
        self.focused: tuple[int, str] | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802 - Qt's name
        """Return a row's height at the view's width."""
        return QSize(self.layout.width, self.layout.height(index.data(LineRole)))

    def answers(self, rect: QRectF, index: AnyIndex) -> tuple[int, tuple[Answer, ...]]:
        """Return the upload of a row and its answers with their places."""
        line: Line | None = index.data(LineRole)
        if line is not None:
            return line.upload.id, self.layout.places(rect, line).answers
        group: Group | None = index.data(GroupRole)
        if group is not None and group.need is Need.ASKING and group.unconfirmed:
            return GROUP, (self.layout.group_answer(rect),)
        return GROUP, ()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a heading or a row."""
        rect = QRectF(option.rect)
        line, group = index.data(LineRole), index.data(GroupRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if group is not None:
            self._group(painter, rect, group, index)
        elif line is not None:
            self._ground(painter, rect, line, option)
            self._line(painter, rect, line)
        painter.restore()

    # ── parts ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _group(self, painter: QPainter, rect: QRectF, group: Group, index: AnyIndex) -> None:
        theme, px = self._theme, self._theme.px
        if index.row():
            painter.fillRect(QRectF(rect.x(), rect.y(), rect.width(), 1), theme.colour("line.subtle"))
        upload, answers = self.answers(rect, index)
        right = min((answer.rect.left() for answer in answers), default=rect.right()) - px(16)
        room = QRectF(px(20), rect.y(), right - px(20), rect.height())
        self._letters.draw(painter, room, group.title, theme.colour("text.primary"), semibold=True)
        room.setLeft(room.left() + self._letters.width(group.title, semibold=True) + px(8))
        self._letters.draw(painter, room, format_number(group.count), theme.colour("text.secondary"))
        for answer in answers:
            self._answer(painter, upload, answer)

    def _ground(self, painter: QPainter, rect: QRectF, line: Line, option: QStyleOptionViewItem) -> None:
        theme, state = self._theme, option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("selection.row"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("surface.hover"))
        if line.need is Need.ASKING:
            edge = "danger.fill" if line.upload.state is UploadState.FAILED else "warning.fill"
            painter.fillRect(QRectF(rect.x(), rect.y(), theme.px(3), rect.height()), theme.colour(edge))
            if not line.last:
                left = theme.px(88)
                hairline = QRectF(left, rect.bottom() - 1, rect.width() - left, 1)
                painter.fillRect(hairline, theme.colour("line.subtle"))
        if self.ringed and self.focused is None and state & QStyle.StateFlag.State_HasFocus:
            width = theme.px(2)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus.ring"), width))
            painter.drawRect(rect.adjusted(width / 2, width / 2, -width / 2, -width / 2))

    def _line(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        places = self.layout.places(rect, line)
        self._thumb(painter, places.thumb, line)
        self._name(painter, places, line)
        if places.contact.width() > 0:
            self._contact(painter, places.contact, line)
        self._state(painter, places, line)
        pace = self._queue.pace(line)
        if places.bar.width() > 0 and pace is not None and pace.total_bytes:
            progress_bar(painter, self._theme, places.bar, pace.fraction)
        for answer in places.answers:
            self._answer(painter, line.upload.id, answer)

    def _thumb(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        picture = self._pictures.picture(line, painter.device().devicePixelRatioF())
        if picture is not None:
            painter.drawPixmap(rect.topLeft(), picture)
            if line.upload.kind is MediaKind.DOCUMENT:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(self._theme.colour("line.subtle"), 1))
                painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), self._theme.px(6), self._theme.px(6))
            return
        fill_rounded(painter, rect, self._theme.colour("surface.control"), self._theme.px(6))
        side = self._theme.px(16 if rect.width() > self._theme.px(30) else 14)
        at = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        self._icons.paint(painter, icon(line.upload), at, "text.secondary")

    def _name(self, painter: QPainter, places: RowPlaces, line: Line) -> None:
        theme, asking = self._theme, line.need is Need.ASKING
        upload = line.upload
        below = facts(upload, clock=places.two_lines)
        if self.layout.narrow:
            below = " · ".join(part for part in (self._queue.contact(line), below) if part)
        room = QRectF(places.name)
        if not places.two_lines and below:
            room.setWidth(room.width() - self._letters.width(below, "caption") - theme.px(8))
        metrics = self._letters.metrics(semibold=asking)
        words = title(upload)
        if is_file_name(upload):
            words = elided_name(metrics, words, room.width())
        self._letters.draw(painter, room, words, theme.colour("text.primary"), semibold=asking)
        beside = QRectF(places.facts)
        if not places.two_lines:
            beside.setLeft(room.left() + min(room.width(), metrics.horizontalAdvance(words)) + theme.px(8))
        self._letters.draw(painter, beside, below, theme.colour("text.secondary"), "caption")

    def _contact(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        theme, side = self._theme, self._theme.px(20)
        name = self._queue.contact(line)
        circle = QRectF(rect.x(), rect.center().y() - side / 2, side, side)
        paint_avatar(painter, theme, self._icons, circle, line.upload.to, name)
        rest = rect.adjusted(side + theme.px(8), 0, 0, 0)
        self._letters.draw(painter, rest, name, theme.colour("text.primary"))

    def _state(self, painter: QPainter, places: RowPlaces, line: Line) -> None:
        theme = self._theme
        name, path = sign(line.upload)
        pace = self._queue.pace(line)
        if name:
            side = theme.px(TICK_SIZE if name == "check-check" else 16)
            at = QRectF(0, 0, side, side)
            at.moveCenter(places.sign.center())
            self._icons.paint(painter, name, at, path)
        else:
            progress_ring(painter, theme, places.sign, pace.fraction if pace and pace.total_bytes else None)
        words, detail = self._queue.words(line)
        self._letters.draw(painter, places.state, words, theme.colour(path), semibold=True)
        rest = QRectF(places.detail)
        if not places.two_lines:
            rest.setLeft(rest.left() + self._letters.width(words, semibold=True) + theme.px(8))
        role = "caption" if places.two_lines else "body"
        if rest.width() > theme.px(16):
            self._letters.draw(painter, rest, detail, theme.colour("text.secondary"), role)

    def _answer(self, painter: QPainter, upload: int, answer: Answer) -> None:
        theme, key, radius = self._theme, (upload, answer.action), self._theme.px(6)
        ground = "" if answer.plain or not answer.text else "surface.control"
        if key == self.pressed:
            ground = "accent.tint_hover" if answer.plain else "surface.control_pressed"
        elif key == self.hovered:
            ground = "accent.tint" if answer.plain else "surface.control_hover"
        if ground:
            fill_rounded(painter, answer.rect, theme.colour(ground), radius)
        if answer.text:
            colour = theme.colour("accent.text" if answer.plain else "text.primary")
            self._letters.draw(painter, answer.rect, answer.text, colour, semibold=True, align=CENTRE)
        else:
            side = theme.px(16)
            corner = answer.rect.center() - QPointF(side / 2, side / 2)
            self._icons.paint(painter, "x", QRectF(corner.x(), corner.y(), side, side), "text.secondary")
        if self.ringed and key == self.focused:
            focus_ring(painter, theme, answer.rect.adjusted(3, 3, -3, -3), radius)
