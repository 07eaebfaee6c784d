"""The chips above the chats: all, unread with their number, with media. In a narrow list the longest become glyphs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.services.views import ChatFilter
from app.texts import _
from app.texts.formats import format_number
from app.ui.look.chip import ChipButton
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

_GLYPHS = {ChatFilter.WITH_MEDIA: "image", ChatFilter.UNREAD: "circle-dot"}
"""In the order in which words are given up."""


class Chips(QWidget):
    """One of them holds."""

    chosen = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._unread = 0
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._buttons = {which: ChipButton(theme) for which in ChatFilter}
        group = QButtonGroup(self)
        for button in self._buttons.values():
            button.clicked.connect(self.chosen)
            group.addButton(button)
            self._row.addWidget(button)
        self._row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.choose(ChatFilter.ALL)
        theme.changed.connect(self._fit)

    @property
    def which(self) -> ChatFilter:
        """Return the one that holds."""
        return next(which for which, button in self._buttons.items() if button.isChecked())

    def choose(self, which: ChatFilter) -> None:
        """Let one hold, without saying so by `chosen`."""
        self._buttons[which].setChecked(True)

    def button(self, which: ChatFilter) -> QPushButton:
        """Return one of them."""
        return self._buttons[which]

    def count_unread(self, count: int) -> None:
        """Show how many chats have unread messages."""
        self._unread = count
        self._fit()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height alone: the words give way."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give words up, or take them back."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._row.setSpacing(self._theme.px(4))
        for which, button in self._buttons.items():
            words, count = self._words(which)
            button.show_glyph(QIcon())
            button.say(words, count)
            button.setToolTip("")
        for which, glyph in _GLYPHS.items():
            if self._needed() <= self.width():
                return
            button = self._buttons[which]
            words, count = self._words(which)
            button.say("", count)
            button.setToolTip(words)
            button.setAccessibleName(f"{words} {count}".strip())
            button.show_glyph(self._icons.icon(glyph, active="accent.text"))

    def _needed(self) -> int:
        hints = [button.sizeHint().width() for button in self._buttons.values()]
        return sum(hints) + (len(hints) - 1) * self._row.spacing()

    def _words(self, which: ChatFilter) -> tuple[str, str]:
        """Return what a chip says, and its number, "" where it has none."""
        if which is ChatFilter.ALL:
            return _("All"), ""
        if which is ChatFilter.WITH_MEDIA:
            return _("With media"), ""
        return _("Unread"), format_number(self._unread) if self._unread else ""
