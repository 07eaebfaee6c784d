"""Keeps the bottom bar true: transfers of all accounts, and what expires within a day."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

from app.domain.ids import InstanceRef
from app.domain.kinds import MediaState
from app.services.downloads import DownloadEnded
from app.services.uploads import UploadMoved, UploadProgress
from app.ui.bridge import Bridge, Errands
from app.ui.panes.bottom import BottomBar
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.tally import Tally

_SHOW_MS = 500
_DAY_S = 86_400


class Transfers(QObject):
    """Counts, and shows the count twice a second at most while something moves."""

    def __init__(self, bottom: BottomBar, accounts: Accounts, bridge: Bridge, errands: Errands) -> None:
        super().__init__(bottom)
        self._bottom, self._accounts, self._errands = bottom, accounts, errands
        self._tally = Tally(time.monotonic)
        self._expiring: dict[InstanceRef, int] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_SHOW_MS)
        self._timer.timeout.connect(self._show)
        bridge.on(DownloadEnded, self._tally.download_ended)
        bridge.on(UploadMoved, self._tally.upload_moved)
        bridge.on(UploadProgress, self._tally.upload_progress)
        for kind in (DownloadEnded, UploadMoved, UploadProgress):
            bridge.on(kind, lambda _event: self._counted())
        accounts.account_changed.connect(self._read)

    @property
    def busy_uploads(self) -> int:
        """Return how many uploads are on their way."""
        return self._tally.busy_uploads

    def _read(self, ref: InstanceRef) -> None:
        desk, reader = self._accounts.desk(ref), self._accounts.reader(ref)
        if desk is None or reader is None:
            return

        def undone() -> tuple[int, int]:
            with desk.store.read() as rd:
                counts = rd.counts()
            waiting = sum(count.files for count in counts if count.state is MediaState.REMOTE)
            active = sum(count.files for count in counts if count.state is MediaState.DOWNLOADING)
            return waiting + active, active

        self._errands.run(undone, lambda found: self._undone(ref, *found), group=f"undone {ref}")
        until = int(time.time()) + _DAY_S
        reader.ask(lambda view: view.expiring(until), lambda count: self._expire(ref, count), group="expiring")

    def _expire(self, ref: InstanceRef, count: int) -> None:
        self._expiring[ref] = count
        self._bottom.set_expiring(sum(self._expiring.values()))

    def _undone(self, ref: InstanceRef, count: int, active: int) -> None:
        self._tally.set_undone(ref, count, active)
        self._counted()

    def _counted(self) -> None:
        if not self._timer.isActive():
            self._show()
            self._timer.start()

    def _show(self) -> None:
        pace = self._tally.pace()
        self._bottom.set_transfers(pace.done, pace.total, pace.bytes_per_s, pace.left_s)
        if pace.total == 0:
            self._timer.stop()
