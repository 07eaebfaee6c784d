"""The chat's model is a window on a long conversation: it grows at both ends, stays small and keeps its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.domain.ids import ChatId
from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.reasons import Reason
from app.domain.statuses import Status
from app.ui.models.message_order import Step, key_of, steps_between
from app.ui.models.messages import MOST_ROWS, PAGE, MessagesModel, PlaceRole
from tests.gui.furniture import MakeReader
from tests.support.view_store import START, MemoryStore

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
DAY_S = 86_400


@pytest.fixture
def model(qtbot: QtBot) -> MessagesModel:
    made = MessagesModel()
    made.tester = QAbstractItemModelTester(made, FATAL, made)
    return made


def talk(count: int) -> tuple[MemoryStore, ChatId]:
    store = MemoryStore()
    chat = store.add_chat("Marina")
    for number in range(count):
        store.add(chat, f"{number}")
    return store, chat


def texts(model: MessagesModel) -> list[int]:
    return [int(row.text) for row in model.rows]


def opened(qtbot: QtBot, model: MessagesModel, reader: object, chat: int, **options: int) -> None:
    with qtbot.waitSignal(model.opened):
        model.open(reader, chat, **options)


def test_a_chat_opens_at_its_newest_messages(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store, chat = talk(200)
    opened(qtbot, model, read(store), chat)
    assert texts(model) == list(range(200 - PAGE, 200))
    assert (model.at_end, model.at_start) == (True, False)


def test_a_short_chat_is_there_wholly(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store, chat = talk(3)
    opened(qtbot, model, read(store), chat)
    assert (texts(model), model.at_start, model.at_end) == ([0, 1, 2], True, True)
    with qtbot.assertNotEmitted(model.changing):
        model.fetch_older()
        model.fetch_newer()


def test_older_pages_come_until_the_beginning(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store, chat = talk(150)
    opened(qtbot, model, read(store), chat)
    while not model.at_start:
        with qtbot.waitSignal(model.settled):
            model.fetch_older()
    assert texts(model) == list(range(150))


def test_a_message_far_back_opens_with_what_surrounds_it(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store, chat = talk(300)
    opened(qtbot, model, read(store), chat, around=100)
    row = model.row_of(100)
    assert 0 < row < model.rowCount() - 1
    assert (model.at_start, model.at_end) == (False, False)
    with qtbot.waitSignal(model.settled):
        model.fetch_newer()
    assert texts(model) == list(range(texts(model)[0], texts(model)[-1] + 1))
    with qtbot.waitSignal(model.opened):
        model.show_newest()
    assert texts(model)[-1] == 299


def test_what_is_asked_for_and_in_sight_is_not_read_again(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store, chat = talk(20)
    opened(qtbot, model, read(store), chat)
    with qtbot.assertNotEmitted(model.changing), qtbot.waitSignal(model.opened) as shown:
        model.show_around(5)
    assert shown.args == [5]


def test_a_message_that_is_gone_opens_the_newest(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store, chat = talk(10)
    opened(qtbot, model, read(store), chat, around=9999)
    assert texts(model)[-1] == 9


def test_the_window_stays_bounded_however_far_one_scrolls(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store, chat = talk(MOST_ROWS + 3 * PAGE)
    opened(qtbot, model, read(store), chat)
    while not model.at_start:
        model.set_near(0, 10)
        with qtbot.waitSignal(model.settled):
            model.fetch_older()
    assert model.rowCount() == MOST_ROWS
    assert texts(model) == list(range(MOST_ROWS))
    assert not model.at_end
    with qtbot.waitSignal(model.settled):
        model.fetch_newer()
    assert not model.at_start
    assert texts(model)[-1] == MOST_ROWS + PAGE - 1


def test_what_arrives_is_added_and_said(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store, chat = talk(5)
    opened(qtbot, model, read(store), chat)
    store.add(chat, "5")
    store.add(chat, "6", direction=Direction.OUT)
    with qtbot.waitSignal(model.arrived) as come:
        model.refresh()
    assert come.args == [1]
    assert texts(model) == list(range(7))


def test_a_tick_changes_one_row_and_moves_nothing(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    from dataclasses import replace

    store, chat = talk(5)
    sent = store.add(chat, "5", direction=Direction.OUT, status=Status.SENT)
    opened(qtbot, model, read(store), chat)
    store.put(chat, replace(store.messages[sent], status=Status.READ))
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.refresh()
    assert (changed.args[0].row(), changed.args[1].row()) == (5, 5)
    assert resets == []
    assert model.rows[5].status is Status.READ


def test_a_message_that_comes_late_finds_its_place(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store, chat = talk(5)
    opened(qtbot, model, read(store), chat)
    store.add(chat, "100", sent_at=START + 60 * 2 + 30)
    with qtbot.waitSignal(model.rowsInserted):
        model.refresh()
    assert texts(model) == [0, 1, 100, 2, 3, 4]


def test_the_line_of_new_messages_stands_above_the_first_unread_one(
    qtbot: QtBot, model: MessagesModel, read: MakeReader
) -> None:
    store, chat = talk(5)
    store.add(chat, "5", direction=Direction.OUT)
    opened(qtbot, model, read(store), chat, unread=2)
    assert model.rows[model.row_of(model.first_new)].text == "3"
    assert [model.place(row).first_new for row in range(6)] == [False, False, False, True, False, False]
    opened(qtbot, model, read(store), chat, unread=99)
    assert model.row_of(model.first_new) == 0


def test_days_and_senders_part_the_bubbles(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store, chat = talk(2)
    store.add(chat, "2", direction=Direction.OUT)
    store.add(chat, "3", sent_at=START + 3 * DAY_S)
    opened(qtbot, model, read(store), chat)
    places = [model.index(row).data(PlaceRole) for row in range(4)]
    assert [bool(place.day) for place in places] == [True, False, False, True]
    assert [place.follows for place in places] == [False, True, False, False]
    assert places[3].day == places[0].day + 3


def test_another_chat_s_answer_never_lands_in_this_one(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store, first = talk(5)
    second = store.add_chat("Paulo")
    store.add(second, "77")
    reader = read(store)
    seen: list[list[int]] = []
    model.opened.connect(lambda _message: seen.append(texts(model)))
    model.open(reader, first)
    model.open(reader, second)
    qtbot.waitUntil(lambda: [77] in seen)
    assert seen == [[77]]


def test_giving_up_what_is_far_keeps_what_is_in_sight(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store, chat = talk(50)
    opened(qtbot, model, read(store), chat)
    model.set_near(20, 30)
    model.keep_near(20)
    assert texts(model) == list(range(15, 35))
    assert (model.at_start, model.at_end) == (False, False)


def test_a_bubble_is_spoken_with_sender_state_and_trouble(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store, chat = talk(0)
    store.add(chat, "Bom dia", edited=True, reactions=("👍",), reply_text="Oi")
    store.add_media(chat, MediaKind.AUDIO, state=MediaState.FAILED, reason=Reason.GONE)
    store.add(chat, "Segue", direction=Direction.OUT, status=Status.READ)
    store.add(chat, "segredo", revoked=True)
    store.add_media(chat, MediaKind.DOCUMENT, pages=2, size_bytes=2048)
    opened(qtbot, model, read(store), chat)
    said = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(5)]
    assert said[0].startswith("Marina: Bom dia, in reply to: Oi, edited, reactions: 👍")
    assert said[1].startswith("Marina: Audio not received, ")
    assert said[2].startswith("You: Segue, Read")
    assert "deleted" in said[3]
    assert "segredo" not in said[3]
    assert "2 pages" in model.index(4).data(Qt.ItemDataRole.AccessibleDescriptionRole)


def test_what_was_written_beside_a_file_is_spoken_though_the_file_did_not_arrive(
    qtbot: QtBot, model: MessagesModel, read: MakeReader
) -> None:
    store, chat = talk(0)
    store.add_media(chat, MediaKind.IMAGE, state=MediaState.FAILED, reason=Reason.GONE, caption="a vitrine")
    opened(qtbot, model, read(store), chat)
    assert "Image not received, a vitrine, " in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_message_is_found_by_the_id_that_whatsapp_gave_it(
    qtbot: QtBot, model: MessagesModel, read: MakeReader
) -> None:
    store, chat = talk(3)
    opened(qtbot, model, read(store), chat)
    assert model.row_with_id("M2") == 1
    assert model.row_with_id("") == -1
    assert model.row_with_id("M77") == -1


def test_a_read_that_fails_leaves_what_is_shown(
    qtbot: QtBot,
    model: MessagesModel,
    read: MakeReader,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    store, chat = talk(100)
    opened(qtbot, model, read(store), chat)
    monkeypatch.setattr(store, "view", lambda: 1 / 0)
    with qtbot.waitSignal(model.failed):
        model.fetch_older()
    assert model.rowCount() == PAGE
    caplog.clear()
    monkeypatch.undo()
    with qtbot.waitSignal(model.settled):
        model.fetch_older()
    assert model.rowCount() == 100


@given(
    old=st.sets(st.integers(min_value=0, max_value=30)),
    new=st.sets(st.integers(min_value=0, max_value=30)),
    altered=st.sets(st.integers(min_value=0, max_value=30)),
)
@settings(derandomize=True, max_examples=150, deadline=None)
def test_the_steps_lead_from_any_run_to_any_other(old: set[int], new: set[int], altered: set[int]) -> None:
    from dataclasses import replace

    store, _chat = talk(31)
    every = [store.messages[number + 1] for number in range(31)]
    run = [every[number] for number in sorted(old)]
    wanted = [replace(every[n], text="!") if n in altered else every[n] for n in sorted(new)]
    rows = list(run)
    for step in steps_between(run, wanted):
        end = step.first + step.count
        if step.step is Step.REMOVE:
            del rows[step.first : end]
        elif step.step is Step.INSERT:
            rows[step.first : step.first] = step.rows
        else:
            assert [key_of(row) for row in rows[step.first : end]] == [key_of(row) for row in step.rows]
            rows[step.first : end] = step.rows
    assert rows == wanted
