"""Connects the queue: what needs the user is counted on the rail, the panel lists all, its answers are carried out."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, Signal

from app.domain.ids import InstanceRef
from app.domain.uploads import Upload
from app.services.uploads import UploadMoved, UploadProgress
from app.ui.bridge import Bridge, Errands
from app.ui.main_window import MainWindow
from app.ui.models.queue_words import Asking, needs_the_user
from app.ui.pane_places import Panes
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.chats import Chats
from app.ui.wiring.faces import QueueFace


class QueueWire(QObject):
    """Reads the uploads of all open accounts again whenever one of them moved."""

    listed = Signal(object, list)
    """An instance and its uploads, read anew."""

    def __init__(
        self, window: MainWindow, panes: Panes, accounts: Accounts, chats: Chats, bridge: Bridge, errands: Errands
    ) -> None:
        super().__init__(window)
        self._window, self._panes, self._accounts, self._chats = window, panes, accounts, chats
        self._errands = errands
        self._uploads: dict[InstanceRef, list[Upload]] = {}
        self._progress: dict[int, tuple[int, int]] = {}
        bridge.on(UploadMoved, lambda event: self._read(event.ref))
        bridge.on(UploadProgress, self._moved_on)
        accounts.account_changed.connect(self._read)
        accounts.switched.connect(self._switched)
        window.section_shown.connect(lambda name: self._show() if name == "queue" else None)

    def wire(self, queue: QueueFace) -> None:
        """Connect the panel."""
        queue.action.connect(self._chats.act_on_upload)
        queue.account_wanted.connect(self._accounts.choose)
        queue.set_reader(self._accounts.reader(self._accounts.current))
        self._show()

    def _switched(self, _ref: InstanceRef | None) -> None:
        self._progress.clear()
        self._show()

    def _read(self, ref: InstanceRef) -> None:
        desk = self._accounts.desk(ref)
        if desk is None:
            return

        def uploads() -> list[Upload]:
            with desk.store.read() as rd:
                return rd.uploads()

        self._errands.run(uploads, lambda found: self._found(ref, found), group=f"queue {ref}")

    def _found(self, ref: InstanceRef, uploads: list[Upload]) -> None:
        self._uploads[ref] = uploads
        self.listed.emit(ref, uploads)
        waiting = [upload for each in self._uploads.values() for upload in each if needs_the_user(upload)]
        self._window.rail.set_queue_count(len(waiting))
        self._show()

    def _moved_on(self, event: UploadProgress) -> None:
        if event.ref == self._accounts.current:
            self._progress[event.upload] = (event.done_bytes, event.total_bytes or 0)
            panel = self._panes.existing("queue")
            if panel is not None:
                cast(QueueFace, panel).set_progress(event.upload, event.done_bytes, event.total_bytes or 0)

    def _show(self) -> None:
        panel = self._panes.existing("queue")
        ref = self._accounts.current
        if panel is not None and ref is not None and self._window.section == "queue":
            cast(QueueFace, panel).set_reader(self._accounts.reader(ref))
            cast(QueueFace, panel).set_uploads(self._uploads.get(ref, []), self._progress)
            cast(QueueFace, panel).set_elsewhere(self._asking(ref))

    def _asking(self, front: InstanceRef) -> list[Asking]:
        """Return the accounts beside the one in front that have something for the user; the rail counts them too."""
        found = []
        for ref, uploads in self._uploads.items():
            count = sum(map(needs_the_user, uploads))
            if count and ref != front:
                account = self._accounts.sending_as(ref)
                found.append(Asking(ref, account.name, account.letter, account.colour, count))
        return found
