"""Connects the gallery: of the open chat, or of the account in front."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, Signal

from app.domain.addresses import Address
from app.domain.ids import InstanceRef
from app.services.store import GalleryQuery
from app.ui.main_window import MainWindow
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.faces import GalleryFace
from app.ui.wiring.media import MediaActions
from app.ui.wiring.panes import Panes


class GalleryWire(QObject):
    """Opens the gallery and carries out what is done there."""

    forward_wanted = Signal(list)
    copy_wanted = Signal(list)
    drag_wanted = Signal(list)

    def __init__(self, window: MainWindow, panes: Panes, accounts: Accounts, media: MediaActions) -> None:
        super().__init__(window)
        self._window, self._panes, self._accounts, self._media = window, panes, accounts, media
        self._opened_for: tuple[InstanceRef, Address | None] | None = None
        accounts.switched.connect(self._switched)
        window.section_shown.connect(self._section_shown)

    def wire(self, gallery: GalleryFace) -> None:
        """Connect the gallery's signals."""
        gallery.media_activated.connect(lambda media: self._media.look_at(media, self._chat()))
        gallery.save_wanted.connect(self._media.save)
        gallery.retry_wanted.connect(self._media.fetch_again)
        gallery.jump_wanted.connect(self._media.jump_wanted)
        gallery.copy_wanted.connect(self.copy_wanted)
        gallery.forward_wanted.connect(self.forward_wanted)
        gallery.drag_wanted.connect(self.drag_wanted)

    def open_chat(self, chat: Address | None) -> None:
        """Show the gallery of a chat, or with None of the account."""
        ref = self._accounts.current
        reader, gallery = self._accounts.reader(ref), self._panes.real("gallery")
        if ref is not None and reader is not None and gallery is not None and self._opened_for != (ref, chat):
            self._opened_for = (ref, chat)
            title = self._accounts.instance(ref).name
            cast(GalleryFace, gallery).open(reader, title, [GalleryQuery(chat=chat)])
        if self._window.section != "gallery":
            self._window.show_section("gallery")

    def _section_shown(self, name: str) -> None:
        if name == "gallery" and self._opened_for is None:
            self.open_chat(None)

    def _switched(self, _ref: InstanceRef | None) -> None:
        self._opened_for = None
        if self._window.section == "gallery":
            self.open_chat(None)

    def _chat(self) -> Address | None:
        return self._opened_for[1] if self._opened_for is not None else None
