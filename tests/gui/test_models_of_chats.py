"""The chat list's model: ids first, rows when they come into sight, and no more told to the view than what changed."""

from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.domain.ids import ChatId
from app.domain.kinds import Direction, MediaKind, MessageKind
from app.domain.statuses import Status
from app.services.views import ChatFilter
from app.ui.models.chat_words import preview, spoken
from app.ui.models.chats import ChatsModel, IdRole, RowRole, Sending, SendingRole
from app.ui.models.id_changes import Change, IdChange, change_between
from tests.gui.furniture import MakeReader
from tests.support.view_store import START, MemoryStore, sample_store

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def shown(qtbot: QtBot, model: ChatsModel) -> list[str]:
    model.want(0, model.rowCount() - 1)
    qtbot.waitUntil(lambda: all(model.index(row, 0).data() for row in range(model.rowCount())))
    return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def store() -> MemoryStore:
    return sample_store(6, 4)


@pytest.fixture
def model(qtbot: QtBot, read: MakeReader, store: MemoryStore) -> ChatsModel:
    made = ChatsModel()
    made.tester = QAbstractItemModelTester(made, FATAL, made)
    with qtbot.waitSignal(made.listed):
        made.read_from(read(store))
    return made


def test_the_pinned_chat_comes_first_then_the_newest(qtbot: QtBot, model: ChatsModel, store: MemoryStore) -> None:
    names = shown(qtbot, model)
    assert names[0] == "محمد 3"
    assert names[1:] == [row.name for row in sorted(store.chats.values(), key=lambda r: -r.last_at) if not row.pinned]


def test_rows_are_fetched_only_where_somebody_looks(qtbot: QtBot, model: ChatsModel) -> None:
    model.want(0, 1)
    qtbot.waitUntil(lambda: model.index(1, 0).data(RowRole) is not None)
    assert model.index(5, 0).data(RowRole) is None
    assert model.index(5, 0).data(Qt.ItemDataRole.DisplayRole) is None
    assert model.index(5, 0).data(IdRole) == model.id_at(5)


def test_a_message_moves_its_chat_up_and_the_rest_stays(qtbot: QtBot, model: ChatsModel, store: MemoryStore) -> None:
    shown(qtbot, model)
    last = ChatId(model.id_at(5) or 0)
    moves: list[tuple[int, int]] = []
    resets: list[None] = []
    model.rowsMoved.connect(lambda _p, first, _l, _d, target: moves.append((first, target)))
    model.modelReset.connect(lambda: resets.append(None))
    store.add(last, "Chegou!")
    with qtbot.waitSignal(model.listed):
        model.refresh()
    assert moves == [(5, 1)]
    assert resets == []
    assert model.id_at(1) == last
    qtbot.waitUntil(lambda: model.row(last).last_text == "Chegou!")


def test_a_new_chat_comes_in_and_is_found_where_it_stands(qtbot: QtBot, model: ChatsModel, store: MemoryStore) -> None:
    new = store.add_chat("Banco Aurora")
    store.add(new, "Olá")
    with qtbot.waitSignals([model.rowsInserted, model.listed]):
        model.refresh()
    assert model.place_of(new).row() == 1
    assert not model.place_of(99).isValid()
    assert not model.place_of(None).isValid()


def test_unread_chats_are_filtered_and_counted(qtbot: QtBot, model: ChatsModel, store: MemoryStore) -> None:
    with qtbot.waitSignal(model.unread_counted) as counted:
        model.show(ChatFilter.UNREAD, "")
    unread = [chat for chat, row in store.chats.items() if row.unread]
    assert counted.args == [len(unread)]
    assert {model.id_at(row) for row in range(model.rowCount())} == set(unread)
    store.mark_read(ChatId(unread[0]))
    with qtbot.waitSignal(model.rowsRemoved):
        model.refresh()
    assert model.rowCount() == len(unread) - 1


