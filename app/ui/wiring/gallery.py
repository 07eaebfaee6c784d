"""Connects the gallery: of the open chat, or of the account in front."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from app.domain.addresses import Address, is_group
from app.domain.ids import InstanceRef
from app.services.settings import TILE_SIDE, UiSettings
from app.ui.bridge import Reader
from app.ui.main_window import MainWindow
from app.ui.models.gallery import Owner
from app.ui.models.listing import Filters
from app.ui.pane_places import Panes
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.faces import GalleryFace
from app.ui.wiring.handing import Handing
from app.ui.wiring.media import MediaActions

if TYPE_CHECKING:
    from app.ui.panes.gallery import Scope


class GalleryWire(QObject):
    """Opens the gallery and carries out what is done there."""

    forward_wanted = Signal(object)
    """Ids of media that are to go to another chat."""

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
        self._opened_for: tuple[InstanceRef, Address | None, Reader | None] | None = None
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
        gallery.forward_wanted.connect(self.forward_wanted)
        gallery.reveal_wanted.connect(self._handing.reveal)
        gallery.left.connect(lambda: self._window.show_section("chats"))
        gallery.side_changed.connect(lambda side: self._settings.put(TILE_SIDE, side))
        gallery.set_side(self._settings.get(TILE_SIDE))

    def open_chat(self, chat: Address | None, filters: Filters | None = None) -> None:
        """Show the gallery of a chat, or with None of the account; narrowed from the beginning where that is wanted."""
        ref = self._accounts.current
        reader, gallery = self._accounts.reader(ref), self._panes.real("gallery")
        if ref is not None and reader is not None and gallery is not None:
            together = self._accounts.together(ref)
            wanted = (ref, chat, together)
            if filters is not None or self._opened_for != wanted:
                self._opened_for = wanted
                scopes = self._scopes(ref, chat, together)
                cast(GalleryFace, gallery).open(reader, self._accounts.instance(ref).name, scopes, filters=filters)
        if self._window.section != "gallery":
            self._window.show_section("gallery")

    def _scopes(self, ref: InstanceRef, chat: Address | None, together: Reader | None) -> list[Scope]:
        """Return how far the gallery can reach: never beyond the account's client."""
        from app.ui.panes.gallery import Reach, Scope

        known, owner = self._accounts.sending_as(ref), self._owners(ref)
        scopes = [Scope(Reach.CHAT, chat=chat)] if chat is not None else []
        if together is not None and chat is not None and not is_group(chat):
            scopes.append(Scope(Reach.CONTACT, chat=chat, reader=together, owner=owner))
        scopes.append(Scope(Reach.ACCOUNT, known.name, colour=known.colour, note=known.client))
        if together is not None:
            scopes.append(Scope(Reach.CLIENT, known.client, reader=together, colour=known.colour, owner=owner))
        return scopes

    def _owners(self, ref: InstanceRef) -> Callable[[int], Owner | None]:
        """Return what tells the account of a media of a merged gallery; asked for every tile at every paint."""
        accounts = self._accounts
        known = {other: accounts.sending_as(other) for other in accounts.beside(ref)}
        owners = {other: Owner(each.colour, each.letter, each.name) for other, each in known.items()}

        def owner_of(media: int) -> Owner | None:
            other = accounts.owner(media)[0]
            return None if other is None else owners.get(other)

        return owner_of

    def _section_shown(self, name: str) -> None:
        if name == "gallery" and self._opened_for is None:
            self.open_chat(None)

    def _switched(self, _ref: InstanceRef | None) -> None:
        self._opened_for = None
        if self._window.section == "gallery":
            self.open_chat(None)
