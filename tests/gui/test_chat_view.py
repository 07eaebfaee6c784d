"""The message list: it keeps the reader's place, fetches at both ends, sticks days, and is worked by mouse and keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.domain.statuses import Status
from app.domain.uploads import UploadState
from app.services.views import MessageRow
from app.ui.look.icons import Icons
from app.ui.look.region_list import Region
from app.ui.look.theme import Theme
from app.ui.models.messages import MOST_ROWS
from app.ui.models.playing import PlayerState
from app.ui.models.sending_as import SendingAs
from app.ui.panes.chat import ChatPane
from tests.gui.chat_lines import all_lines
from tests.gui.chat_store import NOW, ChatStore, chat_row, message_row, own
from tests.gui.furniture import MakeReader

SHOP = SendingAs("1/loja", "Loja Centro", "anil", "Cloud API", "Ramires")


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme, icons: Icons) -> Iterator[ChatPane]:
    made = ChatPane(theme, icons)
    qtbot.addWidget(made)
    made.scene.now = lambda: NOW
    made.resize(630, 750)
    made.show()
    yield made
    made.close_chat()


def store_of(rows: list[MessageRow], **facts: object) -> ChatStore:
    return ChatStore(chats=[chat_row(1, name="Marina Prado", **facts)], lines={1: rows})


def open_chat(qtbot: QtBot, pane: ChatPane, reader: object, message: int = 0) -> None:
    with qtbot.waitSignal(pane._model.opened, check_params_cb=lambda _at: bool(pane._model.rowCount())):
        pane.open(reader, 1, SHOP, message=message)
    qtbot.waitUntil(lambda: pane._stack.currentWidget() is pane._list)


def words(count: int) -> list[MessageRow]:
    return [
        message_row(number, text=f"Message {number} " + "and more " * (number % 7)) for number in range(1, count + 1)
    ]


def top_of(pane: ChatPane, message: int) -> int:
    return pane._list.visualRect(pane._model.index(pane._model.row_of(message))).top()


def region(pane: ChatPane, message: int, action: str) -> tuple[QPoint, Region]:
    index = pane._model.index(pane._model.row_of(message))
    pane._list.scrollTo(index)
    found = next(one for one in pane._list.regions(index) if one.action == action)
    return pane._list.region_centre(index, found), found


def click(qtbot: QtBot, pane: ChatPane, message: int, action: str) -> None:
    point, _region = region(pane, message, action)
    qtbot.mouseMove(pane._list.viewport(), point)
    qtbot.mouseClick(pane._list.viewport(), Qt.MouseButton.LeftButton, pos=point)


# ── place ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_chat_opens_with_its_newest_message_in_sight(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    open_chat(qtbot, pane, read(store_of(words(100))))
    assert pane._list.at_bottom()
    assert pane._list.in_sight()[1] == pane._model.rowCount() - 1


def test_the_place_stays_when_pages_are_added_on_top(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    open_chat(qtbot, pane, read(store_of(words(400))))
    bar = pane._list.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    first, _last = pane._list.in_sight()
    message = int(pane._model.rows[first].id)
    before, count = top_of(pane, message), pane._model.rowCount()
    pane._model.fetch_older()
    qtbot.waitUntil(lambda: pane._model.rowCount() > count)
    assert top_of(pane, message) == before


def test_scrolling_up_comes_to_the_first_message_and_back_to_the_last(
    qtbot: QtBot, pane: ChatPane, read: MakeReader
) -> None:
    open_chat(qtbot, pane, read(store_of(words(900))))
    bar = pane._list.verticalScrollBar()

    def up() -> bool:
        bar.setValue(max(bar.minimum(), bar.value() - 2000))
        return int(pane._model.rows[pane._list.in_sight()[0]].id) == 1

    def down() -> bool:
        bar.setValue(bar.value() + 2000)
        return pane._list.at_bottom()

    qtbot.waitUntil(up, timeout=20_000)
    assert pane._model.rowCount() <= MOST_ROWS
    qtbot.waitUntil(down, timeout=20_000)
    assert int(pane._model.rows[-1].id) == 900
    assert pane._model.rowCount() <= MOST_ROWS


def test_whoever_reads_above_is_not_moved_by_what_arrives(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    store = store_of(words(100))
    open_chat(qtbot, pane, read(store))
    bar = pane._list.verticalScrollBar()
    bar.setValue(bar.maximum() - 1500)
    message = int(pane._model.rows[pane._list.in_sight()[0]].id)
    before = top_of(pane, message)
    store.lines[1] += [message_row(101), message_row(102)]
    store.touch()
    qtbot.waitUntil(lambda: pane._list._pill.isVisible() and pane._list._pill.text() == "2 new")
    assert top_of(pane, message) == before
    qtbot.mouseClick(pane._list._pill, Qt.MouseButton.LeftButton)
    assert pane._list.at_bottom()
    qtbot.waitUntil(lambda: not pane._list._pill.isVisible())


def test_whoever_reads_the_newest_sees_the_next(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    store = store_of(words(100))
    open_chat(qtbot, pane, read(store))
    store.lines[1].append(message_row(101, text="Just now"))
    store.touch()
    qtbot.waitUntil(lambda: pane._model.row_of(101) >= 0)
    assert pane._list.at_bottom()
    assert not pane._list._pill.isVisible()


def test_the_place_stays_when_the_window_becomes_narrow(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    open_chat(qtbot, pane, read(store_of(words(300))))
    bar = pane._list.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    qtbot.wait(50)
    message = int(pane._model.rows[pane._list.in_sight()[0]].id)
    before = top_of(pane, message)
    pane.resize(340, 750)
    qtbot.waitUntil(lambda: pane.scene.room == 308)
    assert pane._model.row_of(message) >= 0
    assert top_of(pane, message) == before


def test_a_chat_with_new_messages_opens_where_they_begin(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    open_chat(qtbot, pane, read(store_of(words(100), unread=40)))
    assert pane._model.first_new == 61
    assert 0 <= top_of(pane, 61) < 80


def test_a_message_that_was_searched_for_is_in_sight_and_ringed(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    open_chat(qtbot, pane, read(store_of(words(800))), message=200)
    assert pane._list.currentIndex().data() is not None
    assert pane._model.rows[pane._list.currentIndex().row()].id == 200
    with qtbot.waitSignal(pane._model.opened):
        pane.scroll_to(700)
    assert 0 < top_of(pane, 700) < 700


def test_the_day_sticks_to_the_top_while_its_heading_is_out_of_sight(
    qtbot: QtBot, pane: ChatPane, read: MakeReader
) -> None:
    days = [message_row(number, sent_at=NOW - (60 - number) * 3600 * 6) for number in range(1, 60)]
    open_chat(qtbot, pane, read(store_of(days)))
    bar = pane._list.verticalScrollBar()
    seen = set()
    for value in range(0, bar.maximum(), 23):
        bar.setValue(value)
        seen.add(pane._list._day.isVisible())
        if pane._list._day.isVisible():
            assert pane._list._day.y() <= 8
    assert seen == {True, False}


# ── mouse and keyboard ─────────────────────────────────────────────────────────────────────────────────────────────

WITH_ACTIONS = {
    "image": ("view", "media_activated"),
    "document": ("save", "save_wanted"),
    "remote_image": ("fetch", "fetch_wanted"),
    "remote_audio": ("fetch", "fetch_wanted"),
    "timeout": ("retry", "retry_wanted"),
    "audio": ("play", "play_wanted"),
    "link": ("link", "link_wanted"),
    "location": ("link", "link_wanted"),
    "upload_uploading": ("cancel", "upload_action"),
    "upload_failed": ("retry_upload", "upload_action"),
    "upload_unconfirmed": ("arrived", "upload_action"),
}


@pytest.mark.parametrize("name", WITH_ACTIONS)
def test_a_click_inside_a_bubble_does_what_it_shows(qtbot: QtBot, pane: ChatPane, read: MakeReader, name: str) -> None:
    row = all_lines()[name]
    open_chat(qtbot, pane, read(store_of([row])))
    action, signal = WITH_ACTIONS[name]
    with qtbot.waitSignal(getattr(pane, signal)) as done:
        click(qtbot, pane, int(row.id), action)
    if signal == "upload_action":
        assert done.args == [row.upload_id, "retry" if action == "retry_upload" else action]
    elif signal == "save_wanted":
        assert done.args == [[row.media.id]]
    elif signal == "link_wanted":
        assert done.args[0].startswith("https://")
    else:
        assert done.args == [row.media.id]


@pytest.mark.parametrize("name", WITH_ACTIONS)
def test_the_keyboard_does_all_that_the_mouse_does(qtbot: QtBot, pane: ChatPane, read: MakeReader, name: str) -> None:
    row = all_lines()[name]
    open_chat(qtbot, pane, read(store_of([row])))
    action, signal = WITH_ACTIONS[name]
    pane.activateWindow()
    pane.focus_first()
    pane._list.setCurrentIndex(pane._model.index(0))
    index = pane._model.index(0)
    wanted = [one.action for one in pane._list.regions(index)].index(action)
    for _step in range(wanted + 1):
        assert pane._list.walk(forwards=True)
    with qtbot.waitSignal(getattr(pane, signal)):
        qtbot.keyClick(pane._list, Qt.Key.Key_Return)


def test_tab_walks_the_places_of_a_bubble_and_then_leaves_the_list(
    qtbot: QtBot, pane: ChatPane, read: MakeReader
) -> None:
    open_chat(qtbot, pane, read(store_of([all_lines()["upload_unconfirmed"]])))
    pane.activateWindow()
    pane.focus_first()
    qtbot.waitUntil(pane._list.hasFocus)
    seen = []
    for _step in range(3):
        qtbot.keyClick(pane._list, Qt.Key.Key_Tab)
        seen.append(str(pane._list.touches.focused.region.action))
    assert seen == ["check", "resend", "arrived"]
    qtbot.keyClick(pane._list, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert pane._list.touches.focused.region.action == "resend"
    qtbot.keyClick(pane._list, Qt.Key.Key_Tab)
    qtbot.keyClick(pane._list, Qt.Key.Key_Tab)
    assert not pane._list.hasFocus()


def test_arrows_walk_messages_and_escape_goes_to_the_composer(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    open_chat(qtbot, pane, read(store_of(words(20))))
    pane.activateWindow()
    pane.focus_first()
    qtbot.waitUntil(pane._list.hasFocus)
    assert pane._list.currentIndex().row() == 19
    qtbot.keyClick(pane._list, Qt.Key.Key_Up)
    assert pane._list.currentIndex().row() == 18
    qtbot.keyClick(pane._list, Qt.Key.Key_Escape)
    assert pane._composer.field.hasFocus()


def test_the_wave_seeks_by_pointer_and_by_keys(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    row = all_lines()["audio"]
    media = int(row.media.id)
    open_chat(qtbot, pane, read(store_of([row])))
    pane.set_player_state(PlayerState(media, playing=True, position_s=20, duration_s=40))
    sought: list[tuple[int, float]] = []
    pane.seek_wanted.connect(lambda media, share: sought.append((media, share)))
    point, wave = region(pane, int(row.id), "seek")
    qtbot.mousePress(pane._list.viewport(), Qt.MouseButton.LeftButton, pos=point)
    qtbot.mouseMove(pane._list.viewport(), point + QPoint(round(wave.rect.width() / 4), 0))
    qtbot.mouseRelease(pane._list.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert [media for media, _share in sought] == [media, media]
    assert sought[0][1] == pytest.approx(0.5, abs=0.01)
    assert sought[1][1] == pytest.approx(0.75, abs=0.01)
    pane._list.setCurrentIndex(pane._model.index(0))
    sought.clear()
    qtbot.keyClick(pane._list, Qt.Key.Key_Right)
    qtbot.keyClick(pane._list, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert [share for _media, share in sought] == pytest.approx([25 / 40, 19 / 40])


def test_space_plays_and_brackets_change_the_speed(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    row = all_lines()["audio"]
    open_chat(qtbot, pane, read(store_of([row])))
    pane._list.setCurrentIndex(pane._model.index(0))
    with qtbot.waitSignal(pane.play_wanted):
        qtbot.keyClick(pane._list, Qt.Key.Key_Space)
    pane.set_player_state(PlayerState(int(row.media.id), playing=True, duration_s=42))
    with qtbot.waitSignal(pane.speed_wanted) as faster:
        qtbot.keyClick(pane._list, Qt.Key.Key_BracketRight)
    with qtbot.waitSignal(pane.speed_wanted) as clicked:
        click(qtbot, pane, int(row.id), "speed")
    assert (faster.args, clicked.args) == ([1.25], [1.5])


def test_details_unfold_in_place_and_the_keyboard_stays_on_them(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    row = all_lines()["timeout"]
    open_chat(qtbot, pane, read(store_of([row])))
    pane.activateWindow()
    pane.focus_first()
    index = pane._model.index(0)
    height = pane._list.visualRect(index).height()
    for _step in range(3):
        pane._list.walk(forwards=True)
    qtbot.keyClick(pane._list, Qt.Key.Key_Return)
    assert pane._list.visualRect(index).height() > height
    assert pane._list.touches.focused.region.action == "details"
    qtbot.keyClick(pane._list, Qt.Key.Key_Return)
    assert pane._list.visualRect(index).height() == height


def test_a_quote_leads_to_what_it_answers(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    rows = [*words(80), message_row(81, reply_to="M30", reply_text="Message 30")]
    open_chat(qtbot, pane, read(store_of(rows)))
    click(qtbot, pane, 81, "jump")
    assert pane._model.rows[pane._list.currentIndex().row()].id == 30
    assert 0 < top_of(pane, 30) < 750


def test_the_menu_offers_every_action_by_name(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    row = replace(all_lines()["image"], text="Two boxes")
    open_chat(qtbot, pane, read(store_of([row])))
    pane._list.menu_wanted.emit(row, QPoint(0, 0))
    menu = next(one for one in pane._list.findChildren(QMenu) if one.isVisible())
    names = [action.text() for action in menu.actions()]
    assert names == ["View: Image", "Save", "Copy text"]
    menu.actions()[2].trigger()
    assert QGuiApplication.clipboard().text() == "Two boxes"
    menu.close()


def test_control_c_copies_and_control_s_saves(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    row = all_lines()["document"]
    open_chat(qtbot, pane, read(store_of([row])))
    pane._list.setCurrentIndex(pane._model.index(0))
    qtbot.keyClick(pane._list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "boleto_4102.pdf"
    with qtbot.waitSignal(pane.save_wanted):
        qtbot.keyClick(pane._list, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def test_ticks_change_while_one_looks(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    store = store_of([own(1, text="Hello", status=Status.SENT)])
    open_chat(qtbot, pane, read(store))
    pictures = [pane._list.viewport().grab().toImage()]
    for status in (Status.DELIVERED, Status.READ):
        store.lines[1] = [own(1, text="Hello", status=status)]
        store.touch()
        qtbot.waitUntil(lambda status=status: pane._model.rows[0].status is status)
        pictures.append(pane._list.viewport().grab().toImage())
    assert pictures[0] != pictures[1] != pictures[2]


def test_an_upload_moves_on_in_its_card(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    row = all_lines()["upload_uploading"]
    store = store_of([row])
    open_chat(qtbot, pane, read(store))
    before = pane._list.viewport().grab().toImage()
    pane.set_progress(int(row.upload_id), 1_175_000, 2_500_000)
    assert pane._list.viewport().grab().toImage() != before
    height = pane._list.visualRect(pane._model.index(0)).height()
    store.lines[1] = [replace(row, upload_state=UploadState.ACCEPTED)]
    store.touch()
    qtbot.waitUntil(lambda: pane._model.rows[0].upload_state is UploadState.ACCEPTED)
    assert pane._list.visualRect(pane._model.index(0)).height() == height - 12
