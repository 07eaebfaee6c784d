"""Paints the rows of the preparation sheet: grip, thumbnail, name, what happens, caption or answers, and the cross."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.texts import _
from app.ui.look.elide import elided_name
from app.ui.look.icons import Icons
from app.ui.look.lettering import Lettering
from app.ui.look.shapes import fill_rounded, rounded_path
from app.ui.look.signs import kind_icon
from app.ui.look.theme import Theme
from app.ui.models.draft_words import DraftLine, what_happens
from app.ui.models.drafts import LineRole

REMOVE, WHY, AS_DOCUMENT = "remove", "why", "as_document"
"""What can be done in a row."""
_ROW, _THUMB, _GRIP, _CROSS = 72, 48, 16, 28
_MARGIN, _GAP, _SMALL_ICON = 8, 12, 14


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """A place of a row that can be pressed. The cross has no words of its own."""

    action: str
    rect: QRectF
    name: str
    text: str = ""


class DraftDelegate(QStyledItemDelegate):
    """Rows of 72, higher where the text is larger."""

    def __init__(self, theme: Theme, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._letters = Lettering(theme)
        self.hovered: tuple[int, str] | None = None
        """The key of a row, and the answer of it that is under the pointer."""
        self.ringed = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 - Qt's name
        """Return the row's height."""
        return QSize(self._theme.px(200), self._theme.px(_ROW))

    def answers(self, row: QRect, line: DraftLine) -> list[RowAnswer]:
        """Return what can be pressed in a row."""
        if not line.refused:
            return [RowAnswer(REMOVE, self._cross(QRectF(row)), _("Remove"))]
        words = {WHY: _("Why"), REMOVE: _("Remove")}
        if line.may_be_document:
            words = {AS_DOCUMENT: _("Send as a document"), **words}
        third = self._lines(QRectF(row), line)[2]
        gap = self._theme.px(_GAP)
        widths = {action: self._letters.width(text, "caption", semibold=True) for action, text in words.items()}
        for spare in (WHY, REMOVE):
            # What finds no room is beside the preview, too.
            if sum(widths.values()) + gap * (len(widths) - 1) > third.width() and len(widths) > 1:
                widths.pop(spare, None)
        found, left = [], third.left()
        for action, width in widths.items():
            place = QRectF(left, third.top(), width, third.height())
            found.append(RowAnswer(action, place, words[action], words[action]))
            left += width + gap
        return found

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        line: DraftLine = index.data(LineRole)
        row = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, row, option)
        if not line.refused:
            self._grip(painter, row)
        self._thumb(painter, self._thumb_place(row), line)
        self._words(painter, row, line)
        for answer in self.answers(option.rect, line):
            self._answer(painter, answer, hovered=self.hovered == (line.key, answer.action))
        painter.restore()

    def paint_landing(self, painter: QPainter, width: int, place: int) -> None:
        """Paint the line between the rows where a dragged one would land."""
        px = self._theme.px
        # From edge to edge: the picture of the dragged row covers most of it.
        line = QRectF(0, max(place - px(1), 0), width, px(2))
        fill_rounded(painter, line, self._theme.colour("accent.base"), px(1))

    # ── places ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _thumb_place(self, row: QRectF) -> QRectF:
        px = self._theme.px
        left = row.left() + px(_MARGIN) + px(4) + px(_GRIP) + px(8)
        return QRectF(left, row.center().y() - px(_THUMB) / 2, px(_THUMB), px(_THUMB))

    def _cross(self, row: QRectF) -> QRectF:
        side = self._theme.px(_CROSS)
        return QRectF(row.right() - self._theme.px(_MARGIN + 6) - side, row.center().y() - side / 2, side, side)

    def _lines(self, row: QRectF, line: DraftLine) -> tuple[QRectF, QRectF, QRectF]:
        """Return the places of name, what happens, and caption or answers."""
        px, theme = self._theme.px, self._theme
        left = self._thumb_place(row).right() + px(_GAP)
        right = row.right() - px(_MARGIN + 8) if line.refused else self._cross(row).left() - px(4)
        body, caption = theme.line("body"), theme.line("caption")
        top = row.center().y() - (body + 2 * caption + px(2)) / 2
        width = max(right - left, 0)
        return (
            QRectF(left, top, width, body),
            QRectF(left, top + body, width, caption),
            QRectF(left, top + body + caption + px(2), width, caption),
        )

    # ── parts ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _ground(self, painter: QPainter, row: QRectF, option: QStyleOptionViewItem) -> None:
        px, state = self._theme.px, option.state
        face = row.adjusted(px(_MARGIN), 0, -px(_MARGIN), 0)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            fill_rounded(painter, face, self._theme.colour("selection.row" if chosen else "surface.hover"), px(6))
        if self.ringed and state & QStyle.StateFlag.State_HasFocus:
            width = px(2)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("focus.ring"), width))
            painter.drawRoundedRect(face.adjusted(width / 2, width / 2, -width / 2, -width / 2), px(6), px(6))

    def _grip(self, painter: QPainter, row: QRectF) -> None:
        px, side = self._theme.px, self._theme.px(_GRIP)
        at = QRectF(row.left() + px(_MARGIN) + px(4), row.center().y() - side / 2, side, side)
        self._icons.paint(painter, "grip-vertical", at, "text.tertiary")

    def _thumb(self, painter: QPainter, rect: QRectF, line: DraftLine) -> None:
        theme, radius = self._theme, self._theme.px(6)
        if line.picture is not None and not line.refused:
            painter.save()
            painter.setClipPath(rounded_path(rect, radius))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(rect, line.picture, _middle(line.picture.width(), line.picture.height()))
            painter.restore()
            if line.picture.width() < line.picture.height():
                self._hairline(painter, rect)
            return
        fill_rounded(painter, rect, theme.colour("danger.tint" if line.refused else "surface.control"), radius)
        glyph, side = "shield-x" if line.refused else glyph_of(line), theme.px(20)
        inner = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        self._icons.paint(painter, glyph, inner, "danger.text" if line.refused else "text.secondary")

    def _hairline(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the edge of a page, which is as white as the panel."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour("line.subtle"), 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), self._theme.px(6), self._theme.px(6))

    def _words(self, painter: QPainter, row: QRectF, line: DraftLine) -> None:
        colour, letters = self._theme.colour, self._letters
        first, second, third = self._lines(row, line)
        name = elided_name(letters.metrics(semibold=True), line.name, first.width())
        letters.draw(painter, first, name, colour("text.primary"), semibold=True)
        tone = "danger.text" if line.refused else "info.text" if line.changes else "text.secondary"
        letters.draw(painter, second, what_happens(line), colour(tone), "caption", semibold=line.changes)
        if line.refused or not line.takes_caption:
            return
        if line.caption:
            side = self._theme.px(_SMALL_ICON)
            at = QRectF(third.left(), third.center().y() - side / 2, side, side)
            self._icons.paint(painter, "message-square", at, "text.secondary")
            third.setLeft(at.right() + self._theme.px(4))
        tone = "text.secondary" if line.caption else "text.tertiary"
        letters.draw(painter, third, line.caption or _("No caption"), colour(tone), "caption")

    def _answer(self, painter: QPainter, answer: RowAnswer, *, hovered: bool) -> None:
        theme, px = self._theme, self._theme.px
        if answer.text:
            if hovered:
                fill_rounded(painter, answer.rect.adjusted(-px(4), 0, px(4), 0), theme.colour("accent.tint"), px(4))
            tone = theme.colour("accent.text")
            self._letters.draw(painter, answer.rect, answer.text, tone, "caption", semibold=True)
            return
        if hovered:
            fill_rounded(painter, answer.rect, theme.colour("surface.control_hover"), px(6))
        inset = px(6)
        self._icons.paint(painter, "x", answer.rect.adjusted(inset, inset, -inset, -inset), "text.secondary")


def glyph_of(line: DraftLine) -> str:
    """Return the icon of a file of which there is no picture."""
    if line.draft is None:
        return "loader"
    return kind_icon(line.draft.kind.value, voice=line.draft.voice)


def _middle(width: int, height: int) -> QRectF:
    """Return the square in the middle; of a page the upper one, where its head is."""
    side = min(width, height)
    top = (height - side) / 2 if width >= height else 0
    return QRectF((width - side) / 2, top, side, side)
