"""The keyboard's media keys, for as long as the window is in front."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.ui.panes.player.engine import Player

_SKIP_S = 15.0


class MediaKeys(QObject):
    """Play, pause, stop, and fifteen seconds back or forth."""

    def __init__(self, window: QWidget, player: Player) -> None:
        super().__init__(window)
        acts = {
            Qt.Key.Key_MediaTogglePlayPause: player.toggle,
            Qt.Key.Key_MediaPlay: player.toggle,
            Qt.Key.Key_MediaPause: player.pause,
            Qt.Key.Key_MediaStop: player.stop,
            Qt.Key.Key_MediaPrevious: lambda: player.seek_by(-_SKIP_S),
            Qt.Key.Key_MediaNext: lambda: player.seek_by(_SKIP_S),
        }
        for key, act in acts.items():
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)
            shortcut.activated.connect(act)
