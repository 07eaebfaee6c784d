"""What can be done with media from several panes: look at them, save them, fetch them again."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog

from app.domain.addresses import Address
from app.domain.ids import InstanceRef, MediaId
from app.domain.kinds import MediaState
from app.services.desk import Desk
from app.services.saving import SaveReport
from app.services.store import GalleryQuery
from app.services.views import Viewing
from app.services.work import Work
from app.texts import _
from app.ui.bridge import Errands
from app.ui.main_window import MainWindow
from app.ui.pane_places import Panes
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.faces import ViewerFace

_FETCHABLE = (MediaState.FAILED, MediaState.EXPIRED, MediaState.QUARANTINED)


class MediaActions(QObject):
    """Viewer, saving and fetching again, for the account in front."""

    saved = Signal(object)
    """A `SaveReport`."""
    failed = Signal(object)
    """The exception of something that could not be done."""
    jump_wanted = Signal(int)
    play_wanted = Signal(int)

    def __init__(self, window: MainWindow, panes: Panes, accounts: Accounts, work: Work, errands: Errands) -> None:
        super().__init__(window)
        self._window, self._panes, self._accounts, self._work = window, panes, accounts, work
        self._errands = errands
        self._back_to = "chats"
        self._looking = False
        window.section_shown.connect(self._section_shown)

    def look_at(self, media: int, chat: Address | None) -> None:
        """Open the viewer on a media, with its neighbours of the chat (or of the whole account) beside it."""
        reader = self._accounts.reader(self._accounts.current)
        if reader is None:
            return

        def neighbours(view: Viewing) -> array[int]:
            return view.media_ids(GalleryQuery(chat=chat))

        reader.ask(neighbours, lambda ids: self.show_in_viewer(ids, media), group="viewer", failed=self.failed.emit)

    def show_in_viewer(self, ids: array[int], media: int) -> None:
        """Open the viewer on one of these media."""
        ref = self._accounts.current
        reader, desk = self._accounts.reader(ref), self._accounts.desk(ref)
        viewer = self._panes.real("viewer")
        if reader is None or desk is None or viewer is None:
            return
        if media not in ids:
            ids = array("q", [media])
        if self._window.section != "viewer":
            self._back_to = self._window.section
        cast(ViewerFace, viewer).show_media(ids, ids.index(media), reader, opener(desk))
        self._looking = True
        self._window.show_section("viewer")

    def wire_viewer(self, viewer: ViewerFace) -> None:
        """Connect the viewer's signals."""
        viewer.closed.connect(self._closed)
        viewer.save_wanted.connect(lambda media: self.save([media]))
        viewer.jump_wanted.connect(self.jump_wanted)
        viewer.play_wanted.connect(self.play_wanted)
        viewer.retry_wanted.connect(self.fetch_again)

    def _closed(self) -> None:
        if self._looking:
            self._looking = False
            self._window.show_section(self._back_to)

    def _section_shown(self, name: str) -> None:
        """Let the file go where another page takes the viewer's place."""
        viewer = self._panes.existing("viewer")
        if name != "viewer" and self._looking and viewer is not None:
            self._looking = False
            cast(ViewerFace, viewer).leave()

    def save(self, media: Sequence[int]) -> None:
        """Ask for a folder and save there; the report comes by `saved`."""
        ref = self._accounts.current
        if ref is None or not media:
            return
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        dialog = QFileDialog(self._window, _("Save to a folder"), home)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.save_to(ref, list(media), Path(folder)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, ref: InstanceRef, media: list[int], folder: Path) -> None:
        """Save media of an instance into a folder."""
        desk = self._accounts.desk(ref)
        if desk is None:
            return

        def save() -> SaveReport:
            with desk.store.read() as rd:
                items = [item for one in media if (item := rd.media(MediaId(one))) is not None]
            return self._work.saver(ref).save(items, folder)

        self._errands.run(save, self.saved.emit, failed=self.failed.emit)

    def fetch_again(self, media: Sequence[int]) -> None:
        """Put media that could not be had back into the queue of downloads."""
        desk = self._accounts.desk(self._accounts.current)
        if desk is None:
            return
        wanted = [MediaId(one) for one in media]

        def retry() -> None:
            with desk.store.write() as tx:
                tx.downloads.retry(_FETCHABLE, wanted)
                tx.downloads.prefer(wanted, priority=1)
            self._work.wake(desk.instance.ref)

        self._errands.run(retry, failed=self.failed.emit)


def opener(desk: Desk) -> Callable[[int], Path]:
    """Return what gives the path of a kept media. Blocking; raises RefusedError where it is not kept."""

    def open_bytes(media: int) -> Path:
        with desk.store.read() as rd:
            blob = rd.blob_of(MediaId(media))
        if blob is None:
            raise FileNotFoundError(media)
        return Path(desk.locate(blob))

    return open_bytes
