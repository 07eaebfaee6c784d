"""Opens sheets over the window, one above the other; while one is open the window's commands rest."""

from __future__ import annotations

from app.ui.dialogs.sheet import Sheet
from app.ui.wiring.actions import Actions


class Sheets:
    """The open sheets of one window."""

    def __init__(self, actions: Actions) -> None:
        self._actions = actions
        self._open: list[Sheet] = []

    def show(self, sheet: Sheet) -> None:
        """Open a sheet."""
        self._open.append(sheet)
        self._actions.set_enabled(enabled=False)
        sheet.finished.connect(lambda _result: self._closed(sheet))
        sheet.open()

    @property
    def top(self) -> Sheet | None:
        """Return the sheet in front, None where there is none."""
        return self._open[-1] if self._open else None

    @property
    def hold_work(self) -> bool:
        """Tell whether an open sheet has something that would be lost."""
        return any(sheet.holds_work for sheet in self._open)

    def retranslate(self) -> None:
        """Let the open sheets speak the language in force."""
        for sheet in self._open:
            retranslate = getattr(sheet, "retranslate", None)
            if retranslate is not None:
                retranslate()

    def _closed(self, sheet: Sheet) -> None:
        if sheet in self._open:
            self._open.remove(sheet)
        self._actions.set_enabled(enabled=not self._open)