def test_a_search_finds_names_without_accents(qtbot: QtBot, model: ChatsModel) -> None:
    with qtbot.waitSignal(model.listed):
        model.show(ChatFilter.ALL, "albuquerque")
    assert shown(qtbot, model) == ["Ana Beatriz de Albuquerque e Vasconcelos 2"]


def test_the_last_of_several_searches_is_the_one_that_is_shown(qtbot: QtBot, model: ChatsModel) -> None:
    for text in ("ma", "mar", "paulo"):
        model.show(ChatFilter.ALL, text)
    qtbot.waitSignal(model.listed).wait()
    assert shown(qtbot, model) == ["Paulo Nogueira 1"]


def test_a_chat_that_a_file_leaves_to_says_so(qtbot: QtBot, model: ChatsModel) -> None:
    shown(qtbot, model)
    chat = model.id_at(2) or 0
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.set_sending({chat: Sending("boleto.pdf", 0.5)})
    assert changed.args[0].row() == 2
    assert model.index(2, 0).data(SendingRole) == Sending("boleto.pdf", 0.5)
    model.set_sending({})
    assert model.index(2, 0).data(SendingRole) is None


def test_another_account_forgets_the_one_before(qtbot: QtBot, model: ChatsModel, read: MakeReader) -> None:
    shown(qtbot, model)
    model.read_from(None)
    assert model.rowCount() == 0
    other = MemoryStore()
    other.add(other.add_chat("Só esta"), "Oi")
    with qtbot.waitSignal(model.listed):
        model.read_from(read(other))
    assert shown(qtbot, model) == ["Só esta"]


def test_a_database_that_cannot_be_read_is_said(
    qtbot: QtBot,
    model: ChatsModel,
    store: MemoryStore,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = shown(qtbot, model)

    def broken() -> None:
        raise OSError

    monkeypatch.setattr(store, "view", broken)
    with qtbot.waitSignal(model.failed):
        model.refresh()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == before
    assert "chats_unread" in [record.message for record in caplog.records]
    caplog.clear()


def test_a_row_is_spoken_with_all_that_is_seen(qtbot: QtBot) -> None:
    store = MemoryStore()
    group = store.add_chat("Vendas", "12036@g.us", pinned=True)
    store.add(group, "Bom dia")
    words = spoken(store.chats[group], START + 3600)
    assert words.startswith("Vendas, group, 1 unread, pinned, Bom dia, ")


def test_the_last_message_is_told_by_its_words_else_by_its_kind() -> None:
    store = MemoryStore()
    chat = store.add_chat("Marina")
    assert preview(store.chats[chat]) == ""
    store.add(chat, "linha 1\nlinha 2")
    assert preview(store.chats[chat]) == "linha 1 linha 2"
    store.add_media(chat, MediaKind.AUDIO)
    assert preview(store.chats[chat]).endswith("0:42")
    store.add(chat, "", kind=MessageKind.TEXT, direction=Direction.OUT, status=Status.READ, revoked=True)
    assert "Read" in spoken(store.chats[chat], START)


def ids(*numbers: int) -> array[int]:
    return array("q", numbers)


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (ids(), ids(), IdChange(Change.SAME)),
        (ids(1, 2, 3), ids(1, 2, 3), IdChange(Change.SAME)),
        (ids(1, 2, 3), ids(3, 1, 2), IdChange(Change.MOVED, 2, 1, 0)),
        (ids(1, 2, 3, 4), ids(1, 3, 4, 2), IdChange(Change.MOVED, 1, 1, 3)),
        (ids(1, 2), ids(9, 8, 1, 2), IdChange(Change.CAME, 0, 2)),
        (ids(1, 2, 3, 4), ids(1, 4), IdChange(Change.WENT, 1, 2)),
        (ids(1, 2, 3), ids(3, 2, 1), IdChange(Change.OTHER)),
        (ids(), ids(7), IdChange(Change.CAME, 0, 1)),
    ],
)
def test_the_smallest_change_between_two_lists_is_found(old: array[int], new: array[int], change: IdChange) -> None:
    assert change_between(old, new) == change


def test_a_child_of_a_row_does_not_exist(model: ChatsModel) -> None:
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None
