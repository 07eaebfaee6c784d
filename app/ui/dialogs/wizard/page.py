"""What every page of the wizard has: a title, a sentence, and a place for its own widgets."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.look.paragraph import Paragraph
from app.ui.look.theme import Theme


class Page(QWidget):
    """One step's page. `ready` says whether the wizard may go on; `changed` that this may have changed."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._title, self._text = QLabel(), Paragraph(theme)
        self._title.setProperty("role", "title")
        self._title.setWordWrap(True)
        px = theme.px
        self.head = QHBoxLayout()
        self.head.addWidget(self._title, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(24), px(24), px(24), px(16))
        self.column.setSpacing(px(4))
        self.column.addLayout(self.head)
        self.column.addWidget(self._text)
        self.column.addSpacing(px(12))

    def say(self, title: str, text: str) -> None:
        """Show title and sentence."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))

    @property
    def ready(self) -> bool:
        """Tell whether the wizard may go on."""
        return True

    @property
    def hint(self) -> str:
        """Say why the wizard may not go on, "" where it may."""
        return ""

    def first_field(self) -> QWidget | None:
        """Return what has the keyboard first."""
        return None
