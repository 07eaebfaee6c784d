"""Connects the gallery: of the open chat, or of the account in front."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject

from app.domain.addresses import Address
from app.domain.ids import InstanceRef
from app.services.settings import TILE_SIDE, UiSettings
from app.services.store import GalleryQuery
from app.ui.main_window import MainWindow
from app.ui.pane_places import Panes
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.faces import GalleryFace
from app.ui.wiring.handing import Handing
from app.ui.wiring.media import MediaActions


class GalleryWire(QObject):
    """Opens the gallery and carries out what is done there."""

    def __init__(
        self,
        window: MainWindow,
        panes: Panes,
        accounts: Accounts,
        media: MediaActions,
        handing: Handing,
        settings: UiSettings,
    ) -> None:
        super().__init__(window)
        self._window, self._panes, self._accounts = window, panes, accounts
        self._media, self._handing, self._settings = media, handing, settings
        self._opened_for: tuple[InstanceRef, Address | None] | None = None
        accounts.switched.connect(self._switched)
        window.section_shown.connect(self._section_shown)

    def wire(self, gallery: GalleryFace) -> None:
        """Connect the gallery's signals."""
        gallery.media_activated.connect(lambda media: self._media.show_in_viewer(gallery.ids, media))
        gallery.save_wanted.connect(self._media.save)
        gallery.retry_wanted.connect(self._media.fetch_again)
        gallery.jump_wanted.connect(self._media.jump_wanted)
        gallery.copy_wanted.connect(self._handing.copy)
        gallery.drag_wanted.connect(self._handing.drag)
        gallery.forward_wanted.connect(self._handing.forward)
        gallery.reveal_wanted.connect(self._handing.reveal)
        gallery.left.connect(lambda: self._window.show_section("chats"))
        gallery.side_changed.connect(lambda side: self._settings.put(TILE_SIDE, side))
        gallery.set_side(self._settings.get(TILE_SIDE))

    def open_chat(self, chat: Address | None) -> None:
        """Show the gallery of a chat, or with None of the account."""
        ref = self._accounts.current
        reader, gallery = self._accounts.reader(ref), self._panes.real("gallery")
        if ref is not None and reader is not None and gallery is not None and self._opened_for != (ref, chat):
            self._opened_for = (ref, chat)
            scopes = [GalleryQuery(chat=chat)] if chat is not None else []
            title = self._accounts.instance(ref).name
            cast(GalleryFace, gallery).open(reader, title, [*scopes, GalleryQuery()])
        if self._window.section != "gallery":
            self._window.show_section("gallery")

    def _section_shown(self, name: str) -> None:
        if name == "gallery" and self._opened_for is None:
            self.open_chat(None)

    def _switched(self, _ref: InstanceRef | None) -> None:
        self._opened_for = None
        if self._window.section == "gallery":
            self.open_chat(None)
