"""The search field above the chats: finds names while typing; Enter searches everything, Esc empties, then leaves."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from app.texts import _
from app.ui.look.icons import Icons
from app.ui.look.keys import key_words
from app.ui.look.lettering import RIGHT, Lettering
from app.ui.look.theme import Theme

_PAUSE_MS = 120
_ICON, _LEFT = 16, 9


class SearchField(QLineEdit):
    """A line edit with a glyph and the key that leads here."""

    searched = Signal(str)
    """The text, after a short pause in typing."""
    everywhere_wanted = Signal(str)
    down_wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._letters = Lettering(theme)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textChanged.connect(self._pause.start)
        self.setClearButtonEnabled(False)
        theme.changed.connect(self._measure)
        self._measure()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.setPlaceholderText(_("Search"))
        self.setAccessibleName(_("Search chats"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter searches everywhere, the down arrow goes to the list, Esc empties and then leaves."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip():
            self.everywhere_wanted.emit(self.text().strip())
        elif key == Qt.Key.Key_Down:
            self.down_wanted.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the field, its glyph, and the key while nothing was typed."""
        super().paintEvent(event)
        px, painter = self._theme.px, QPainter(self)
        side = px(_ICON)
        glyph = QRectF(px(_LEFT), (self.height() - side) / 2, side, side)
        self._icons.paint(painter, "search", glyph, "text.secondary")
        if not self.text():
            words, room = key_words("Ctrl+K"), QRectF(self.rect()).adjusted(0, 0, -px(9), 0)
            self._letters.draw(painter, room, words, self._theme.colour("text.tertiary"), "caption", align=RIGHT)
        painter.end()

    def _measure(self) -> None:
        self.setTextMargins(self._theme.px(_ICON + 3), 0, 0, 0)
