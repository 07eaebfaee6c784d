"""Shows in the chat list which file is leaving to which chat, and how far it is."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject

from app.domain.addresses import Address
from app.domain.ids import ChatId, InstanceRef
from app.domain.uploads import RUNNING, Upload
from app.services.uploads import UploadProgress
from app.services.views import Viewing
from app.ui.bridge import Bridge
from app.ui.models.chats import Sending
from app.ui.pane_places import Panes
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.faces import ChatsFace
from app.ui.wiring.queue import QueueWire


class Leaving(QObject):
    """Follows the uploads of the account in front. Where several leave to one chat, the one that began first counts."""

    def __init__(self, panes: Panes, accounts: Accounts, queue: QueueWire, bridge: Bridge) -> None:
        super().__init__(panes)
        self._panes, self._accounts = panes, accounts
        self._uploads: list[Upload] = []
        self._chats: dict[Address, ChatId | None] = {}
        self._shares: dict[int, float] = {}
        queue.listed.connect(self._listed)
        accounts.switched.connect(lambda _ref: self._forget())
        bridge.on(UploadProgress, self._moved_on)

    def _listed(self, ref: InstanceRef, uploads: list[Upload]) -> None:
        """Take which uploads there are, and ask where the chats of the running ones stand."""
        if ref != self._accounts.current:
            return
        self._uploads = [upload for upload in uploads if upload.state in RUNNING]
        ids = {int(upload.id) for upload in self._uploads}
        self._shares = {upload: share for upload, share in self._shares.items() if upload in ids}
        unknown = {upload.to for upload in self._uploads} - self._chats.keys()
        reader = self._accounts.reader(ref)
        if not unknown or reader is None:
            self._show()
            return

        def chats(view: Viewing) -> dict[Address, ChatId | None]:
            return {address: view.chat_at(address) for address in unknown}

        reader.ask(chats, self._found, group="leaving")

    def _found(self, chats: dict[Address, ChatId | None]) -> None:
        self._chats.update({address: chat for address, chat in chats.items() if chat is not None})
        self._show()

    def _moved_on(self, event: UploadProgress) -> None:
        if event.ref == self._accounts.current and event.total_bytes:
            self._shares[int(event.upload)] = event.done_bytes / event.total_bytes
            self._show()

    def _forget(self) -> None:
        self._uploads, self._chats, self._shares = [], {}, {}
        self._show()

    def _show(self) -> None:
        pane = self._panes.existing("chats")
        if pane is None:
            return
        leaving: dict[int, Sending] = {}
        for upload in sorted(self._uploads, key=lambda upload: upload.created_at):
            chat = self._chats.get(upload.to)
            if chat is not None and upload.name:
                leaving.setdefault(int(chat), Sending(upload.name, self._shares.get(int(upload.id))))
        cast(ChatsFace, pane).set_sending(leaving)
