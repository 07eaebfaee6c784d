"""A row of choices of which one holds: the segment control of the design."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.ui.look.theme import Theme


class Segments(QFrame):
    """Shows texts side by side; arrows move between them as between radio buttons."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QPushButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self.setProperty("segments", "true")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._measure)
        self._measure()

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show (value, text) pairs; those that are there already only get new texts."""
        for value, text in choices:
            if value not in self._buttons:
                self._add(value)
            self._buttons[value].setText(text)
            keep_bold_width(self._theme, self._buttons[value])

    def choose(self, value: str) -> None:
        """Show one as the one that holds, without saying so by `chosen`."""
        if value in self._buttons:
            self._buttons[value].setChecked(True)

    def show_choice(self, value: str, *, shown: bool) -> None:
        """Offer a choice, or keep it back for want of room."""
        if value in self._buttons:
            self._buttons[value].setVisible(shown)

    def width_of(self, value: str) -> int:
        """Return how wide one choice is, shown or not."""
        return self._buttons[value].sizeHint().expandedTo(self._buttons[value].minimumSize()).width()

    @property
    def value(self) -> str:
        """Return the value that holds, "" for none."""
        return next((value for value, button in self._buttons.items() if button.isChecked()), "")

    def _add(self, value: str) -> None:
        button = QPushButton(self)
        button.setCheckable(True)
        button.setProperty("segment", "true")
        button.clicked.connect(lambda: self.chosen.emit(value))
        self._group.addButton(button)
        self._row.addWidget(button)
        self._buttons[value] = button

    def _measure(self) -> None:
        edge = self._theme.px(2)
        self._row.setContentsMargins(edge, edge, edge, edge)
        for button in self._buttons.values():
            keep_bold_width(self._theme, button)


def keep_bold_width(theme: Theme, button: QPushButton) -> None:
    """Give a choice the width of its words as they are when it holds; Qt measures them as they are when it does not."""
    words = QFontMetrics(theme.font("body", semibold=True)).horizontalAdvance(button.text())
    pad = theme.px(8 if button.property("chip") else 12)
    button.setMinimumWidth(words + 2 * pad + theme.px(2))
