"""Where everything of a row of the queue stands: the drawn columns, and what moves below them in a narrow window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from app.domain.uploads import Upload, UploadState
from app.texts import _
from app.ui.look.lettering import Lettering
from app.ui.look.theme import Theme
from app.ui.models.queue import Line, Need
from app.ui.models.queue_words import ACTION_TITLES, actions, needs_the_user

_WIDE, _MIDDLE = 1040, 680
_DRAWN = 1208
_FILE, _CONTACT, _STATE = 36, 372, 572
_TEXT = 88
_BAR, _BAR_END = 128, 92
_RIGHT = 16
_THUMB, _SMALL_THUMB = 40, 24
_BUTTON, _BAND = 28, 36
_PADDING, _GAP = 10, 4


@dataclass(frozen=True, slots=True)
class Answer:
    """One button of a row. Without text it is an icon; `plain`: accent text without ground."""

    action: str
    rect: QRectF
    name: str
    text: str = ""
    plain: bool = False


@dataclass(frozen=True, slots=True)
class RowPlaces:
    """The places of a row's parts; an empty rectangle is not painted."""

    thumb: QRectF
    name: QRectF
    facts: QRectF
    contact: QRectF
    sign: QRectF
    state: QRectF
    detail: QRectF
    bar: QRectF
    answers: tuple[Answer, ...]
    two_lines: bool


class Layout:
    """Measures rows at one width."""

    def __init__(self, theme: Theme, letters: Lettering) -> None:
        self._theme, self._letters = theme, letters
        self.width = 0

    @property
    def wide(self) -> bool:
        """Return whether all columns stand side by side, the answers among them."""
        return self._logical >= _WIDE

    @property
    def narrow(self) -> bool:
        """Return whether the contact has no column of its own."""
        return self._logical < _MIDDLE

    def height(self, line: Line | None) -> int:
        """Return how high a row is, None for a group."""
        theme = self._theme
        if line is None:
            return theme.size("queue_group")
        if line.need is Need.ASKING:
            return theme.size("queue_row_asking") + (0 if self.wide else theme.px(_BAND))
        return theme.size("queue_row_asking") if self.narrow else theme.size("queue_row")

    def places(self, rect: QRectF, line: Line) -> RowPlaces:
        """Return where a row's parts stand."""
        asking = line.need is Need.ASKING
        two = asking or self.narrow
        px, high = self._theme.px, self._theme.size("queue_row_asking" if two else "queue_row")
        band = QRectF(rect.x(), rect.y(), rect.width(), high)
        answers = self._answers(rect, band, line.upload, below=asking and not self.wide)
        contact_x, state_x = self._column(_CONTACT), self._column(_STATE)
        right = rect.right() - px(_RIGHT)
        for answer in answers:
            if answer.rect.top() < band.bottom():
                right = min(right, answer.rect.left() - px(12))
        bar = QRectF()
        if self.wide and line.upload.state in (UploadState.PREPARING, UploadState.UPLOADING):
            bar_end = rect.right() - px(_BAR_END)
            bar = QRectF(bar_end - px(_BAR), band.center().y() - px(2), px(_BAR), px(4))
        text_end = (state_x if self.narrow else contact_x) - px(12)
        side = px(_THUMB if two else _SMALL_THUMB)
        centre = px(_FILE) + px(_THUMB) / 2
        name, facts = self._lines(band, px(_TEXT), text_end, two=two)
        sign = QRectF(state_x, band.center().y() - px(8), px(16), px(16))
        state, detail = self._lines(band, state_x + px(26), bar.left() - px(16) if bar.width() else right, two=two)
        return RowPlaces(
            thumb=QRectF(centre - side / 2, band.center().y() - side / 2, side, side),
            name=name,
            facts=facts,
            contact=QRectF() if self.narrow else QRectF(contact_x, band.y(), state_x - contact_x - px(12), high),
            sign=sign,
            state=state,
            detail=detail,
            bar=bar,
            answers=answers,
            two_lines=two,
        )

    def group_answer(self, rect: QRectF) -> Answer:
        """Return the place of what can be done for a whole group."""
        text = _("Check the unconfirmed ones")
        px = self._theme.px
        width = self._letters.width(text, semibold=True) + 2 * px(_PADDING)
        place = QRectF(rect.right() - px(_RIGHT) - width, rect.center().y() - px(14), width, px(_BUTTON))
        return Answer("check", place, text, text, plain=True)

    @property
    def _logical(self) -> float:
        return self.width * 100 / max(1, self._theme.px(100))

    def _column(self, drawn: int) -> float:
        """Return a column's place: as drawn where there is room, else in proportion."""
        if self.wide:
            return float(self._theme.px(drawn))
        share = 0.5 if self.narrow else drawn / _DRAWN * 1.08
        return self.width * share

    def _lines(self, band: QRectF, left: float, right: float, *, two: bool) -> tuple[QRectF, QRectF]:
        """Return the places of a name and of what belongs to it: below it, or in the same line."""
        width = max(0.0, right - left)
        if not two:
            line = QRectF(left, band.y(), width, band.height())
            return line, line
        body, caption = self._theme.line("body"), self._theme.line("caption")
        top = band.center().y() - (body + caption) / 2
        return QRectF(left, top, width, body), QRectF(left, top + body, width, caption)

    def _answers(self, rect: QRectF, band: QRectF, upload: Upload, *, below: bool) -> tuple[Answer, ...]:
        """Return the buttons, from left to right."""
        px: Callable[[float], int] = self._theme.px
        plain = upload.state is UploadState.CANCELLED
        wordy = plain or needs_the_user(upload)
        found = [(action, _(ACTION_TITLES[action])) for action in actions(upload)]
        padding = 2 * px(_PADDING)
        words = [self._letters.width(name, semibold=True) + padding for _action, name in found]
        widths = words if wordy else [float(px(_BUTTON))] * len(found)
        whole = sum(widths) + px(_GAP) * max(0, len(widths) - 1)
        at = float(px(_TEXT)) if below else rect.right() - px(_RIGHT) - whole
        middle = rect.bottom() - px(4) - px(_BAND) / 2 if below else band.center().y()
        answers = []
        for (action, name), width in zip(found, widths, strict=True):
            place = QRectF(at, middle - px(_BUTTON) / 2, width, px(_BUTTON))
            answers.append(Answer(action, place, name, name if wordy else "", plain=plain))
            at += width + px(_GAP)
        return tuple(answers)
