"""A row of choices of which one holds: the segment control of the design."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
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

    def choose(self, value: str) -> None:
        """Show one as the one that holds, without saying so by `chosen`."""
        if value in self._buttons:
            self._buttons[value].setChecked(True)

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
