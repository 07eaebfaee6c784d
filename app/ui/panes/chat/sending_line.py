"""The line under the composer: as whom it leaves, and how long the customer may still be written to."""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.texts import _
from app.texts.times import format_left
from app.ui.look.account_tile import paint_account
from app.ui.look.icons import Icons
from app.ui.look.lettering import LEFT, Lettering
from app.ui.look.shapes import pie
from app.ui.look.theme import Theme
from app.ui.models.sending_as import SOON_S, WINDOW_S, SendingAs

_TICK_MS = 30_000


class SendingLine(QLabel):
    """20 high; the account's name is the last thing to be shortened. A label, so that it is read out."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._letters = Lettering(theme)
        self._account: SendingAs | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._speak)
        theme.changed.connect(self.updateGeometry)

    def show_account(self, account: SendingAs | None) -> None:
        """Show as whom it leaves."""
        self._account = account
        if account is not None and account.window_until is not None:
            self._clock.start()
        else:
            self._clock.stop()
        self._speak()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of the tile."""
        return QSize(self._theme.px(200), self._theme.px(20))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of the tile."""
        return QSize(0, self._theme.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint tile, words and window."""
        if self._account is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right = self._paint_window(painter, self._account)
        self._paint_account(painter, self._account, right)
        painter.end()

    def _paint_account(self, painter: QPainter, account: SendingAs, right: float) -> None:
        px, theme, high = self._theme.px, self._theme, float(self.height())
        tile, left = px(20), px(8)
        paint_account(painter, theme, QRectF(left, (high - tile) / 2, tile, tile), account.colour, account.letter)
        x = float(left + tile + px(8))
        name_width = self._letters.width(account.name, "caption", semibold=True)
        before, after = self._around_name()
        lead = self._letters.width(before, "caption")
        if x + lead + name_width <= right:
            self._words(painter, QRectF(x, 0, lead + 1, high), before, "text.secondary")
            x += lead
        name = QRectF(x, 0, min(name_width + 1, right - x), high)
        self._words(painter, name, account.name, f"account.{account.colour}.text", semibold=True)
        rest = after + "".join(f" · {part}" for part in (account.provider, account.client) if part)
        room = QRectF(name.right(), 0, right - name.right(), high)
        if room.width() > px(24):
            self._words(painter, room, rest, "text.secondary")

    def _paint_window(self, painter: QPainter, account: SendingAs) -> float:
        """Paint the 24 h window at the right; return where the rest must end."""
        said = window_words(account, time.time())
        if said is None:
            return float(self.width())
        words, short, tone, fraction = said
        px, high = self._theme.px, float(self.height())
        if self.width() < px(440):
            words = short
        width = self._letters.width(words, "caption")
        x = self.width() - width
        side = px(14)
        glyph = QRectF(x - side - px(6), (high - side) / 2, side, side)
        if fraction < 1:
            pie(painter, glyph, fraction, self._theme.colour(f"{tone}.fill"))
        else:
            self._icons.paint(painter, "lock", glyph, f"{tone}.text")
        path = "text.secondary" if tone == "success" else f"{tone}.text"
        self._words(painter, QRectF(x, 0, width + 1, high), words, path)
        return glyph.left() - px(12)

    def _words(self, painter: QPainter, rect: QRectF, words: str, path: str, *, semibold: bool = False) -> None:
        colour = self._theme.colour(path)
        self._letters.draw(painter, rect, words, colour, "caption", semibold=semibold, align=LEFT)

    def _around_name(self) -> tuple[str, str]:
        before, _name, after = _("Sending as {account}").partition("{account}")
        return before, after

    def _speak(self) -> None:
        account = self._account
        if account is None:
            self.setText("")
            return
        parts = [_("Sending as {account}").format(account=account.name), account.provider, account.client]
        said = window_words(account, time.time())
        spoken = " · ".join(part for part in (*parts, said[0] if said else "") if part)
        self.setText(spoken)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.update()


def window_words(account: SendingAs, now_s: float) -> tuple[str, str, str, float] | None:
    """Return what is to be said of the 24 h window, None where the provider has no such rule.

    Returns:
        The sentence, a short form, its tone (`success`, `warning`, `danger`), and how much of it has passed, 0 to 1.
    """
    if account.window_until is None:
        return None
    left = account.window_until - now_s
    if left <= 0:
        return _("24 h window closed"), _("closed"), "danger", 1.0
    time_left = format_left(left)
    tone = "warning" if left < SOON_S else "success"
    return _("24 h window closes in {time}").format(time=time_left), time_left, tone, max(0.0, 1 - left / WINDOW_S)
