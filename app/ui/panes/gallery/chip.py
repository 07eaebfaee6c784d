"""A filter as a chip: closed it opens its choices, on it shows what holds and a click takes it away."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.texts import _
from app.ui.look.chip import ChipButton
from app.ui.look.icons import Icons
from app.ui.look.menu import Menu
from app.ui.look.theme import Theme


class Chip(ChipButton):
    """One filter of the row. Where it opens no menu of its own, `opened` tells where something should open."""

    chosen = Signal(object)
    cleared = Signal()
    opened = Signal(QPoint)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._open_icon = icons.icon("chevron-down")
        self._clear_icon = icons.icon("x", "accent.text")
        self._choices: list[tuple[str, object] | None] = []
        self.clicked.connect(self._clicked)
        self.show_value("", "")

    def show_value(self, word: str, value: str) -> None:
        """Show what the filter is called and, where it holds, what it lets through."""
        on = bool(value)
        self.setChecked(on)
        self.say(value or word)
        self.show_glyph(self._clear_icon if on else self._open_icon)
        self.setAccessibleName(_("Remove the filter: {filter}").format(filter=value) if on else word)

    def offer(self, choices: list[tuple[str, object] | None]) -> None:
        """Take (text, value) pairs for the menu; None is a line between them."""
        self._choices = choices

    def _clicked(self) -> None:
        """Qt has toggled the check already; what holds is said by `show_value` alone."""
        was_on = not self.isChecked()
        self.setChecked(was_on)
        below = self.mapToGlobal(QPoint(0, self.height() + self._theme.px(4)))
        if was_on:
            self.cleared.emit()
        elif not self._choices:
            self.opened.emit(below)
        else:
            self._filled_menu().popup(below)

    def _filled_menu(self) -> Menu:
        menu = Menu(self)
        for choice in self._choices:
            if choice is None:
                menu.addSeparator()
                continue
            text, value = choice
            action = QAction(text, menu)
            action.triggered.connect(lambda _on, chosen=value: self.chosen.emit(chosen))
            menu.addAction(action)
        return menu
