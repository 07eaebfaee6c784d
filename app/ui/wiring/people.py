"""Connects the contacts page with the account in front."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QObject

from app.domain.addresses import Address
from app.domain.ids import InstanceRef
from app.services.work import DeskRefused
from app.ui.bridge import Bridge
from app.ui.main_window import MainWindow
from app.ui.pane_places import Panes
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.faces import ContactsFace


class PeopleWire(QObject):
    """Gives the page the account in front, and goes where the user wants to from there."""

    def __init__(
        self,
        window: MainWindow,
        panes: Panes,
        accounts: Accounts,
        bridge: Bridge,
        *,
        open_chat: Callable[[int], None],
        open_gallery: Callable[[Address], None],
    ) -> None:
        super().__init__(window)
        self._window, self._panes, self._accounts = window, panes, accounts
        self._open_chat, self._open_gallery = open_chat, open_gallery
        accounts.switched.connect(self._switched)
        window.section_shown.connect(self._section_shown)
        bridge.on(DeskRefused, self._refused)

    def wire(self, contacts: ContactsFace) -> None:
        """Connect the page."""
        contacts.chat_wanted.connect(self._open_chat)
        contacts.gallery_wanted.connect(self._open_gallery)
        contacts.left.connect(lambda: self._window.show_section("chats"))
        self._switched(self._accounts.current)

    def _section_shown(self, name: str) -> None:
        """Let the user type at once whom they look for."""
        contacts = self._panes.existing("contacts")
        if name == "contacts" and contacts is not None:
            cast(ContactsFace, contacts).focus_find()

    def _switched(self, ref: InstanceRef | None) -> None:
        contacts = self._panes.existing("contacts")
        if contacts is not None:
            reader = self._accounts.reader(ref)
            cast(ContactsFace, contacts).set_reader(reader, opening=ref is not None and reader is None)

    def _refused(self, event: DeskRefused) -> None:
        contacts = self._panes.existing("contacts")
        if contacts is not None and event.ref == self._accounts.current:
            cast(ContactsFace, contacts).show_failure()
