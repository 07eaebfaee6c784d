"""Files on their way out: dropped, pasted, chosen, handed over or forwarded, they come to a preparation sheet."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.domain.addresses import Address
from app.domain.ids import InstanceRef
from app.domain.kinds import MediaKind
from app.domain.limits import limit_for
from app.services.desk import Desk
from app.services.drafts import AS_AUTO
from app.services.folders import Gathered, gathered, zipped
from app.services.views import ChatRow, Viewing
from app.services.work import Work
from app.texts import _
from app.ui.bridge import Errands
from app.ui.dialogs.folder import FolderFacts, FolderQuestion
from app.ui.dialogs.prepare import PrepareSheet, Whither
from app.ui.dialogs.question import Question
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.main_window import MainWindow
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.preparing import MOST_FILES, Preparation
from app.ui.wiring.sheets import Sheets

_ZIP = "application/zip"
_FOLDER = "outgoing"


class Sending(QObject):
    """Opens the sheet for files and pictures; what comes while it stands is added to it."""

    failed = Signal(object)
    held_changed = Signal(int)
    """So many files wait for the user to choose a chat."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        icons: Icons,
        *,
        sheets: Sheets,
        accounts: Accounts,
        work: Work,
        errands: Errands,
        folder: Path,
    ) -> None:
        """Take what is needed; below `folder` lie pasted pictures and ZIP files, cleared at the next start."""
        super().__init__(window)
        self._window, self._theme, self._icons = window, theme, icons
        self._sheets, self._accounts, self._work, self._errands = sheets, accounts, work, errands
        self._folder = folder / _FOLDER
        errands.run(self.clear)
        self._held: list[Path] = []
        self._origin: InstanceRef | None = None
        self._open: dict[tuple[InstanceRef, Address], tuple[PrepareSheet, Preparation]] = {}

    def clear(self) -> None:
        """Remove what was made on the way: the vault has its own copies. Blocking."""
        shutil.rmtree(self._folder, ignore_errors=True)

    # ── without a chat ─────────────────────────────────────────────────────────────────────────────────────────

    def hold(self, paths: Sequence[Path | str], *, origin: InstanceRef | None = None) -> None:
        """Keep files until a chat is opened: they came without one.

        Args:
            origin: the account whose library they are from; another client's chat gets them only after a question.
        """
        self._held += [Path(path) for path in paths]
        self._origin = origin or self._origin
        self.held_changed.emit(len(self._held))

    def give_held(self, ref: InstanceRef, address: Address) -> None:
        """Prepare what was kept for the chat that was opened."""
        if not self._held:
            return
        held, origin, self._held, self._origin = self._held, self._origin, [], None
        self.held_changed.emit(0)
        if origin is None or origin.client == ref.client:
            self.give(ref, address, held)
        else:
            self._guard(origin, ref, address, held)

    def drop_held(self) -> None:
        """Forget what was kept."""
        self._held, self._origin = [], None
        self.held_changed.emit(0)

    # ── to a chat ──────────────────────────────────────────────────────────────────────────────────────────────

    def give(self, ref: InstanceRef, address: Address, paths: Sequence[Path | str]) -> None:
        """Prepare files and folders for a chat."""
        self.give_as(ref, address, paths, AS_AUTO)

    def give_as(self, ref: InstanceRef, address: Address, paths: Sequence[Path | str], as_kind: str) -> None:
        """Prepare files and folders for a chat, to be sent as one kind: `auto` or a `MediaKind` value."""
        given = [Path(path) for path in paths]
        self._errands.run(
            lambda: (gathered(given, most=MOST_FILES), [path for path in given if path.is_dir()]),
            lambda found: self._gathered(ref, address, given, *found, as_kind=as_kind),
            failed=self.failed.emit,
        )

    def give_image(self, ref: InstanceRef, address: Address, image: QImage) -> None:
        """Prepare a pasted picture, under the name that it would have as a screenshot."""
        self._write(image, lambda path: self._prepare(ref, address, Gathered([path])))

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _gathered(
        self,
        ref: InstanceRef,
        address: Address,
        given: list[Path],
        found: Gathered,
        folders: list[Path],
        *,
        as_kind: str,
    ) -> None:
        """Ask how folders are to be sent; files alone need no question."""
        desk = self._accounts.desk(ref)
        if desk is None:
            return
        if not folders:
            self._prepare(ref, address, found, as_kind)
            return
        facts = FolderFacts(
            names=tuple(folder.name for folder in folders),
            files=len(found.files),
            size_bytes=found.size_bytes,
            left_out=found.left_out,
            takes_zip=limit_for(desk.instance.provider, MediaKind.DOCUMENT).takes(_ZIP),
        )
        question = FolderQuestion(self._theme, self._window, facts)

        def chosen(how: str) -> None:
            if how == "files":
                self._prepare(ref, address, found, as_kind)
            else:
                self._zip(desk, ref, address, given)

        question.chosen.connect(chosen)
        self._sheets.show(question)

    def _zip(self, desk: Desk, ref: InstanceRef, address: Address, given: list[Path]) -> None:
        """Make a ZIP file of each folder; files beside them go as they are."""
        most_bytes = limit_for(desk.instance.provider, MediaKind.DOCUMENT).default_bytes

        def work() -> list[Path]:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            made = []
            for path in given:
                if path.is_dir():
                    into = Path(mkdtemp(prefix="zipped-", dir=self._folder)) / f"{path.name}.zip"
                    made.append(zipped(path, into, most_bytes=most_bytes))
                else:
                    made.append(path)
            return made

        self._errands.run(work, lambda files: self._prepare(ref, address, Gathered(files)), failed=self.failed.emit)

    def _prepare(self, ref: InstanceRef, address: Address, found: Gathered, as_kind: str = AS_AUTO) -> None:
        """Put files on the sheet of a chat, which is opened where it does not stand yet."""
        desk, reader = self._accounts.desk(ref), self._accounts.reader(ref)
        if desk is None or reader is None or not found.files:
            return
        standing = self._open.get((ref, address))
        if standing is not None and not standing[0].is_sending:
            standing[1].add(found.files, as_kind=as_kind, left_out=found.left_out)
            return

        def then(row: ChatRow | None) -> None:
            opened = self._open.get((ref, address))
            if opened is not None and not opened[0].is_sending:
                # Another drop, or another start that handed files over, was faster.
                opened[1].add(found.files, as_kind=as_kind, left_out=found.left_out)
                return
            whither = Whither(self._accounts.sending_as(ref), address, row.name if row is not None else "")
            sheet, preparation = self._made(desk, whither)
            preparation.add(found.files, as_kind=as_kind, left_out=found.left_out)
            self._sheets.show(sheet)

        reader.ask(lambda view: _row_of(view, address), then, failed=self.failed.emit)

    def _made(self, desk: Desk, whither: Whither) -> tuple[PrepareSheet, Preparation]:
        ref, address = desk.instance.ref, whither.address
        sheet = PrepareSheet(self._theme, self._icons, self._window, whither)
        preparation = Preparation(sheet, desk, address, self._errands, lambda: self._work.wake(ref))
        sheet.added.connect(lambda paths: self.give(ref, address, paths))
        sheet.image_added.connect(lambda image: self.give_image(ref, address, image))
        sheet.leave_wanted.connect(lambda: self._ask_to_leave(sheet))
        sheet.finished.connect(lambda _result: self._closed(ref, address, sheet))
        self._open[(ref, address)] = (sheet, preparation)
        return sheet, preparation

    def _closed(self, ref: InstanceRef, address: Address, sheet: PrepareSheet) -> None:
        """Forget a sheet, and remove what was made for it: the vault has its own copies."""
        made = [line.path.parent for line in sheet.model.lines if line.path and self._folder in line.path.parents]
        for folder in made:
            self._errands.run(partial(shutil.rmtree, folder, ignore_errors=True))
        if self._open.get((ref, address), (None,))[0] is sheet:
            del self._open[(ref, address)]

    def _write(self, image: QImage, then: Callable[[Path], None]) -> None:
        copy = image.copy()

        def write() -> Path:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = Path(mkdtemp(prefix="pasted-", dir=self._folder)) / time.strftime("Screenshot %Y-%m-%d %H%M%S.png")
            if not copy.save(str(path)):
                raise OSError("a picture could not be written")
            return path

        self._errands.run(write, then, failed=self.failed.emit)

    def _guard(self, origin: InstanceRef, ref: InstanceRef, address: Address, held: list[Path]) -> None:
        """Ask before files of one client leave through another's account."""
        theirs, ours = self._accounts.sending_as(origin), self._accounts.sending_as(ref)
        words = _("They would leave as {account} of {client}. Clients do not see each other's files.")
        question = Question(
            self._theme,
            self._window,
            _("These files are from {client}").format(client=theirs.client),
            words.format(account=ours.name, client=ours.client),
            yes=_("Send them all the same"),
            no=_("Do not send"),
        )
        question.accepted.connect(lambda: self.give(ref, address, held))
        self._sheets.show(question)

    def _ask_to_leave(self, sheet: PrepareSheet) -> None:
        question = Question(
            self._theme,
            self._window,
            _("Leave without sending?"),
            _("The captions that you wrote would be lost."),
            yes=_("Leave"),
            no=_("Stay"),
        )
        question.accepted.connect(sheet.leave)
        self._sheets.show(question)


def _row_of(view: Viewing, address: Address) -> ChatRow | None:
    chat = view.chat_at(address)
    rows = view.chats([chat]) if chat is not None else []
    return rows[0] if rows else None
