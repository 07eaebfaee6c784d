"""Hands media out: dragged, copied, forwarded, or shown where they lie; what is not here yet is fetched first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.domain.addresses import Address
from app.domain.errors import UnavailableError
from app.domain.ids import InstanceRef, MediaId
from app.domain.reasons import Reason
from app.services.desk import Desk
from app.texts import _, ngettext
from app.texts.formats import format_number
from app.ui.bridge import Errands
from app.ui.desktop.dragging import copy_out, drag_out, reveal
from app.ui.desktop.pointer_note import PointerNote
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.copies import Copied, Copies

MOST_FILES = 1000
"""Files of one drag or copy; more would fill the disk with copies, and saving is made for them."""


class Handing(QObject):
    """Drag, copy, forward and reveal, for the account in front."""

    failed = Signal(object)
    forward_ready = Signal(object, object, list)
    """Instance, address of the chat, paths of copies that are to be sent there."""

    def __init__(
        self, window: QWidget, accounts: Accounts, errands: Errands, *, copies: Copies, note: PointerNote
    ) -> None:
        super().__init__(window)
        self._window, self._accounts, self._errands = window, accounts, errands
        self._copies, self._note = copies, note
        self._let_go = threading.Event()
        note.let_go.connect(self._too_early)
        errands.run(copies.clear)

    def drag(self, media: Sequence[int]) -> None:
        """Begin to drag copies out once they are ready, if the button is still held then."""
        if self._too_many(media):
            return
        self._let_go.set()
        let_go = self._let_go = threading.Event()
        words = ngettext("Preparing {count} file", "Preparing {count} files", len(media))
        self._note.follow(words.format(count=format_number(len(media))))
        self._ready(media, self._drag_ready, group="drag", wanted=lambda: not let_go.is_set())

    def copy(self, media: Sequence[int]) -> None:
        """Put copies on the clipboard."""
        if not self._too_many(media):
            self._ready(media, self._copy_ready, group="copy")

    def forward(self, ref: InstanceRef, address: Address, media: Sequence[int]) -> None:
        """Make copies for another chat of the same account; what is here is not fetched again."""
        desk = self._accounts.desk(ref)
        if desk is not None and media:

            def ready(copied: Copied) -> None:
                if copied.paths:
                    self.forward_ready.emit(ref, address, copied.paths)
                self._tell(copied)

            self._errands.run(self._maker(desk, media), ready, failed=self.failed.emit)

    def reveal(self, media: int) -> None:
        """Show where a kept file lies."""
        for desk, (own,) in self._accounts.parted([media]):
            self._errands.run(partial(_kept, desk, own), reveal, failed=self.failed.emit)

    def _ready(
        self,
        media: Sequence[int],
        then: Callable[[Copied], None],
        *,
        group: str,
        wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        makers = [self._maker(desk, own, wanted) for desk, own in self._accounts.parted(media)]
        if makers:
            self._errands.run(lambda: _joined(makers), then, failed=self._broke, group=f"hand {group}")

    def _maker(
        self, desk: Desk, media: Sequence[int], wanted: Callable[[], bool] = lambda: True
    ) -> Callable[[], Copied]:
        chosen = list(media)
        return lambda: self._copies.make(desk, chosen, wanted)

    def _drag_ready(self, copied: Copied) -> None:
        # From Qt's loop, not from the delivery that this is: deliveries rest until it returns, for the whole drag.
        QTimer.singleShot(0, lambda: self._begin(copied))

    def _begin(self, copied: Copied) -> None:
        if self._let_go.is_set():
            return
        self._note.end()
        held = QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton
        if copied.paths and not held:
            self._too_early()
        elif copied.paths:
            words = ngettext("{count} file", "{count} files", len(copied.paths))
            badge = self._note.badge(words.format(count=format_number(len(copied.paths))))
            drag_out(self._window, copied.paths, badge)
        self._tell(copied)

    def _copy_ready(self, copied: Copied) -> None:
        if copied.paths:
            copy_out(copied.paths)
        self._tell(copied)

    def _too_early(self) -> None:
        """The button was let go before the drag could begin; what is fetched stays, so the next drag is quick."""
        self._let_go.set()
        self._note.stay(_("Not ready yet. Drag again in a moment."))

    def _too_many(self, media: Sequence[int]) -> bool:
        if len(media) > MOST_FILES:
            words = _("More than {count} files at once: save them to a folder instead.")
            self._note.stay(words.format(count=format_number(MOST_FILES)))
        return len(media) > MOST_FILES

    def _tell(self, copied: Copied) -> None:
        """Say why some could not be had."""
        if copied.reason is not None:
            self.failed.emit(UnavailableError(copied.reason))

    def _broke(self, error: Exception) -> None:
        self._note.end()
        self.failed.emit(error)


def _joined(makers: Sequence[Callable[[], Copied]]) -> Copied:
    """Make the copies of each account's media, one account after the other."""
    parts = [make() for make in makers]
    reason = next((part.reason for part in parts if part.reason is not None), None)
    return Copied([path for part in parts for path in part.paths], sum(part.left_out for part in parts), reason)


def _kept(desk: Desk, media: int) -> Path:
    with desk.store.read() as rd:
        blob = rd.blob_of(MediaId(media))
    if blob is None:
        raise UnavailableError(Reason.NOT_FOUND)
    return Path(desk.locate(blob))
