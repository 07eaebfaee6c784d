"""Opens the search over the window and goes where its results lead: a chat, a message, a file."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject

from app.domain.ids import InstanceRef
from app.ui.dialogs.search import SearchSheet
from app.ui.look.icons import Icons
from app.ui.look.initials import initials
from app.ui.look.theme import Theme
from app.ui.main_window import MainWindow
from app.ui.models.finds import Account, Find, Group
from app.ui.pane_places import Panes
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.chats import Chats
from app.ui.wiring.faces import ChatFace
from app.ui.wiring.media import MediaActions
from app.ui.wiring.sheets import Sheets


class SearchWire(QObject):
    """Searches the accounts of the client in front, never those of another."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        icons: Icons,
        panes: Panes,
        *,
        sheets: Sheets,
        accounts: Accounts,
        chats: Chats,
        media: MediaActions,
    ) -> None:
        super().__init__(window)
        self._window, self._theme, self._icons, self._panes = window, theme, icons, panes
        self._sheets, self._accounts, self._chats, self._media = sheets, accounts, chats, media

    def open(self, text: str = "") -> None:
        """Open the search, with a text where one was typed elsewhere."""
        ref = self._accounts.current
        if ref is None or self._sheets.top is not None:
            return
        searched = [self._account(other) for other in self._accounts.beside(ref)]
        found = [account for account in searched if account is not None]
        if not found:
            return
        client = self._accounts.sending_as(ref).client
        sheet = SearchSheet(self._theme, self._icons, self._window, client, found)
        sheet.chosen.connect(lambda find, to_message: self._go_to(find, to_message=to_message))
        self._sheets.show(sheet)
        if text:
            sheet.type_text(text)

    def _account(self, ref: InstanceRef) -> Account | None:
        """Return an account that is open, None where it is not yet."""
        reader = self._accounts.reader(ref)
        if reader is None:
            return None
        known = self._accounts.sending_as(ref)
        return Account(ref, reader, known.name, known.colour, initials(known.name))

    def _go_to(self, find: Find, *, to_message: bool) -> None:
        if find.ref != self._accounts.current:
            self._accounts.choose(find.ref)
        if find.group is Group.FILES and find.media is not None and not to_message:
            self._media.look_at(int(find.media.id), find.chat.address)
            return
        self._chats.open(int(find.chat.id), find.message)
        chat = self._panes.existing("chat")
        if chat is not None:
            # Where a message is looked for the keyboard goes there, else to where the answer is written.
            cast(ChatFace, chat).focus_first() if find.message else cast(ChatFace, chat).focus_composer()
