"""Leaving: where files are on their way, the user is told first that they go on at the next start."""

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
        if not count or self._asking:
            self.leaving.emit()
            return
        self._asking = True
        words = ngettext("{count} file is still on its way", "{count} files are still on their way", count)
        question = Question(
            self._theme,
            self._window,
            words.format(count=format_number(count)),
            _("What is not sent yet stays in the queue and goes on at the next start."),
            yes=_("Close anyway"),
            no=_("Stay"),
        )
        question.accepted.connect(self.leaving)
        question.rejected.connect(self._stay)
        self._sheets.show(question)

    def _stay(self) -> None:
        self._asking = False
