"""The find box over a document: what is searched for, which hit of how many, to the next and the one before."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from app.texts import _
from app.texts.formats import format_number
from app.ui.look.empty_state import Glyph
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

WIDTH, HEIGHT = 312, 44


class FindBox(QFrame):
    """312 by 44, one of the few things with a shadow."""

    asked = Signal(str)
    stepped = Signal(int)
    """1 for the next hit, -1 for the one before."""
    closed = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("findbox", "true")
        self.field, self._numbers = QLineEdit(), QLabel()
        self._numbers.setProperty("role", "secondary")
        self._up, self._down, self._close = QToolButton(), QToolButton(), QToolButton()
        row = QHBoxLayout(self)
        px = theme.px
        row.setContentsMargins(px(12), 0, px(4), 0)
        row.setSpacing(px(4))
        for part in (Glyph(theme, icons, "search", 16), self.field, self._numbers):
            row.addWidget(part)
        for button, icon in ((self._up, "arrow-up"), (self._down, "arrow-down"), (self._close, "x")):
            button.setIcon(icons.icon(icon))
            row.addWidget(button)
        self.field.textChanged.connect(self.asked)
        self._up.clicked.connect(lambda: self.stepped.emit(-1))
        self._down.clicked.connect(lambda: self.stepped.emit(1))
        self._close.clicked.connect(self.closed)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()
        self.retranslate()

    def begin(self) -> None:
        """Show the box and let the user type."""
        self.show()
        self.raise_()
        self.field.setFocus()
        self.field.selectAll()

    def show_numbers(self, number: int, count: int) -> None:
        """Show which hit it is, counted from one, of how many."""
        if not self.field.text():
            self._numbers.setText("")
        elif not count:
            self._numbers.setText(_("No hits"))
        else:
            words = _("{number} of {count}").format(number=format_number(number), count=format_number(count))
            self._numbers.setText(words)

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.field.setPlaceholderText(_("Find"))
        self.field.setAccessibleName(_("Find"))
        for button, words in (
            (self._up, _("Previous hit")),
            (self._down, _("Next hit")),
            (self._close, _("Close")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on, with Shift back; Escape closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        theme, px = self._theme, self._theme.px
        self.setFixedSize(px(WIDTH), px(HEIGHT))
        for button in (self._up, self._down, self._close):
            button.setIconSize(QSize(px(16), px(16)))
        surface = theme.colour("surface.popup").name()
        self.setStyleSheet(
            f'QFrame[findbox="true"] {{ background: {surface}; border-radius: {px(12)}px; }}'
            f"QLineEdit, QLineEdit:focus {{ border: none; background: {surface}; padding: 0; }}"
        )
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(px(24))
        shadow.setOffset(0, px(8))
        colour = QColor(Qt.GlobalColor.black)
        colour.setAlphaF(0.18 if theme.mode == "light" else 0.5)
        shadow.setColor(colour)
        self.setGraphicsEffect(shadow)
