"""Files come to a chat's sheet: folders as files or as a ZIP, pasted pictures, what waited, what is forwarded."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.services.desk import Desk
from app.ui.bridge import Errands, Reader
from app.ui.dialogs.folder import FolderQuestion
from app.ui.dialogs.prepare import PrepareSheet
from app.ui.dialogs.question import Question
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.sending_as import SendingAs
from app.ui.wiring.actions import Actions
from app.ui.wiring.closing import Closing
from app.ui.wiring.sending import Sending
from app.ui.wiring.sheets import Sheets
from tests.gui.furniture import MakeReader
from tests.gui.sending_parts import Counter, counter
from tests.support import samples
from tests.unit.storage.making import OTHER, PHONE, REF

ELSEWHERE = InstanceRef(ClientId(9), InstanceId("outra"))


@dataclass
class _Accounts:
    """The part of the accounts that sending uses."""

    at: Counter
    reading: Reader
    names: dict[InstanceRef, str] = field(default_factory=lambda: {REF: "Ramires", ELSEWHERE: "Aroeira"})

    def desk(self, _ref: InstanceRef) -> Desk:
        return self.at.desk

    def reader(self, _ref: InstanceRef) -> Reader:
        return self.reading

    def sending_as(self, ref: InstanceRef) -> SendingAs:
        return SendingAs(ref, "Loja", "anil", "W-API", self.names[ref])


class _Work:
    def wake(self, _ref: InstanceRef) -> None:
        """Nobody sends here."""


class Post:
    """The wiring of sending, with real files and a real library behind it."""

    def __init__(self, qtbot: QtBot, sending: Sending, sheets: Sheets, at: Counter) -> None:
        self.qtbot, self.sending, self.sheets, self.at = qtbot, sending, sheets, at

    def sheet(self) -> PrepareSheet:
        """Return the preparation sheet once it stands and has looked at everything."""

        def ready() -> bool:
            top = self.sheets.top
            return isinstance(top, PrepareSheet) and all(line.draft is not None for line in top.model.lines)

        self.qtbot.waitUntil(ready)
        return cast(PrepareSheet, self.sheets.top)

    def press(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: bool(self.buttons(words)))
        self.qtbot.mouseClick(self.buttons(words)[0], Qt.MouseButton.LeftButton)

    def buttons(self, words: str) -> list[QPushButton]:
        """Return the buttons of the sheet in front that say this."""
        top = self.sheets.top
        found = [] if top is None else top.findChildren(QPushButton)
        return [one for one in found if words in (one.text(), one.accessibleName())]

    def names(self) -> list[str]:
        return [line.name for line in self.sheet().model.lines]


def left_over(folder: Path) -> Path:
    """Leave a pasted picture of an earlier run."""
    old = folder / "run" / "outgoing" / "pasted-old" / "Screenshot.png"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    return old


@pytest.fixture
def post(qtbot: QtBot, look: tuple[Theme, Icons], errands: Errands, read: MakeReader, tmp_path: Path) -> Iterator[Post]:
    look[0].reduced_motion = True
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    left_over(tmp_path)
    with counter(tmp_path / "instance") as at:
        sheets = Sheets(Actions(window, look[1]))
        accounts: Any = _Accounts(at, read(at.shop.store))
        sending = Sending(
            cast(Any, window), *look, sheets=sheets, accounts=accounts, work=cast(Any, _Work()), errands=errands,
            folder=tmp_path / "run",
        )  # fmt: skip
        yield Post(qtbot, sending, sheets, at)
        while sheets.top is not None:
            top = sheets.top
            (top.leave if isinstance(top, PrepareSheet) else top.reject)()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Fotos da obra"
    (made / "sala").mkdir(parents=True)
    (made / ".cache").mkdir()
    (made / "b.jpg").write_bytes(samples.jpeg())
    (made / "sala" / "a.txt").write_bytes(b"text")
    (made / ".hidden").write_bytes(b"x")
    (made / ".cache" / "c").write_bytes(b"x")
    return made


def test_files_are_put_on_a_sheet_for_the_chat_without_a_question(post: Post, folder: Path) -> None:
    post.sending.give(REF, PHONE, [folder / "b.jpg"])
    assert post.names() == ["b.jpg"]


def test_a_folder_is_sent_as_its_files(post: Post, folder: Path) -> None:
    post.sending.give(REF, PHONE, [folder])
    post.press("2 files")
    assert post.names() == ["b.jpg", "a.txt"]


def test_a_folder_is_sent_as_one_zip_file(post: Post, folder: Path) -> None:
    loose = folder.parent / "loose.txt"
    loose.write_bytes(b"loose")
    post.sending.give(REF, PHONE, [folder, loose])
    post.press("As a ZIP file")
    assert post.names() == ["Fotos da obra.zip", "loose.txt"]
    line = post.sheet().model.lines[0]
    assert line.sendable and line.path is not None
    assert zipfile.ZipFile(line.path).namelist() == ["Fotos da obra/b.jpg", "Fotos da obra/sala/a.txt"]


def test_an_empty_folder_says_so_and_sends_nothing(post: Post, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    post.sending.give(REF, PHONE, [empty])
    post.press("Close")
    assert post.sheets.top is None and post.at.queued() == []


def test_leaving_the_question_of_a_folder_sends_nothing(post: Post, folder: Path) -> None:
    post.sending.give(REF, PHONE, [folder])
    post.qtbot.waitUntil(lambda: isinstance(post.sheets.top, FolderQuestion))
    assert post.sheets.top is not None
    post.sheets.top.reject()
    assert post.sheets.top is None


def test_a_pasted_picture_is_named_like_a_screenshot(post: Post) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    post.sending.give_image(REF, PHONE, image)
    (name,) = post.names()
    assert re.fullmatch(r"Screenshot \d{4}-\d\d-\d\d \d{6}\.png", name)
    assert post.sheet().model.lines[0].sendable


def test_what_is_given_while_the_chats_sheet_stands_is_added_to_it(post: Post, folder: Path) -> None:
    post.sending.give(REF, PHONE, [folder / "b.jpg"])
    first = post.sheet()
    post.sending.give(REF, PHONE, [folder / "sala" / "a.txt"])
    post.qtbot.waitUntil(lambda: len(first.model.lines) == 2)
    assert post.sheets.top is first
    first.added.emit([folder])
    post.press("2 files")
    post.qtbot.waitUntil(lambda: len(first.model.lines) == 4)


def test_another_chat_has_a_sheet_of_its_own(post: Post, folder: Path) -> None:
    post.sending.give(REF, PHONE, [folder / "b.jpg"])
    first = post.sheet()
    post.sending.give(REF, OTHER, [folder / "sala" / "a.txt"])
    post.qtbot.waitUntil(lambda: post.sheets.top is not first)
    assert post.names() == ["a.txt"] and [line.name for line in first.model.lines] == ["b.jpg"]


def test_attached_documents_are_sent_as_documents(post: Post, folder: Path) -> None:
    post.sending.give_as(REF, PHONE, [folder / "b.jpg"], "document")
    draft = post.sheet().model.lines[0].draft
    assert draft is not None and draft.kind.value == "document"


def test_files_without_a_chat_wait_for_one_and_come_once(post: Post, folder: Path) -> None:
    counts: list[int] = []
    post.sending.held_changed.connect(counts.append)
    post.sending.hold([folder / "b.jpg"])
    post.sending.give_held(REF, PHONE)
    assert post.names() == ["b.jpg"] and counts == [1, 0]
    post.sheet().leave()
    post.sending.give_held(REF, PHONE)
    assert post.sheets.top is None


def test_files_of_one_client_reach_another_clients_chat_only_after_a_question(post: Post, folder: Path) -> None:
    post.sending.hold([folder / "b.jpg"], origin=ELSEWHERE)
    post.sending.give_held(REF, PHONE)
    assert isinstance(post.sheets.top, Question)
    assert post.sheets.top.accessibleName() == "These files are from Aroeira"
    post.press("Do not send")
    assert post.sheets.top is None
    post.sending.hold([folder / "b.jpg"], origin=ELSEWHERE)
    post.sending.give_held(REF, PHONE)
    post.press("Send them all the same")
    assert post.names() == ["b.jpg"]


def test_captions_are_asked_about_before_a_sheet_goes(post: Post, folder: Path) -> None:
    post.sending.give(REF, PHONE, [folder / "b.jpg"])
    sheet = post.sheet()
    sheet.model.caption(sheet.model.lines[0].key, "words")
    sheet.reject()
    post.press("Stay")
    assert post.sheets.top is sheet
    sheet.reject()
    post.press("Leave")
    post.qtbot.waitUntil(lambda: post.sheets.top is None)
    assert post.at.queued() == []


class _Frame(QMainWindow):
    close_wanted = Signal()


def test_closing_the_window_asks_while_prepared_files_are_not_sent(post: Post, folder: Path) -> None:
    left: list[int] = []
    frame = _Frame()
    post.qtbot.addWidget(frame)
    closing = Closing(cast(Any, frame), post.sending._theme, post.sheets, lambda: 0)
    closing.leaving.connect(lambda: left.append(1))
    post.sending.give(REF, PHONE, [folder / "b.jpg"])
    sheet = post.sheet()
    frame.close_wanted.emit()
    assert left == [] and isinstance(post.sheets.top, Question)
    post.press("Stay")
    assert post.sheet() is sheet
    sheet.leave()
    frame.close_wanted.emit()
    assert left == [1]


def test_what_is_made_on_the_way_is_removed_once_it_is_queued_or_at_the_next_start(post: Post, tmp_path: Path) -> None:
    post.qtbot.waitUntil(lambda: not (tmp_path / "run" / "outgoing" / "pasted-old").exists())
    image = QImage(4, 3, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    post.sending.give_image(REF, PHONE, image)
    sheet = post.sheet()
    made = sheet.model.lines[0].path
    assert made is not None and made.exists()
    post.press("Send 1")
    post.qtbot.waitUntil(lambda: post.sheets.top is None and not made.parent.exists())
    assert [upload.name for upload in post.at.queued()] == [made.name]
