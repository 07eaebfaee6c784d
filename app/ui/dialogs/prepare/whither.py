"""To whom and as which account: the square of the account, an arrow, the circle of the person."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.addresses import Address, formatted
from app.texts import _
from app.ui.look.account_tile import paint_account
from app.ui.look.avatar import paint_avatar
from app.ui.look.icons import Icons
from app.ui.look.initials import initials
from app.ui.look.lettering import Lettering
from app.ui.look.theme import Theme
from app.ui.models.sending_as import SendingAs

_SIDE, _ARROW = 32, 40
_MOST_BEFORE = 0.6
"""Where the words before a name would take more than this, the name alone is said: tile and circle tell them apart."""


@dataclass(frozen=True, slots=True)
class Whither:
    """Who sends and to whom."""

    account: SendingAs
    address: Address
    name: str


class WhitherLine(QWidget):
    """Paints both; never hidden while something may be sent."""

    def __init__(self, theme: Theme, icons: Icons, whither: Whither) -> None:
        super().__init__()
        self._theme, self._icons, self._whither = theme, icons, whither
        self._letters = Lettering(theme)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        """Speak the language in force."""
        words = _("Sending as {account} to {person}")
        self.setAccessibleName(words.format(account=self._whither.account.name, person=self._whither.name))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return one footer's height."""
        return QSize(self._theme.px(320), self._theme.px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint account, arrow and person; each takes the room that it needs, and no more than its half."""
        px, account = self._theme.px, self._whither.account
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        who = (_("Sending as"), account.name, f"account.{account.colour}.text")
        beneath = " · ".join(part for part in (account.provider, account.client) if part)
        name = self._whither.name or formatted(self._whither.address)
        whom = (_("To"), name, "text.primary")
        number = formatted(self._whither.address)
        first, second = self._widths(self._needed(who, beneath), self._needed(whom, number))
        top = (self.height() - px(_SIDE)) / 2
        square = QRectF(0, top, px(_SIDE), px(_SIDE))
        paint_account(painter, self._theme, square, account.colour, initials(account.name))
        self._words(painter, QRectF(px(_SIDE + 12), 0, first - px(_SIDE + 12), self.height()), who, beneath)
        arrow = QRectF(first + px(12), (self.height() - px(16)) / 2, px(16), px(16))
        self._icons.paint(painter, "chevron-right", arrow, "text.secondary")
        left = first + px(_ARROW)
        circle = QRectF(left, top, px(_SIDE), px(_SIDE))
        paint_avatar(painter, self._theme, self._icons, circle, str(self._whither.address), name)
        rest = QRectF(left + px(_SIDE + 12), 0, second - px(_SIDE + 12), self.height())
        self._words(painter, rest, whom, "" if name == number else number)
        painter.end()

    def _widths(self, first: float, second: float) -> tuple[float, float]:
        """Share the width: what one does not need the other may have."""
        room = self.width() - self._theme.px(_ARROW)
        if first + second <= room:
            return first, second
        half = room / 2
        if first <= half:
            return first, room - first
        return (room - second, second) if second <= half else (half, half)

    def _needed(self, first: tuple[str, str, str], second: str) -> float:
        before, name, _path = first
        letters = self._letters
        line = letters.width(f"{before} ") + letters.width(name, semibold=True)
        return self._theme.px(_SIDE + 12) + max(line, letters.width(second, "caption")) + 1

    def _words(self, painter: QPainter, rect: QRectF, first: tuple[str, str, str], second: str) -> None:
        theme, letters, (before, name, path) = self._theme, self._letters, first
        body, caption = theme.line("body"), theme.line("caption")
        top = rect.center().y() - (body + (caption if second else 0)) / 2
        used = letters.width(f"{before} ")
        if used < rect.width() * _MOST_BEFORE:
            letters.draw(painter, QRectF(rect.left(), top, used, body), before, theme.colour("text.primary"))
        else:
            used = 0
        room = QRectF(rect.left() + used, top, max(rect.width() - used, 0), body)
        letters.draw(painter, room, name, theme.colour(path), semibold=True)
        below = QRectF(rect.left(), top + body, rect.width(), caption)
        letters.draw(painter, below, second, theme.colour("text.secondary"), "caption")
