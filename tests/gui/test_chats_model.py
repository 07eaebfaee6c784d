"""The chat list's model: all ids at once, rows as they come near, and no more told than what changed."""

from __future__ import annotations

import time
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.domain.kinds import Direction, MessageKind
from app.domain.statuses import Status
from app.services.views import ChatFilter
from app.ui.models.chat_words import preview, spoken
from app.ui.models.chats import MOST_ROWS, ChatsModel, IdRole, RowRole, Sending, SendingRole
from app.ui.models.id_changes import Change, change_between
from tests.gui.chat_store import NOW, ChatStore, chat_row
from tests.gui.furniture import MakeReader

IDS = st.lists(st.integers(0, 30), max_size=20, unique=True)


@pytest.fixture
def model(qapp: object) -> ChatsModel:
    made = ChatsModel()
    made.tester = QAbstractItemModelTester(made)
    return made


def names(model: ChatsModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def load(qtbot: QtBot, model: ChatsModel, reader: object) -> None:
    with qtbot.waitSignal(model.listed):
        model.read_from(reader)
    model.want(0, 30)
    qtbot.waitUntil(lambda: all(model.row(model.id_at(row)) is not None for row in range(min(20, model.rowCount()))))


@settings(derandomize=True, max_examples=300)
@given(old=IDS, new=IDS)
def test_a_change_told_in_steps_gives_the_new_list(old: list[int], new: list[int]) -> None:
    before, after = array("q", old), array("q", new)
    change = change_between(before, after)
    match change.what:
        case Change.SAME:
            assert before == after
        case Change.CAME:
            assert after[: change.first] + after[change.first + change.count :] == before
        case Change.WENT:
            assert before[: change.first] + before[change.first + change.count :] == after
        case Change.MOVED:
            moved = list(old)
            moved.insert(change.target, moved.pop(change.first))
            assert moved == new
        case Change.OTHER:
            assert before != after


def test_a_chat_that_comes_to_the_top_of_100_000_is_one_row_that_moved(qapp: object) -> None:
    before = array("q", range(100_000))
    after = array("q", [77_000, *range(77_000), *range(77_001, 100_000)])
    change = change_between(before, after)
    assert (change.what, change.first, change.target) == (Change.MOVED, 77_000, 0)


def test_pinned_chats_stand_first_and_the_newest_after_them(qtbot: QtBot, model: ChatsModel, read: MakeReader) -> None:
    store = ChatStore([chat_row(1), chat_row(2), chat_row(3, pinned=True)])
    load(qtbot, model, read(store))
    assert names(model) == ["Contact 3", "Contact 1", "Contact 2"]


def test_100_000_chats_are_there_at_once_and_only_those_in_sight_are_read(
    qtbot: QtBot, model: ChatsModel, read: MakeReader
) -> None:
    store = ChatStore([chat_row(number) for number in range(1, 100_001)])
    with qtbot.waitSignal(model.listed, timeout=20_000):
        model.read_from(read(store))
    assert model.rowCount() == 100_000
    assert model.index(99_999, 0).data(IdRole) == 100_000
    assert model.index(99_999, 0).data(RowRole) is None
    model.want(99_990, 99_999)
    qtbot.waitUntil(lambda: model.index(99_999, 0).data(RowRole) is not None, timeout=20_000)
    assert model.index(50_000, 0).data(RowRole) is None


def test_rows_are_given_up_when_very_many_were_seen(qtbot: QtBot, model: ChatsModel, read: MakeReader) -> None:
    store = ChatStore([chat_row(number) for number in range(1, 4_001)])
    load(qtbot, model, read(store))
    for first in range(0, 4_000, 400):
        model.want(first, first + 399)
        wanted = first + 399
        qtbot.waitUntil(lambda wanted=wanted: model.index(wanted, 0).data(RowRole) is not None)
    known = sum(model.row(number) is not None for number in range(1, 4_001))
    assert known <= MOST_ROWS


def test_a_new_message_moves_its_chat_up_without_a_reset(qtbot: QtBot, model: ChatsModel, read: MakeReader) -> None:
    store = ChatStore([chat_row(number) for number in range(1, 6)])
    load(qtbot, model, read(store))
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    store.chats[3] = chat_row(4, last_at=NOW + 5, last_text="Here I am", unread=1)
    store.touch()
    qtbot.waitUntil(lambda: names(model)[:1] == ["Contact 4"])
    qtbot.waitUntil(lambda: model.row(4).unread == 1)
    assert not resets


def test_the_filter_the_search_and_the_count_of_unread_chats(qtbot: QtBot, model: ChatsModel, read: MakeReader) -> None:
    store = ChatStore([chat_row(1, unread=3), chat_row(2, name="Ana"), chat_row(3, unread=1)])
    with qtbot.waitSignal(model.unread_counted) as counted:
        model.read_from(read(store))
    assert counted.args == [2]
    with qtbot.waitSignal(model.listed):
        model.show(ChatFilter.UNREAD, "")
    assert model.rowCount() == 2
    with qtbot.waitSignal(model.listed):
        model.show(ChatFilter.ALL, "an")
    assert [model.id_at(0), model.id_at(1)] == [2, None]


def test_a_database_that_cannot_be_read_is_said_so(
    qtbot: QtBot, model: ChatsModel, read: MakeReader, caplog: pytest.LogCaptureFixture
) -> None:
    with qtbot.waitSignal(model.failed):
        model.read_from(read(ChatStore(broken=True)))
    assert [record.message for record in caplog.records] == ["chats_unread"]
    caplog.clear()


def test_what_is_known_of_one_account_is_not_shown_for_another(
    qtbot: QtBot, model: ChatsModel, read: MakeReader
) -> None:
    load(qtbot, model, read(ChatStore([chat_row(1, name="Of the first")])))
    model.read_from(None)
    assert model.rowCount() == 0
    load(qtbot, model, read(ChatStore([chat_row(1, name="Of the second")])))
    assert names(model) == ["Of the second"]


def test_a_file_on_its_way_is_told_with_its_chat(qtbot: QtBot, model: ChatsModel, read: MakeReader) -> None:
    load(qtbot, model, read(ChatStore([chat_row(1), chat_row(2)])))
    with qtbot.waitSignal(model.dataChanged):
        model.set_sending({2: Sending("a.pdf", 0.5)})
    assert model.index(1, 0).data(SendingRole) == Sending("a.pdf", 0.5)
    assert model.index(0, 0).data(SendingRole) is None


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"last_text": "Two\nlines"}, "Two lines"),
        ({"last_kind": MessageKind.AUDIO, "last_text": "", "last_duration_s": 27.0}, "Audio · 0:27"),
        ({"last_kind": MessageKind.IMAGE, "last_text": ""}, "Image"),
        ({"last_kind": MessageKind.DOCUMENT, "last_text": "note.pdf"}, "note.pdf"),
        ({"last_kind": None, "last_text": ""}, ""),
    ],
)
def test_the_second_line_says_what_came_last(facts: dict[str, object], said: str) -> None:
    assert preview(chat_row(1, **facts)) == said


def test_a_row_is_read_out_with_all_that_its_glyphs_say() -> None:
    row = chat_row(
        1, unread=2, pinned=True, last_kind=MessageKind.DOCUMENT, last_text="note.pdf", last_at=NOW,
        last_direction=Direction.OUT, last_status=Status.READ,
    )  # fmt: skip
    words = spoken(row, NOW)
    for part in ("Contact 1", "2 unread", "pinned", "Document: note.pdf", "Read by the customer"):
        assert part in words


def test_rows_speak_through_the_accessible_roles(qtbot: QtBot, model: ChatsModel, read: MakeReader) -> None:
    load(qtbot, model, read(ChatStore([chat_row(1, last_at=int(time.time()))])))
    index = model.index(0, 0)
    assert "Contact 1" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "Message 1"
    assert model.index(5, 0) == QModelIndex()
