"""What needs attention: each with its reason, its remedy, and the way there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout

from app.texts import _
from app.ui.look.empty_state import Glyph
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.dashboard import Need, Part, fetchable, needs
from app.ui.panes.dashboard.card import Card, clear, wrapped


class NeedsCard(Card):
    """Lists what does not go on by itself, then what waits."""

    media_wanted = Signal(object, object)
    """The key of an account, and a frozenset of media states."""
    queue_wanted = Signal(object)
    """The key of an account."""
    fetch_wanted = Signal()
    """Everything that was not received is to be asked for again."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme)
        self._icons = icons
        self._shown: list[Need] | None = None
        self._fetch = QPushButton()
        self._fetch.setProperty("compact", "true")
        self._fetch.clicked.connect(self.fetch_wanted)
        self.head.addWidget(self._fetch)
        self._calm = wrapped(QLabel())
        self._calm.setProperty("role", "secondary")
        self.column.addWidget(self._calm)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(8))
        self.column.addLayout(self._list)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show what of these asks for somebody."""
        found = needs(parts)
        self._fetch.setVisible(any(fetchable(part.numbers) for part in parts))
        if found != self._shown:
            self._shown = found
            self._fill()

    def retranslate(self) -> None:
        """Speak the language in force; the words of the rows come with the next numbers."""
        self.name(_("Needs attention"))
        self._fetch.setText(_("Fetch all again"))
        self._calm.setText(_("Nothing. All files are here or on their way."))
        self._shown = None

    def _fill(self) -> None:
        clear(self._list)
        found = self._shown or []
        self._calm.setVisible(not found)
        for need in found:
            row = NeedRow(self._theme, self._icons, need)
            row.button.clicked.connect(partial(self._go, need))
            self._list.addWidget(row)

    def _go(self, need: Need, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - as Qt's signal gives it
        key = need.part.key if need.part is not None else None
        if need.states:
            self.media_wanted.emit(key, need.states)
        else:
            self.queue_wanted.emit(key)


class NeedRow(QFrame):
    """A glyph, how many of what, why and what to do, and a button that leads there."""

    def __init__(self, theme: Theme, icons: Icons, need: Need) -> None:
        super().__init__()
        title, text = wrapped(QLabel(need.title)), wrapped(QLabel(need.text))
        title.setProperty("role", "strong")
        text.setProperty("role", "secondary")
        self.button = QPushButton(_("Show them") if need.states else _("Open the queue"))
        self.button.setProperty("compact", "true")
        self.button.setProperty("kind", "text")
        self.button.setAccessibleName(f"{self.button.text()}: {need.title}")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(0)
        middle = Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(Glyph(theme, icons, need.icon, 16, need.path), 0, 0, middle)
        grid.addWidget(title, 0, 1, middle)
        grid.addWidget(self.button, 0, 2, middle)
        grid.addWidget(text, 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        text.setVisible(bool(need.text))
        self.setAccessibleName(f"{need.title}. {need.text}")
