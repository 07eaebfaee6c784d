"""Files on their way out: looked at on a lane while the preparation sheet stands, then queued in the order shown."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.domain.addresses import Address
from app.domain.ids import InstanceRef
from app.services.desk import Desk
from app.services.drafts import Draft
from app.services.ports import Derived
from app.services.views import ChatRow
from app.services.work import Work
from app.texts import _, ngettext
from app.texts.formats import format_duration, format_number
from app.ui.bridge import Errands
from app.ui.dialogs.prepare import PrepareSheet, Whither
from app.ui.dialogs.question import Question
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.main_window import MainWindow
from app.ui.models.drafts import DraftLine
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.sheets import Sheets

MOST_FILES = 300
"""Files of one sheet; a dropped folder may hold any number."""


class Sending(QObject):
    """Opens the sheet for files, pasted pictures and further files dropped while it stands."""

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
        """Take what is needed; `folder` takes pasted pictures until they are copied into the vault."""
        super().__init__(window)
        self._window, self._theme, self._icons = window, theme, icons
        self._sheets, self._accounts, self._work, self._errands = sheets, accounts, work, errands
        self._folder = folder
        self._held: list[Path] = []

    def hold(self, paths: Sequence[Path | str]) -> None:
        """Keep files until a chat is opened: they came without one."""
        self._held += [Path(path) for path in paths]
        self.held_changed.emit(len(self._held))

    def give_held(self, ref: InstanceRef, address: Address) -> None:
        """Prepare what was kept for the chat that was opened."""
        held, self._held = self._held, []
        if held:
            self.held_changed.emit(0)
            self.give(ref, address, held)

    def drop_held(self) -> None:
        """Forget what was kept."""
        self._held = []
        self.held_changed.emit(0)

    def give(self, ref: InstanceRef, address: Address, paths: Sequence[Path | str]) -> None:
        """Prepare files and folders for a chat."""
        self._errands.run(
            lambda: expanded([Path(path) for path in paths]),
            lambda files: self._open(ref, address, files),
            failed=self.failed.emit,
        )

    def give_image(self, ref: InstanceRef, address: Address, image: QImage) -> None:
        """Prepare a pasted picture, under the name that it would have as a screenshot."""
        copy = image.copy()

        def write() -> list[Path]:
            folder = Path(mkdtemp(prefix="pasted-", dir=self._folder))
            path = folder / time.strftime("Screenshot %Y-%m-%d %H%M%S.png")
            copy.save(str(path))
            return [path]

        self._errands.run(write, lambda files: self._open(ref, address, files), failed=self.failed.emit)

    def _open(self, ref: InstanceRef, address: Address, files: list[Path]) -> None:
        desk, reader = self._accounts.desk(ref), self._accounts.reader(ref)
        if desk is None or reader is None or not files:
            return

        def then(row: ChatRow | None) -> None:
            name = row.name if row is not None else ""
            whither = Whither(self._accounts.sending_as(ref), address, name)
            sheet = PrepareSheet(self._theme, self._icons, self._window, whither)
            sheet.added.connect(lambda paths: self._look_at(desk, sheet, paths))
            sheet.removed.connect(lambda line: self._forget(desk, [line]))
            sheet.send_wanted.connect(lambda lines: self._send(desk, address, lines))
            sheet.rejected.connect(lambda: self._forget(desk, list(sheet.model.lines)))
            sheet.leave_wanted.connect(lambda: self._ask_to_leave(sheet))
            self._look_at(desk, sheet, files)
            self._sheets.show(sheet)

        def row_of_chat(view: object) -> ChatRow | None:
            chat = view.chat_at(address)  # type: ignore[attr-defined]  # a Viewing
            rows = view.chats([chat]) if chat is not None else []  # type: ignore[attr-defined]
            return rows[0] if rows else None

        reader.ask(row_of_chat, then, failed=self.failed.emit)

    def _look_at(self, desk: Desk, sheet: PrepareSheet, files: Sequence[Path]) -> None:
        room = MOST_FILES - len(sheet.model.lines)
        wanted = list(files)[: max(room, 0)]
        if not wanted:
            return
        for key, path in zip(sheet.show_files([path.name for path in wanted]), wanted, strict=True):
            self._prepare(desk, sheet, key, path)

    def _prepare(self, desk: Desk, sheet: PrepareSheet, key: int, path: Path) -> None:
        def found(draft: Draft) -> None:
            if not _alive(sheet) or not sheet.model.update(key, draft=draft):
                self._errands.run(lambda: desk.preparer.discard(draft))
            elif draft.problem is None:
                self._errands.run(lambda: desk.preparer.look(draft), lambda seen: _show(sheet, key, seen))

        def broke(error: Exception) -> None:
            if _alive(sheet):
                sheet.model.remove(key)
            self.failed.emit(error)

        self._errands.run(lambda: desk.preparer.prepare(path), found, failed=broke)

    def _send(self, desk: Desk, address: Address, lines: list[DraftLine]) -> None:
        """Queue all, one after the other on one lane, so that they leave in the order shown."""

        def enqueue() -> None:
            for line in lines:
                if line.draft is not None:
                    desk.outbox.enqueue_file(address, line.draft, caption=line.caption if line.takes_caption else "")
            self._work.wake(desk.instance.ref)

        self._errands.run(enqueue, failed=self.failed.emit)

    def _forget(self, desk: Desk, lines: list[DraftLine]) -> None:
        drafts = [line.draft for line in lines if line.draft is not None]

        def discard() -> None:
            for draft in drafts:
                desk.preparer.discard(draft)

        self._errands.run(discard)

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


def expanded(paths: Sequence[Path]) -> list[Path]:
    """Return the files among these and those in folders among them, by name; hidden ones are left out. Blocking."""
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            files += [Path(folder) / name for name in sorted(names) if not name.startswith(".")]
            if len(files) >= MOST_FILES:
                return files[:MOST_FILES]
    return files[:MOST_FILES]


def facts_of(seen: Derived) -> str:
    """Say what was learnt of a file: its size in pixels, its pages, its length."""
    parts = []
    if seen.width and seen.height:
        parts.append(f"{format_number(seen.width)} × {format_number(seen.height)}")
    if seen.pages:
        parts.append(ngettext("{count} page", "{count} pages", seen.pages).format(count=format_number(seen.pages)))
    if seen.duration_s:
        parts.append(format_duration(seen.duration_s))
    return " · ".join(parts)


def _show(sheet: PrepareSheet, key: int, seen: Derived | None) -> None:
    if seen is None or not _alive(sheet):
        return
    largest = max(seen.thumbs, key=lambda thumb: thumb.long_edge_px, default=None)
    picture = QImage.fromData(largest.data) if largest is not None else None
    sheet.model.update(key, picture=picture if picture and not picture.isNull() else None, facts=facts_of(seen))


def _alive(sheet: PrepareSheet) -> bool:
    from shiboken6 import isValid

    return isValid(sheet)
