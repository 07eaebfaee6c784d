"""Paints the rows of the preparation sheet: grip, thumbnail, name, what happens, caption, and the cross."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.texts import _
from app.ui.look.elide import elided_end, elided_name
from app.ui.look.icons import Icons
from app.ui.look.shapes import fill_rounded, focus_ring, rounded_path
from app.ui.look.signs import kind_icon
from app.ui.look.theme import Theme
from app.ui.models.drafts import DraftLine, LineRole, what_happens

_ROW, _THUMB, _GRIP, _CROSS = 72, 48, 16, 28


class DraftDelegate(QStyledItemDelegate):
    """Rows of 72."""

    def __init__(self, theme: Theme, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """Return the row's height."""
        return QSize(self._theme.px(200), self._theme.px(_ROW))

    def cross(self, row: QRect) -> QRect:
        """Return where a row's cross is."""
        side = self._theme.px(_CROSS)
        return QRect(row.right() - side - self._theme.px(12), row.center().y() - side // 2, side, side)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        px, line = self._theme.px, index.data(LineRole)
        row = QRectF(option.rect).adjusted(px(8), 0, -px(8), 0)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            fill_rounded(painter, row, self._theme.colour("selection.row" if chosen else "surface.hover"), px(6))
        if state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, self._theme, row, px(6))
        self._paint_grip(painter, row, line)
        self._paint_thumb(painter, self._thumb(row), line)
        self._paint_words(painter, row, line)
        self._icons.paint(painter, "x", self._in_cross(option.rect), "text.secondary")
        painter.restore()

    def _thumb(self, row: QRectF) -> QRectF:
        px = self._theme.px
        left = row.left() + px(4) + px(_GRIP) + px(8)
        return QRectF(left, row.center().y() - px(_THUMB) / 2, px(_THUMB), px(_THUMB))

    def _in_cross(self, row: QRect) -> QRect:
        inset = self._theme.px(6)
        return self.cross(row).adjusted(inset, inset, -inset, -inset)

    def _paint_grip(self, painter: QPainter, row: QRectF, line: DraftLine) -> None:
        if not line.refused:
            side = self._theme.px(_GRIP)
            grip = QRectF(row.left() + self._theme.px(4), row.center().y() - side / 2, side, side)
            self._icons.paint(painter, "grip-vertical", grip, "text.tertiary")

    def _paint_thumb(self, painter: QPainter, rect: QRectF, line: DraftLine) -> None:
        theme, radius = self._theme, self._theme.px(6)
        if line.picture is not None:
            painter.save()
            painter.setClipPath(rounded_path(rect, radius))
            scaled = line.picture.scaled(
                (rect.size() * painter.device().devicePixelRatioF()).toSize(),
                Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawImage(rect, scaled, _middle(scaled.width(), scaled.height()))
            painter.restore()
            return
        fill_rounded(painter, rect, theme.colour("danger.tint" if line.refused else "surface.control"), radius)
        glyph, side = "shield-alert" if line.refused else _glyph(line), theme.px(20)
        inner = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        self._icons.paint(painter, glyph, inner, "danger.text" if line.refused else "text.secondary")

    def _paint_words(self, painter: QPainter, row: QRectF, line: DraftLine) -> None:
        theme, px = self._theme, self._theme.px
        left = self._thumb(row).right() + px(12)
        width = row.right() - px(12) - px(_CROSS) - px(4) - left
        body, caption = theme.line("body"), theme.line("caption")
        top = row.center().y() - (body + 2 * caption + px(4)) / 2
        name_font, small = theme.font("body", semibold=True), theme.font("caption")
        self._line(painter, QRectF(left, top, width, body), name_font, "text.primary", line.name, name=True)
        tone = "danger.text" if line.refused else "text.secondary"
        second = QRectF(left, top + body + px(2), width, caption)
        self._line(painter, second, small, tone, what_happens(line))
        third = second.translated(0, caption + px(2))
        if not line.refused and line.takes_caption:
            tone = "text.secondary" if line.caption else "text.tertiary"
            self._line(painter, third, small, tone, line.caption or _("No caption"))

    def _line(self, painter: QPainter, rect: QRectF, font: object, path: str, text: str, *, name: bool = False) -> None:
        painter.setFont(font)  # type: ignore[arg-type]  # a QFont; the stubs take fewer
        painter.setPen(self._theme.colour(path))
        shown = (elided_name if name else elided_end)(QFontMetricsF(painter.font()), text, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _glyph(line: DraftLine) -> str:
    return kind_icon(line.draft.kind.value, voice=line.draft.voice) if line.draft is not None else "loader"


def _middle(width: int, height: int) -> QRectF:
    side = min(width, height)
    return QRectF((width - side) / 2, (height - side) / 2, side, side)
