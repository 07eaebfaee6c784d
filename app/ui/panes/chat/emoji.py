"""A small choice of emoji for the message; the system's own panel has all of them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from app.texts import _
from app.ui.look.theme import Theme

EMOJI = (
    *"😀😁😂😊😉😍😘😎",
    *"🤔😅😢😮😡🙏👍👎",
    *"👏💪👋👌🤝💚💙💛",
    *"✅❌❗❓⏰📅📞📷",
    *"📎📄💰💳🧾📦🚚🏠",
    *"🎉⭐🔥☕🌞🌧🚗🎁",
)
_COLUMNS = 8
_CELL = 36


class EmojiPopup(QListView):
    """A grid that closes once one is chosen."""

    picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowFlags(Qt.WindowType.Popup)
        self.setProperty("surface", "popup")
        self.setModel(QStringListModel(list(EMOJI), self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Emoji"))
        self.clicked.connect(self._pick)

    def open_above(self, at: QPoint) -> None:
        """Open with its lower right corner at a point of the screen."""
        cell, rows = self._theme.px(_CELL), -(-len(EMOJI) // _COLUMNS)
        self.setGridSize(QSize(cell, cell))
        self.setFont(self._theme.font("page"))
        self.resize(cell * _COLUMNS + self._theme.px(12), cell * rows + self._theme.px(8))
        self.move(at - QPoint(self.width(), self.height()))
        self.setCurrentIndex(self.model().index(0, 0))
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Choose with Enter, close with Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _pick(self, index: QModelIndex) -> None:
        if index.isValid():
            self.close()
            self.picked.emit(str(index.data()))
