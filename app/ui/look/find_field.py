"""A field that narrows a list: its text is told after a short pause in typing; Esc empties it, and then leaves."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

_PAUSE_MS = 120
_ICON, _LEFT = 16, 9


class FindField(QLineEdit):
    """A line edit above a list."""

    searched = Signal(str)
    """The text, after a short pause in typing."""
    down_wanted = Signal()
    """To the list: the down arrow or Enter."""
    left = Signal()
    """Esc where there was nothing to empty."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.searched.emit(self.sought))
        self.textChanged.connect(self._pause.start)
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def sought(self) -> str:
        """Return what is looked for."""
        return self.text().strip()

    def take_keyboard(self) -> None:
        """Have the keyboard, what was typed before selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go down into the list, or empty the field, or leave it."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the field and its glass."""
        super().paintEvent(event)
        side, painter = self._theme.px(_ICON), QPainter(self)
        glass = QRectF(self._theme.px(_LEFT), (self.height() - side) / 2, side, side)
        self._icons.paint(painter, "search", glass, "text.secondary")
        painter.end()

    def _measure(self) -> None:
        self.setTextMargins(self._theme.px(_ICON + 6), 0, 0, 0)
