"""Hands media out: copies that carry the senders' own names, made in a folder that is cleared away again."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.domain.errors import UnavailableError
from app.domain.ids import InstanceRef, MediaId
from app.domain.kinds import MediaState
from app.domain.messages import MediaItem
from app.domain.reasons import Reason
from app.services.desk import Desk
from app.services.work import Work
from app.ui.bridge import Errands
from app.ui.desktop.dragging import copy_out, drag_out, reveal
from app.ui.wiring.accounts import Accounts

_PATTERN = "{name}"
_FETCH_S, _LOOK_S = 60.0, 0.1
_FOLDER = "handed-out"


class Handing(QObject):
    """Drag, copy and reveal, for the account in front. What is not here yet is fetched first.

    Args:
        folder: below it the copies lie; cleared at the start and at the end.
    """

    failed = Signal(object)
    forward_ready = Signal(list)
    """Paths of copies that are to be sent to another chat."""

    def __init__(self, window: QWidget, accounts: Accounts, work: Work, errands: Errands, folder: Path) -> None:
        super().__init__(window)
        self._window, self._accounts, self._work, self._errands = window, accounts, work, errands
        self._folder = folder / _FOLDER
        errands.run(self.clear)

    def drag(self, media: Sequence[int]) -> None:
        """Begin to drag copies out, if the button is still held when they are ready."""
        self._ready(media, self._drag_ready, group="drag")

    def copy(self, media: Sequence[int]) -> None:
        """Put copies on the clipboard."""
        self._ready(media, copy_out, group="copy")

    def forward(self, media: Sequence[int]) -> None:
        """Make copies that another chat can be sent."""
        self._ready(media, self.forward_ready.emit, group="forward")

    def reveal(self, media: int) -> None:
        """Show where a kept file lies."""
        desk = self._accounts.desk(self._accounts.current)
        if desk is not None:
            self._errands.run(lambda: _kept(desk, media), reveal, failed=self.failed.emit)

    def clear(self) -> None:
        """Remove all copies. Blocking."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _ready(self, media: Sequence[int], then: Callable[[list[Path]], None], *, group: str) -> None:
        ref = self._accounts.current
        desk = self._accounts.desk(ref)
        if ref is not None and desk is not None and media:
            wanted = list(media)
            self._errands.run(
                lambda: self._copies(desk, ref, wanted), then, failed=self.failed.emit, group=f"hand {group}"
            )

    def _drag_ready(self, paths: list[Path]) -> None:
        held = QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton
        if paths and held:
            drag_out(self._window, paths)

    def _copies(self, desk: Desk, ref: InstanceRef, media: list[int]) -> list[Path]:
        """Fetch what is missing, then copy. Runs on a lane.

        Raises:
            UnavailableError: nothing of it could be had in time.
        """
        items = _here(desk, self._work, media)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        report = self._work.saver(ref).save(items, Path(mkdtemp(dir=self._folder)), pattern=_PATTERN)
        if not report.files:
            raise UnavailableError(report.failed[0][1] if report.failed else Reason.OFFLINE)
        return [Path(file) for file in report.files]


def _here(desk: Desk, work: Work, media: list[int]) -> list[MediaItem]:
    """Return the media, waiting for those that are on their way; what does not come in time is left as it is."""
    deadline = time.monotonic() + _FETCH_S
    asked = False
    while True:
        with desk.store.view() as view:
            items = view.media_rows(media)
        missing = [item.id for item in items if item.state in (MediaState.REMOTE, MediaState.DOWNLOADING)]
        if not missing or time.monotonic() >= deadline:
            return items
        if not asked:
            with desk.store.write() as tx:
                tx.downloads.prefer(missing, priority=1)
            work.wake(desk.instance.ref)
            asked = True
        time.sleep(_LOOK_S)


def _kept(desk: Desk, media: int) -> Path:
    with desk.store.read() as rd:
        blob = rd.blob_of(MediaId(media))
    if blob is None:
        raise UnavailableError(Reason.NOT_FOUND)
    return Path(desk.locate(blob))
