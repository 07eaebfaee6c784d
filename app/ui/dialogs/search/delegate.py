"""Paints the results: whose it is, the words with the hit marked, when, and through which account where several mix."""

from __future__ import annotations

import time
from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.ids import InstanceRef
from app.texts.times import list_time
from app.ui.look.account_tile import paint_account
from app.ui.look.avatar import paint_avatar
from app.ui.look.icons import Icons
from app.ui.look.lettering import RIGHT, Lettering
from app.ui.look.marked import draw_marked
from app.ui.look.shapes import fill_rounded, square_in
from app.ui.look.signs import kind_icon
from app.ui.look.theme import Theme
from app.ui.models.find_rows import Heading, Rest, RowRole, heading_words, name_of, rest_words, second_line
from app.ui.models.finds import Account, Find, Group

AnyIndex = QModelIndex | QPersistentModelIndex

_ROW, _HEADING, _REST = 52, 32, 36
_MARGIN, _PAD, _FACE, _GAP, _TILE = 8, 8, 32, 12, 20


class FindDelegate(QStyledItemDelegate):
    """Rows of 52 under headings of 32."""

    def __init__(self, theme: Theme, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._letters = Lettering(theme)
        self.accounts: Mapping[InstanceRef, Account] = {}
        """Empty where only one account is searched: then no tile says which it was."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of a row."""
        row = index.data(RowRole)
        height = _HEADING if isinstance(row, Heading) else _REST if isinstance(row, Rest) else _ROW
        return QSize(self._theme.px(96), self._theme.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row."""
        row, rect = index.data(RowRole), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Heading):
            self._heading(painter, rect, row)
        else:
            inner = rect.adjusted(self._theme.px(_MARGIN), 0, -self._theme.px(_MARGIN), 0)
            self._ground(painter, inner, option.state)
            if isinstance(row, Rest):
                self._rest(painter, inner, row)
            else:
                self._find(painter, inner.adjusted(self._theme.px(_PAD), 0, -self._theme.px(_PAD), 0), row)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        theme, radius = self._theme, self._theme.px(6)
        if state & QStyle.StateFlag.State_Selected:
            fill_rounded(painter, rect, theme.colour("selection.row"), radius)
        elif state & QStyle.StateFlag.State_MouseOver:
            fill_rounded(painter, rect, theme.colour("surface.hover"), radius)
        if state & QStyle.StateFlag.State_HasFocus:
            width = theme.px(2)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus.ring"), width))
            painter.drawRoundedRect(rect.adjusted(width / 2, width / 2, -width / 2, -width / 2), radius, radius)

    def _heading(self, painter: QPainter, rect: QRectF, row: Heading) -> None:
        pad = self._theme.px(_MARGIN + _PAD)
        line = rect.adjusted(pad, self._theme.px(8), -pad, 0)
        colour = self._theme.colour("text.secondary")
        self._letters.draw(painter, line, heading_words(row), colour, "caption", semibold=True)

    def _rest(self, painter: QPainter, rect: QRectF, row: Rest) -> None:
        line = rect.adjusted(self._theme.px(_PAD + _FACE + _GAP), 0, -self._theme.px(_PAD), 0)
        self._letters.draw(painter, line, rest_words(row), self._theme.colour("accent.text"), semibold=True)

    def _find(self, painter: QPainter, rect: QRectF, find: Find) -> None:
        theme, px = self._theme, self._theme.px
        face = QRectF(rect.x(), rect.center().y() - px(_FACE) / 2, px(_FACE), px(_FACE))
        height, left = theme.line(), face.right() + px(_GAP)
        top = rect.center().y() - height
        first = QRectF(left, top, rect.right() - left, height)
        second = first.translated(0, height)
        when = list_time(find.at, time.time()) if find.at else ""
        self._letters.draw(painter, first, when, theme.colour("text.tertiary"), "caption", align=RIGHT)
        if when:
            first.setRight(first.right() - self._letters.width(when, "caption") - px(8))
        second.setRight(self._account(painter, second, find))
        if find.group is Group.FILES:
            self._file(painter, face, first, second, find)
        else:
            self._words(painter, face, first, second, find)

    def _words(self, painter: QPainter, face: QRectF, first: QRectF, second: QRectF, find: Find) -> None:
        """Paint a person, or what was said with one."""
        theme, name = self._theme, name_of(find.chat)
        paint_avatar(painter, theme, self._icons, face, find.chat.address, find.chat.name)
        primary, secondary = theme.colour("text.primary"), theme.colour("text.secondary")
        draw_marked(painter, theme, self._letters, first, name, find.name_spans, primary, semibold=True)
        if find.media is not None:
            side = theme.px(14)
            sign = kind_icon(find.media.kind.value, voice=find.media.voice)
            self._icons.paint(painter, sign, square_in(second, side, left=True), "text.secondary")
            second.setLeft(second.left() + side + theme.px(4))
        draw_marked(painter, theme, self._letters, second, second_line(find), find.spans, secondary)

    def _file(self, painter: QPainter, face: QRectF, first: QRectF, second: QRectF, find: Find) -> None:
        """Paint a file: a tile of its kind, its name, whose it is."""
        theme = self._theme
        fill_rounded(painter, face, theme.colour("surface.control"), theme.px(6))
        kind = find.media.kind.value if find.media is not None else "document"
        voice = find.media is not None and find.media.voice
        self._icons.paint(painter, kind_icon(kind, voice=voice), square_in(face, theme.px(16)), "text.secondary")
        primary, secondary = theme.colour("text.primary"), theme.colour("text.secondary")
        draw_marked(painter, theme, self._letters, first, find.text, find.spans, primary, semibold=True, file_name=True)
        self._letters.draw(painter, second, second_line(find), secondary)

    def _account(self, painter: QPainter, line: QRectF, find: Find) -> float:
        """Paint the tile of the account at the right where several are searched; return where the words must end."""
        account = self.accounts.get(find.ref)
        if account is None:
            return line.right()
        side = self._theme.px(_TILE)
        tile = square_in(QRectF(line.right() - side, line.y(), side, line.height()), side)
        paint_account(painter, self._theme, tile, account.colour, account.initials[:1])
        return tile.left() - self._theme.px(8)
