"""How far the transfers are: glyph, count, a thin bar, speed and time left. Says nothing where nothing moves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from app.texts import _
from app.texts.formats import format_bytes, format_number, format_span
from app.ui.look.empty_state import Glyph
from app.ui.look.icons import Icons
from app.ui.look.roles import give_role
from app.ui.look.theme import Theme

_BAR_WIDTH = 96
_GAP = 12
MOST_FOLDED = 2


class Transfers(QWidget):
    """The middle of the bottom bar; a click opens the queue."""

    clicked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[int, int, float, float | None] = (0, 0, 0.0, None)
        self._count, self._speed = QLabel(), QLabel()
        self._count.setProperty("role", "strong")
        self._speed.setProperty("role", "secondary")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._folded = 0
        self._glyph = Glyph(theme, icons, "arrow-up-down", 16)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for part in (self._glyph, self._count, self._bar, self._speed):
            self._row.addWidget(part)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        give_role(self, QAccessible.Role.PushButton)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self._measure)
        self._measure()

    def show_progress(self, done: int, total: int, bytes_per_s: float, left_s: float | None) -> None:
        """Show how many of how many ended, at which speed, and how many seconds are left (None: not known)."""
        self._shown = (done, total, bytes_per_s, left_s)
        self.setVisible(total > 0)
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        count = _("{done} of {total}").format(done=format_number(done), total=format_number(total))
        self._count.setText(count)
        self._speed.setText(_pace(bytes_per_s, left_s))
        self.setAccessibleName(_("Transfers: {count}").format(count=count))
        self.setToolTip(" · ".join(part for part in (_("Open the queue"), self._speed.text()) if part))
        self.fold(self._folded)

    def fold(self, folded: int) -> None:
        """Give up speed and time (1), the bar too (2), nothing (0); the tooltip says what is not shown."""
        self._folded = folded
        self._speed.setVisible(folded < 1 and bool(self._speed.text()))
        self._bar.setVisible(folded < MOST_FOLDED)

    def width_when(self, folded: int) -> int:
        """Return how wide it is with so much given up; 0 where nothing moves."""
        if not self._shown[1]:
            return 0
        gap = self._theme.px(_GAP)
        parts = [self._glyph.sizeHint().width(), self._count.sizeHint().width()]
        if folded < MOST_FOLDED:
            parts.append(self._theme.px(_BAR_WIDTH))
        if folded < 1 and self._speed.text():
            parts.append(self._speed.sizeHint().width())
        return sum(parts) + gap * (len(parts) - 1)

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.show_progress(*self._shown)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open the queue."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Open the queue by keyboard."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def _measure(self) -> None:
        self._bar.setFixedWidth(self._theme.px(_BAR_WIDTH))
        self._row.setSpacing(self._theme.px(_GAP))


def _pace(bytes_per_s: float, left_s: float | None) -> str:
    parts = []
    if bytes_per_s >= 1:
        parts.append(_("{size}/s").format(size=format_bytes(round(bytes_per_s))))
    if left_s is not None and left_s >= 1:
        parts.append(format_span(left_s))
    return " · ".join(parts)
