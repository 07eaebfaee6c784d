"""How far the transfers are: glyph, count, a thin bar, speed and time left. Says nothing where nothing moves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from app.texts import _
from app.texts.formats import format_bytes, format_number, format_span
from app.ui.look.empty_state import Glyph
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

_BAR_WIDTH = 96


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
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        for part in (Glyph(theme, icons, "arrow-up-down", 16), self._count, self._bar, self._speed):
            row.addWidget(part)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
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
        self.setToolTip(_("Open the queue"))

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


def _pace(bytes_per_s: float, left_s: float | None) -> str:
    parts = []
    if bytes_per_s >= 1:
        parts.append(_("{size}/s").format(size=format_bytes(round(bytes_per_s))))
    if left_s is not None and left_s >= 1:
        parts.append(format_span(left_s))
    return " · ".join(parts)
