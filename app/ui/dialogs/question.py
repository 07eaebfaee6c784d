"""A question with two answers: the safe one has the keyboard."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.dialogs.sheet import Sheet
from app.ui.look.paragraph import Paragraph
from app.ui.look.theme import Theme

_SIZE = (440, 0)


class Question(Sheet):
    """`accepted` for yes, `rejected` for no and Escape."""

    def __init__(self, theme: Theme, window: QWidget, title: str, text: str, *, yes: str, no: str) -> None:
        super().__init__(theme, window, _SIZE)
        px = theme.px
        heading, words = QLabel(title), Paragraph(theme)
        heading.setProperty("role", "title")
        heading.setWordWrap(True)
        words.setText(text)
        agree, self._stay = QPushButton(yes), QPushButton(no)
        self._stay.setProperty("kind", "primary")
        self._stay.setDefault(True)
        agree.clicked.connect(self.accept)
        self._stay.clicked.connect(self.reject)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(agree)
        buttons.addWidget(self._stay)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(8))
        column.addWidget(heading)
        column.addWidget(words)
        column.addSpacing(px(8))
        column.addLayout(buttons)

    def first_field(self) -> QWidget:
        """Return the safe answer."""
        return self._stay
