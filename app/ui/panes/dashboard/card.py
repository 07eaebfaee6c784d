"""The cards of the dashboard: a title, something beside it, and the content; and the figures in their strip."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.ui.look.elided_label import ElidedLabel
from app.ui.look.theme import Theme


class Card(QFrame):
    """A rounded panel on the canvas."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.setProperty("card", "true")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.head = QHBoxLayout()
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.column = QVBoxLayout(self)
        self.column.addLayout(self.head)
        theme.changed.connect(self._measure)
        self._measure()

    def name(self, title: str) -> None:
        """Say what the card is about."""
        self.title.setText(title)
        self.setAccessibleName(title)

    def _measure(self) -> None:
        px = self._theme.px
        self.title.setMinimumHeight(px(32))
        self.column.setContentsMargins(px(16), px(8), px(16), px(16))
        self.column.setSpacing(px(8))
        self.head.setSpacing(px(12))


class Figure(QFrame):
    """One number with its name above and a fact below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._name, self._number, self._fact = ElidedLabel("secondary"), QLabel(), ElidedLabel("caption")
        self._number.setProperty("role", "page")
        self.setProperty("card", "true")
        self._column = QVBoxLayout(self)
        for label in (self._name, self._number, self._fact):
            self._column.addWidget(label)
        theme.changed.connect(self._measure)
        self._measure()

    def show_figure(self, name: str, number: str, fact: str) -> None:
        """Show these words; the whole is read as one sentence."""
        self._name.set_text(name)
        self._number.setText(number)
        self._fact.set_text(fact)
        self.setAccessibleName(f"{name}: {number}" + (f", {fact}" if fact else ""))

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(2))


def clear(layout: QVBoxLayout) -> None:
    """Take all widgets out of a layout and let them go."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if isinstance(widget, QWidget):
            widget.hide()
            widget.deleteLater()


def wrapped(label: QLabel) -> QLabel:
    """Let a label break its lines; what came from outside is never taken for markup."""
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
