"""Files that come to the window: dropped where neither chat nor list takes them, or handed over by a second start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QObject, QRect, Signal
from PySide6.QtGui import QDropEvent

from app.domain.addresses import Address
from app.ui.dialogs.prepare import PrepareSheet
from app.ui.look.theme import Theme
from app.ui.main_window import MainWindow
from app.ui.models.sending_as import SendingAs
from app.ui.panes.drop_overlay import DropOverlay, files_added, files_for, files_without_a_chat
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.sheets import Sheets


class Dropping(QObject):
    """The whole window as a target. A standing preparation sheet takes more files; else they are for the open chat."""

    files_given = Signal(object, object, list)
    """Instance, address of the chat, paths."""
    held = Signal(list)
    """Paths that came without a chat: the user chooses one."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        *,
        sheets: Sheets,
        accounts: Accounts,
        open_chat: Callable[[], tuple[Address, str] | None],
    ) -> None:
        """Watch the window; `open_chat` tells address and name of the chat in front, None where there is none."""
        super().__init__(window)
        self._window, self._sheets, self._accounts, self._open_chat = window, sheets, accounts, open_chat
        self._overlay = DropOverlay(theme, window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def take(self, paths: Sequence[Path | str]) -> None:
        """Prepare files: on the sheet that stands, for the chat in front, or once a chat was chosen."""
        files = [Path(path) for path in paths]
        sheet, chat, ref = self._sheets.top, self._open_chat(), self._accounts.current
        if isinstance(sheet, PrepareSheet):
            sheet.added.emit(files)
        elif sheet is None and chat is not None and ref is not None:
            self.files_given.emit(ref, chat[0], files)
        else:
            self.held.emit(files)

    def show_row(self, name: str, count: int) -> None:
        """Show beside the chat list what would go to the chat that files hover over; no name ends it."""
        if name:
            self._show(self._window.content_area(), files_for(count, name), self._account())
        else:
            self._overlay.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take drags that no part of the window took."""
        kind = event.type()
        if kind == QEvent.Type.DragEnter:
            self._enter(cast(QDropEvent, event))
        elif kind == QEvent.Type.DragLeave:
            self._overlay.hide()
        elif kind == QEvent.Type.Drop:
            self._drop(cast(QDropEvent, event))
        else:
            return False
        return True

    def _enter(self, event: QDropEvent) -> None:
        count, sheet, chat = len(_paths(event)), self._sheets.top, self._open_chat()
        if not count or self._accounts.current is None:
            event.ignore()
        elif isinstance(sheet, PrepareSheet):
            event.acceptProposedAction()
            self._show(sheet.panel.geometry().translated(sheet.pos()), files_added(count))
        elif sheet is not None:
            event.ignore()
        else:
            event.acceptProposedAction()
            words = files_for(count, chat[1]) if chat is not None else files_without_a_chat(count)
            self._show(self._window.page_area(), words, self._account() if chat is not None else None)

    def _drop(self, event: QDropEvent) -> None:
        self._overlay.hide()
        paths = _paths(event)
        if paths:
            event.acceptProposedAction()
            self.take(paths)

    def _show(self, place: QRect, words: str, account: SendingAs | None = None) -> None:
        self._overlay.setGeometry(place)
        self._overlay.show_words(words, account)

    def _account(self) -> SendingAs | None:
        ref = self._accounts.current
        return self._accounts.sending_as(ref) if ref is not None else None


def _paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
