"""The chat list's pane: what the mouse and the keyboard do, files dropped and held, and what stands in for a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.domain.addresses import Address
from app.services.views import ChatFilter
from app.texts import set_language
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.chats import Sending
from app.ui.panes.chats import ChatsPane
from tests.gui.chat_store import ChatStore, chat_row
from tests.gui.furniture import MakeReader
from tests.gui.looks import make_look

LONG = "Associação Beneficente dos Trabalhadores Aposentados da Região Metropolitana"
HEBREW = "אברהם יצחק בן־יעקב הלוי מירושלים"


@pytest.fixture
def store() -> ChatStore:
    rows = [chat_row(number) for number in range(1, 41)]
    rows[0] = replace(rows[0], unread=2)
    return ChatStore(rows)


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme, icons: Icons, store: ChatStore, read: MakeReader) -> Iterator[ChatsPane]:
    made = ChatsPane(theme, icons)
    qtbot.addWidget(made)
    made.resize(288, 600)
    made.show()
    made.set_reader(read(store))
    qtbot.waitUntil(lambda: made._model.row(1) is not None)
    yield made
    made.set_reader(None)


def place(pane: ChatsPane, chat: int) -> QPoint:
    return pane._list.visualRect(pane._model.place_of(chat)).center()


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drag(pane: ChatsPane, mime: QMimeData, at: QPoint) -> None:
    """Drag over the list as the desktop does it; the events must outlive their handling."""
    actions, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    viewport = pane._list.viewport()
    QApplication.sendEvent(viewport, QDragEnterEvent(at, actions, mime, button, keys))
    QApplication.sendEvent(viewport, QDragMoveEvent(at, actions, mime, button, keys))


def drop(pane: ChatsPane, mime: QMimeData, at: QPoint) -> None:
    actions, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(pane._list.viewport(), QDropEvent(QPointF(at), actions, mime, button, keys))


def menu_of(pane: ChatsPane) -> QMenu:
    menus = [menu for menu in pane.findChildren(QMenu) if menu.isVisible()]
    assert len(menus) == 1
    return menus[0]


def act(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()


def test_a_click_opens_a_chat(qtbot: QtBot, pane: ChatsPane) -> None:
    with qtbot.waitSignal(pane.chat_chosen) as chosen:
        qtbot.mouseClick(pane._list.viewport(), Qt.MouseButton.LeftButton, pos=place(pane, 3))
    assert chosen.args == [3]


def test_arrows_walk_and_enter_opens(qtbot: QtBot, pane: ChatsPane) -> None:
    pane.focus_first()
    qtbot.keyClick(pane._list, Qt.Key.Key_Down)
    qtbot.keyClick(pane._list, Qt.Key.Key_Down)
    with qtbot.waitSignal(pane.chat_chosen) as chosen:
        qtbot.keyClick(pane._list, Qt.Key.Key_Return)
    assert chosen.args == [3]


def test_the_next_and_the_previous_chat_are_one_step_away(qtbot: QtBot, pane: ChatsPane) -> None:
    pane.select(5)
    with qtbot.waitSignal(pane.chat_chosen) as following:
        pane.step(1)
    with qtbot.waitSignal(pane.chat_chosen) as before:
        pane.step(-1)
    assert (following.args, before.args) == ([6], [4])


def test_escape_leaves_the_list_and_empties_the_search_before_it_leaves_that(qtbot: QtBot, pane: ChatsPane) -> None:
    pane.focus_search()
    qtbot.keyClicks(pane._search, "7")
    qtbot.keyClick(pane._search, Qt.Key.Key_Escape)
    assert pane._search.text() == ""
    with qtbot.waitSignal(pane.left):
        qtbot.keyClick(pane._search, Qt.Key.Key_Escape)
    with qtbot.waitSignal(pane.left):
        qtbot.keyClick(pane._list, Qt.Key.Key_Escape)


def test_typing_narrows_the_list_and_enter_searches_everywhere(qtbot: QtBot, pane: ChatsPane) -> None:
    pane.focus_search()
    qtbot.keyClicks(pane._search, "contact 40")
    qtbot.waitUntil(lambda: pane._model.rowCount() == 1)
    with qtbot.waitSignal(pane.search_wanted) as wanted:
        qtbot.keyClick(pane._search, Qt.Key.Key_Return)
    assert wanted.args == ["contact 40"]


def test_nothing_found_offers_to_search_everywhere(qtbot: QtBot, pane: ChatsPane) -> None:
    qtbot.keyClicks(pane._search, "nobody")
    qtbot.waitUntil(lambda: pane._stack.currentWidget() is pane._nothing)
    assert pane._nothing.accessibleName() == "No chat has this name"
    with qtbot.waitSignal(pane.search_wanted) as wanted:
        pane._nothing.action_wanted.emit()
    assert wanted.args == ["nobody"]


def test_the_chips_filter_and_count(qtbot: QtBot, pane: ChatsPane) -> None:
    assert pane._chips.button(ChatFilter.UNREAD).accessibleName() == "Unread 1"
    qtbot.mouseClick(pane._chips.button(ChatFilter.UNREAD), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pane._model.rowCount() == 1)
    qtbot.mouseClick(pane._chips.button(ChatFilter.WITH_MEDIA), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pane._nothing.accessibleName() == "No media yet")


def test_the_menu_pins_and_marks_as_read(qtbot: QtBot, pane: ChatsPane, store: ChatStore) -> None:
    pane._list.menu_wanted.emit(1, QPoint(10, 10))
    act(menu_of(pane), "Mark as read")
    qtbot.waitUntil(lambda: store.read == [1])
    pane._list.menu_wanted.emit(9, QPoint(10, 10))
    act(menu_of(pane), "Pin")
    qtbot.waitUntil(lambda: pane._model.id_at(0) == 9)
    qtbot.waitUntil(lambda: pane._model.row(9).pinned)


def test_the_menu_opens_by_keyboard(qtbot: QtBot, pane: ChatsPane) -> None:
    pane.focus_first()
    qtbot.keyClick(pane._list, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu_of(pane).close()


def test_files_go_to_the_chat_that_they_are_dropped_on(qtbot: QtBot, pane: ChatsPane, tmp_path: Path) -> None:
    mime = files(tmp_path / "a.pdf", tmp_path / "b.pdf")
    over: list[tuple[str, int]] = []
    pane.files_hovering.connect(lambda name, count: over.append((name, count)))
    drag(pane, mime, place(pane, 4))
    assert pane._delegate.dropping_on == 4
    assert over == [("Contact 4", 2)]
    with qtbot.waitSignal(pane.files_dropped) as dropped:
        drop(pane, mime, place(pane, 4))
    assert dropped.args == [4, [tmp_path / "a.pdf", tmp_path / "b.pdf"]]
    assert pane._delegate.dropping_on is None and over[-1] == ("", 0)


def test_holding_files_over_another_chat_opens_it(qtbot: QtBot, pane: ChatsPane, tmp_path: Path) -> None:
    pane.select(1)
    opened: list[int] = []
    pane.chat_chosen.connect(opened.append)
    mime = files(tmp_path / "a.pdf")
    drag(pane, mime, place(pane, 1))
    assert not pane._list._held.isActive()
    drag(pane, mime, place(pane, 2))
    assert pane._list._held.interval() == 600
    qtbot.waitUntil(lambda: opened == [2])


def test_files_that_move_on_open_nothing(qtbot: QtBot, pane: ChatsPane, tmp_path: Path) -> None:
    drag(pane, files(tmp_path / "a.pdf"), place(pane, 2))
    QApplication.sendEvent(pane._list.viewport(), QDragLeaveEvent())
    assert not pane._list._held.isActive()
    assert pane._delegate.dropping_on is None


def test_no_account_no_chats_and_a_broken_database_each_say_what_they_are(
    qtbot: QtBot, theme: Theme, icons: Icons, read: MakeReader, caplog: pytest.LogCaptureFixture
) -> None:
    pane = ChatsPane(theme, icons)
    qtbot.addWidget(pane)
    assert pane._nothing.accessibleName() == "No account chosen"
    empty = ChatStore()
    pane.set_reader(read(empty))
    assert pane._stack.currentWidget() is pane._loading
    qtbot.waitUntil(lambda: pane._nothing.accessibleName() == "No chats yet")
    broken = ChatStore([chat_row(1)], broken=True)
    pane.set_reader(read(broken))
    qtbot.waitUntil(lambda: pane._nothing.accessibleName() == "The chats cannot be read")
    caplog.clear()
    broken.broken = False
    pane._nothing.action_wanted.emit()
    qtbot.waitUntil(lambda: pane._stack.currentWidget() is pane._list)
    pane.set_reader(None)


@pytest.mark.parametrize("language", ["pt_BR", "es", "en"])
@pytest.mark.parametrize(("scale", "width"), [(1.0, 232), (1.5, 348), (1.0, 288)])
def test_nothing_is_clipped_at_the_narrowest_and_at_150_percent(
    qtbot: QtBot, qapp: QApplication, read: MakeReader, language: str, scale: float, width: int
) -> None:
    set_language(language)
    theme, icons = make_look(scale=scale)
    pane = ChatsPane(theme, icons)
    qtbot.addWidget(pane)
    pane.resize(width, 600)
    pane.show()
    pane.set_reader(read(ChatStore([chat_row(number, unread=number) for number in range(1, 30)])))
    qtbot.waitUntil(lambda: pane._model.row(1) is not None)
    chips = [pane._chips.button(which) for which in ChatFilter]
    assert pane.width() == width
    for chip in chips:
        assert chip.width() >= chip.sizeHint().width()
        assert chip.accessibleName()
        assert _inside(chip, pane)
    assert all(left.geometry().right() < right.geometry().left() for left, right in pairwise(chips))
    pane.set_reader(None)
    make_look()


def test_long_and_right_to_left_names_leave_time_and_pill_alone(
    qtbot: QtBot, theme: Theme, icons: Icons, read: MakeReader
) -> None:
    pictures = []
    for name in ("A", LONG, HEBREW):
        pane = ChatsPane(theme, icons)
        qtbot.addWidget(pane)
        pane.resize(288, 300)
        pane.set_reader(read(ChatStore([chat_row(1, name=name, unread=12, pinned=True, last_text=name)])))
        pane.show()
        qtbot.waitUntil(lambda pane=pane: pane._model.row(1) is not None)
        row = pane._list.visualRect(pane._model.index(0, 0))
        pictures.append(pane._list.viewport().grab(row.adjusted(row.width() - 48, 0, 0, 0)).toImage())
        pane.set_reader(None)
    assert pictures[0] == pictures[1] == pictures[2]


def test_a_row_looks_different_chosen_unread_sending_and_dropped_on(qtbot: QtBot, pane: ChatsPane) -> None:
    def look() -> object:
        return pane._list.viewport().grab(pane._list.visualRect(pane._model.place_of(2))).toImage()

    plain = look()
    pane.set_sending({2: Sending("boleto.pdf", 0.47)})
    sending = look()
    pane.select(2)
    chosen = look()
    pane._delegate.dropping_on = 2
    dropped = look()
    seen = [plain, sending, chosen, dropped]
    assert all(one != other for at, one in enumerate(seen) for other in seen[at + 1 :])


def _inside(part: QWidget, whole: QWidget) -> bool:
    corner = part.mapTo(whole, QPoint(0, 0))
    return whole.rect().contains(corner) and corner.x() + part.width() <= whole.width()


def test_files_cannot_be_given_to_the_status_updates(qtbot: QtBot, pane: ChatsPane, store: ChatStore) -> None:
    store.chats[0] = replace(store.chats[0], name="status@broadcast", address=Address("status@broadcast"))
    pane._model.refresh()
    qtbot.waitUntil(lambda: pane._model.row(1).name == "status@broadcast")
    mime = files(Path("/a.pdf"))
    drag(pane, mime, place(pane, 1))
    assert pane._delegate.dropping_on is None
    drag(pane, mime, place(pane, 2))
    assert pane._delegate.dropping_on == 2
    with qtbot.assertNotEmitted(pane.files_dropped):
        drop(pane, mime, place(pane, 1))


def test_another_account_begins_without_the_number_of_the_one_before(
    qtbot: QtBot, pane: ChatsPane, read: MakeReader, caplog: pytest.LogCaptureFixture
) -> None:
    chip = pane._chips.button(ChatFilter.UNREAD)
    assert chip.accessibleName() == "Unread 1"
    silent = ChatStore([])
    silent.broken = True
    pane.set_reader(read(silent))
    assert chip.accessibleName() == "Unread"
    qtbot.waitUntil(lambda: pane._stack.currentWidget() is pane._nothing)
    caplog.clear()
    silent.broken = False
