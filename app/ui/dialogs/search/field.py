"""The field of the search: its arrows walk the results and Enter opens one, so that the hands stay where they are."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from app.ui.dialogs.search.listing import STEPS
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

_PAUSE_MS = 70
_ICON, _LEFT, _HEIGHT = 20, 12, 40


class FindField(QLineEdit):
    """A line edit with a glass at its left."""

    searched = Signal(str)
    """The text, after a short pause in typing."""
    stepped = Signal(int)
    opened = Signal()
    jumped = Signal()
    """Enter with Ctrl: to the message, whatever was found."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textChanged.connect(self._pause.start)
        theme.changed.connect(self._measure)
        self._measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk and open; everything else is typing."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            (self.jumped if control else self.opened).emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the field and its glass."""
        super().paintEvent(event)
        side = self._theme.px(_ICON)
        glyph = QRectF(self._theme.px(_LEFT), (self.height() - side) / 2, side, side)
        painter = QPainter(self)
        self._icons.paint(painter, "search", glyph, "text.secondary")
        painter.end()

    def _measure(self) -> None:
        self.setFixedHeight(self._theme.px(_HEIGHT))
        self.setTextMargins(self._theme.px(_ICON + _LEFT - 4), 0, 0, 0)
