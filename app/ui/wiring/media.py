"""What can be done with media from several panes: look at them, save them, fetch them again."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog

from app.domain.addresses import Address
from app.domain.ids import MediaId
from app.domain.kinds import MediaState
from app.services.desk import Desk
from app.services.saving import SaveReport
from app.services.store import GalleryQuery
from app.services.views import Viewing
from app.services.work import Work
from app.texts import _
from app.ui.bridge import Errands
from app.ui.main_window import MainWindow
from app.ui.models.sending_as import SendingAs
from app.ui.pane_places import Panes
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.faces import ViewerFace

# What waits for its next try is among them: asked for by the user, it is tried now.
_FETCHABLE = (MediaState.REMOTE, MediaState.FAILED, MediaState.EXPIRED, MediaState.QUARANTINED)


class MediaActions(QObject):
    """Viewer, saving and fetching again, for the account in front."""

    saved = Signal(object)
    """A `SaveReport`."""
    failed = Signal(object)
    """The exception of something that could not be done."""
    jump_wanted = Signal(object)
    play_wanted = Signal(object)

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
        """Open the viewer on one of these media, all of the account in front or all from one merged list."""
        ref, own = self._accounts.owner(media)
        viewer = self._panes.real("viewer")
        if ref is None or viewer is None:
            return
        reader = self._accounts.reader(ref) if own == media else self._accounts.together(ref)
        if reader is None or self._accounts.desk(ref) is None:
            return
        if media not in ids:
            ids = array("q", [media])
        if self._window.section != "viewer":
            self._back_to = self._window.section
        cast(ViewerFace, viewer).show_media(ids, ids.index(media), reader, self._opener())
        self._looking = True
        self._window.show_section("viewer")

    def _opener(self) -> Callable[[int], Path]:
        """Return what gives the path of a kept media, of whatever account; for a lane."""
        accounts, front = self._accounts, self._accounts.current

        def open_bytes(media: int) -> Path:
            ref, own = accounts.owner(media)
            desk = accounts.desk(front if own == media else ref)
            if desk is None:
                raise FileNotFoundError(media)
            return opener(desk)(own)

        return open_bytes

    def wire_viewer(self, viewer: ViewerFace) -> None:
        """Connect the viewer's signals."""
        viewer.name_accounts(self._account_of)
        viewer.closed.connect(self._closed)
        viewer.save_wanted.connect(lambda media: self.save([media]))
        viewer.jump_wanted.connect(self.jump_wanted)
        viewer.play_wanted.connect(self.play_wanted)
        viewer.retry_wanted.connect(self.fetch_again)

    def _account_of(self, media: int) -> SendingAs | None:
        ref, _own = self._accounts.owner(media)
        return self._accounts.sending_as(ref) if ref is not None else None

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
        parts = self._accounts.parted(media)
        if not parts:
            return
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        dialog = QFileDialog(self._window, _("Save to a folder"), home)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.save_to(parts, Path(folder)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, parts: Sequence[tuple[Desk, Sequence[int]]], folder: Path) -> None:
        """Save media of some accounts into a folder."""

        def save() -> SaveReport:
            whole = SaveReport()
            for desk, media in parts:
                with desk.store.read() as rd:
                    items = [item for one in media if (item := rd.media(MediaId(one))) is not None]
                report = self._work.saver(desk.instance.ref).save(items, folder)
                whole.saved, whole.already = whole.saved + report.saved, whole.already + report.already
                whole.failed += report.failed
                whole.files += report.files
            return whole

        self._errands.run(save, self.saved.emit, failed=self.failed.emit)

    def fetch_again(self, media: Sequence[int]) -> None:
        """Put media that could not be had back into the queue of downloads."""
        for desk, own in self._accounts.parted(media):
            self._fetch_again(desk, [MediaId(one) for one in own])

    def _fetch_again(self, desk: Desk, wanted: list[MediaId]) -> None:
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
