"""The list of keys, opened with F1."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.texts import _
from app.ui.dialogs.sheet import Sheet
from app.ui.look.roles import give_role
from app.ui.look.theme import Theme

_SIZE = (560, 520)


class KeysDialog(Sheet):
    """Shows what each key does.

    Args:
        keys: pairs of what it does and how the key is written on this system.
    """

    def __init__(self, theme: Theme, window: QWidget, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__(theme, window, _SIZE)
        px = theme.px
        title, close = QLabel(_("Keys")), QPushButton(_("Close"))
        title.setProperty("role", "page")
        self.setAccessibleName(_("Keys"))
        close.setProperty("kind", "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self._close = close
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(title)
        column.addWidget(_scrolled(_table(theme, keys)), 1)
        footer = QHBoxLayout()
        footer.addStretch(1)
        footer.addWidget(close)
        column.addLayout(footer)

    def first_field(self) -> QWidget:
        """Return the button that closes."""
        return self._close


def _table(theme: Theme, keys: Sequence[tuple[str, str]]) -> QWidget:
    content = QWidget()
    grid = QGridLayout(content)
    grid.setContentsMargins(0, 0, theme.px(8), 0)
    grid.setVerticalSpacing(theme.px(8))
    for row, (what, key) in enumerate(keys):
        words, keyed = QLabel(what), QLabel(key)
        keyed.setProperty("role", "secondary")
        grid.addWidget(words, row, 0)
        grid.addWidget(keyed, row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setRowStretch(len(keys), 1)
    return content


def _scrolled(content: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    give_role(scroll, QAccessible.Role.Grouping)
    scroll.setAccessibleName(_("Keys"))
    scroll.setWidget(content)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    return scroll
