"""To whom and as which account: the square of the account, an arrow, the circle of the person."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.addresses import Address, formatted
from app.texts import _
from app.ui.look.account_tile import paint_account
from app.ui.look.avatar import paint_avatar
from app.ui.look.elide import elided_end
from app.ui.look.icons import Icons
from app.ui.look.initials import initials
from app.ui.look.theme import Theme
from app.ui.models.sending_as import SendingAs


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
        """Paint account, arrow and person."""
        px, account = self._theme.px, self._whither.account
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = (self.width() - px(32)) / 2
        top = (self.height() - px(32)) / 2
        square = QRectF(0, top, px(32), px(32))
        paint_account(painter, self._theme, square, account.colour, initials(account.name))
        first = (_("Sending as"), account.name, f"account.{account.colour}.text")
        self._words(
            painter, QRectF(px(44), 0, half - px(44), self.height()), first, f"{account.provider} · {account.client}"
        )
        arrow = QRectF(half + px(8), (self.height() - px(16)) / 2, px(16), px(16))
        self._icons.paint(painter, "chevron-right", arrow, "text.secondary")
        left = half + px(32)
        name = self._whither.name or formatted(self._whither.address)
        paint_avatar(
            painter, self._theme, self._icons, QRectF(left, top, px(32), px(32)), str(self._whither.address), name
        )
        self._words(
            painter,
            QRectF(left + px(44), 0, self.width() - left - px(44), self.height()),
            (_("To"), name, "text.primary"),
            formatted(self._whither.address),
        )
        painter.end()

    def _words(self, painter: QPainter, rect: QRectF, first: tuple[str, str, str], second: str) -> None:
        theme, (before, name, path) = self._theme, first
        body, caption = theme.line("body"), theme.line("caption")
        top = rect.center().y() - (body + caption) / 2
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text.primary"))
        painter.drawText(QRectF(rect.left(), top, rect.width(), body), flags, before)
        used = QFontMetricsF(painter.font()).horizontalAdvance(f"{before} ")
        painter.setFont(theme.font("body", semibold=True))
        painter.setPen(theme.colour(path))
        room = QRectF(rect.left() + used, top, max(rect.width() - used, 0), body)
        painter.drawText(room, flags, elided_end(QFontMetricsF(painter.font()), name, room.width()))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text.secondary"))
        below = QRectF(rect.left(), top + body, rect.width(), caption)
        painter.drawText(below, flags, elided_end(QFontMetricsF(painter.font()), second, below.width()))
