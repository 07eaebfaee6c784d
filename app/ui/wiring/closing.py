"""Leaving: where files are on their way or prepared and not sent, the user is told first what becomes of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.texts import _, ngettext
from app.texts.formats import format_number
from app.ui.dialogs.question import Question
from app.ui.look.theme import Theme
from app.ui.main_window import MainWindow
from app.ui.wiring.sheets import Sheets


class Closing(QObject):
    """Asks once, then says `leaving`."""

    leaving = Signal()

    def __init__(self, window: MainWindow, theme: Theme, sheets: Sheets, busy: Callable[[], int]) -> None:
        super().__init__(window)
        self._window, self._theme, self._sheets, self._busy = window, theme, sheets, busy
        self._asking = False
        window.close_wanted.connect(self._wanted)

    def _wanted(self) -> None:
        count = self._busy()
        if self._asking or not (count or self._sheets.hold_work):
            self.leaving.emit()
            return
        self._asking = True
        title, text = _unsent() if self._sheets.hold_work else _on_their_way(count)
        question = Question(self._theme, self._window, title, text, yes=_("Close anyway"), no=_("Stay"))
        question.accepted.connect(self.leaving)
        question.rejected.connect(self._stay)
        self._sheets.show(question)

    def _stay(self) -> None:
        self._asking = False


def _unsent() -> tuple[str, str]:
    return _("The prepared files are not sent yet"), _("They are not in the queue, and what you wrote would be lost.")


def _on_their_way(count: int) -> tuple[str, str]:
    words = ngettext("{count} file is still on its way", "{count} files are still on their way", count)
    text = _("What is not sent yet stays in the queue and goes on at the next start.")
    return words.format(count=format_number(count)), text
