"""Points out the message that was jumped to: a band behind its row that fades after a moment."""

from __future__ import annotations

from PySide6.QtCore import QObject, QVariantAnimation, Signal

from app.ui.look.theme import Theme

_SHOWN_MS = 1600
_HELD = 0.6
"""Of that time the band is whole; then it fades. Without motion it goes at once."""


class Spotlight(QObject):
    """One message at a time."""

    moved = Signal(int)
    """The message whose band is to be painted anew."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._message = 0
        self._share = 0.0
        self._fading = QVariantAnimation(self)
        self._fading.setDuration(_SHOWN_MS)
        self._fading.setStartValue(0.0)
        self._fading.setEndValue(1.0)
        self._fading.valueChanged.connect(self._fade)
        self._fading.finished.connect(self.clear)

    @property
    def message(self) -> int:
        """Return the message that is pointed out, 0 for none."""
        return self._message

    def strength(self, message: int) -> float:
        """Return how much of the band a message has, 0 to 1."""
        return self._share if message == self._message else 0.0

    def point_at(self, message: int) -> None:
        """Point a message out, and no other."""
        self.clear()
        self._message, self._share = message, 1.0
        self._fading.start()
        self.moved.emit(message)

    def clear(self) -> None:
        """Point at nothing."""
        message, self._message, self._share = self._message, 0, 0.0
        self._fading.stop()
        if message:
            self.moved.emit(message)

    def _fade(self, share: float) -> None:
        left = 1.0 if self._theme.reduced_motion else min(1.0, (1.0 - share) / (1.0 - _HELD))
        if self._message and left != self._share:
            self._share = left
            self.moved.emit(self._message)
