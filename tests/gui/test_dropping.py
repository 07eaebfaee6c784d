"""The whole window takes files: for the chat in front, for one chosen afterwards, or for the sheet that stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFrame
from pytestqt.qtbot import QtBot

from app.domain.addresses import Address
from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.system.settings_file import SettingsFile
from app.ui import pane_places
from app.ui.desktop.pointer_note import PointerNote
from app.ui.dialogs.prepare import PrepareSheet, Whither
from app.ui.dialogs.question import Question
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.main_window import MainWindow
from app.ui.models.sending_as import SendingAs
from app.ui.pane_places import Panes
from app.ui.panes.drop_overlay import DropOverlay
from app.ui.wiring.actions import Actions
from app.ui.wiring.dropping import Dropping
from app.ui.wiring.sheets import Sheets
from tests.gui.looks import make_look

LOJA = InstanceRef(ClientId(1), InstanceId("loja"))
MARINA = Address("+5511988887777")
AS_LOJA = SendingAs(ref=LOJA, name="Loja Centro", colour="anil", provider="W-API", client="Ramires")
COPY, LEFT, PLAIN = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class _Pane(QFrame):
    """A pane, as far as the frame is concerned."""

    def __init__(self, _theme: Theme, _icons: Icons) -> None:
        super().__init__()


class House:
    """A window that takes files, and what became of them."""

    def __init__(self, folder: Path) -> None:
        self.theme, self.icons = make_look()
        self.theme.reduced_motion = True
        panes = Panes(self.theme, self.icons)
        self.frame = MainWindow(self.theme, self.icons, SettingsFile(folder / "window.json"), panes)
        self.frame.show_section("chats")
        self.sheets = Sheets(Actions(self.frame, self.icons))
        self.chat: tuple[Address, str] | None = (MARINA, "Marina Prado")
        self.accounts = SimpleNamespace(current=LOJA, sending_as=lambda _ref: AS_LOJA)
        self.dropping = Dropping(
            self.frame, self.theme, sheets=self.sheets, accounts=cast(Any, self.accounts), open_chat=lambda: self.chat
        )
        self.given: list[tuple[InstanceRef, Address, list[Path]]] = []
        self.held: list[list[Path]] = []
        self.dropping.files_given.connect(lambda *what: self.given.append(what))
        self.dropping.held.connect(self.held.append)
        self.overlay = self.frame.findChild(DropOverlay)

    def hover(self, *paths: Path) -> bool:
        """Drag files over the rail; tell whether the window takes them."""
        event = QDragEnterEvent(QPoint(20, 300), COPY, mime(*paths), LEFT, PLAIN)
        QApplication.sendEvent(self.frame, event)
        return event.isAccepted()

    def drop(self, *paths: Path) -> None:
        """Drop files there."""
        QApplication.sendEvent(self.frame, QDropEvent(QPointF(20, 300), COPY, mime(*paths), LEFT, PLAIN))


_kept: list[QMimeData] = []


def mime(*paths: Path) -> QMimeData:
    """Return what a file manager hands over."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    _kept.append(data)
    return data


@pytest.fixture
def house(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(pane_places, "pane_class", lambda module, _name: _Pane if module else None)
    made = House(tmp_path)
    qtbot.addWidget(made.frame)
    made.frame.show()
    qtbot.waitExposed(made.frame)
    yield made
    _kept.clear()


def test_files_beside_the_chat_are_for_the_chat_in_front(house: House, tmp_path: Path) -> None:
    assert house.hover(tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert house.overlay.isVisible() and house.overlay.words() == "2 files for Marina Prado"
    assert house.overlay.geometry() == house.frame.page_area()
    house.drop(tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert house.given == [(LOJA, MARINA, [tmp_path / "a.pdf", tmp_path / "b.pdf"])]
    assert not house.overlay.isVisible()


def test_without_a_chat_in_front_they_wait_for_one(house: House, tmp_path: Path) -> None:
    house.chat = None
    assert house.hover(tmp_path / "a.pdf")
    assert house.overlay.words() == "Drop 1 file, then choose the chat"
    house.drop(tmp_path / "a.pdf")
    assert house.held == [[tmp_path / "a.pdf"]] and not house.given


def test_what_is_no_file_is_not_taken_and_files_that_leave_show_the_page(house: House, tmp_path: Path) -> None:
    assert not house.hover()
    assert not house.overlay.isVisible()
    house.hover(tmp_path / "a.pdf")
    QApplication.sendEvent(house.frame, QDragLeaveEvent())
    assert not house.overlay.isVisible()


def test_without_an_account_nothing_is_taken(house: House, tmp_path: Path) -> None:
    house.accounts.current = None
    assert not house.hover(tmp_path / "a.pdf")


def test_a_preparation_sheet_that_stands_takes_more_files(house: House, tmp_path: Path) -> None:
    sheet = PrepareSheet(house.theme, house.icons, house.frame, Whither(AS_LOJA, MARINA, "Marina Prado"))
    added: list[list[Path]] = []
    sheet.added.connect(added.append)
    house.sheets.show(sheet)
    assert house.hover(tmp_path / "a.pdf")
    assert house.overlay.words() == "Add 1 file"
    house.drop(tmp_path / "a.pdf")
    house.dropping.take([str(tmp_path / "b.pdf")])
    assert added == [[tmp_path / "a.pdf"], [tmp_path / "b.pdf"]] and not house.given and not house.held


def test_under_a_question_nothing_can_be_dropped_and_files_handed_over_wait(house: House, tmp_path: Path) -> None:
    house.sheets.show(Question(house.theme, house.frame, "Leave?", "It goes on later.", yes="Leave", no="Stay"))
    assert not house.hover(tmp_path / "a.pdf")
    house.dropping.take([tmp_path / "a.pdf"])
    assert house.held == [[tmp_path / "a.pdf"]]


def test_beside_a_row_of_the_list_stands_whose_it_is(house: House) -> None:
    house.dropping.show_row("Paulo", 3)
    assert house.overlay.words() == "3 files for Paulo"
    assert house.overlay.geometry() == house.frame.content_area()
    house.dropping.show_row("", 0)
    assert not house.overlay.isVisible()


def test_the_note_beside_the_pointer_comes_late_and_says_when_the_button_is_let_go(qtbot: QtBot, house: House) -> None:
    note = PointerNote(house.theme, house.icons, house.frame)
    with qtbot.waitSignal(note.let_go, timeout=5000):
        note.follow("Preparing 3 files")
    assert not note.isVisible(), "no button is held here, so it was let go before the note came"
    note.stay("Not ready yet. Drag again in a moment.")
    assert note.isVisible() and note.accessibleName() == "Not ready yet. Drag again in a moment."
    assert note.width() > note.fontMetrics().horizontalAdvance(note.accessibleName())
    note.end()
    assert not note.isVisible() and not note.badge("3 files").isNull()
