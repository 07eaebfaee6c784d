"""The messages' model: a bounded window, pages at both ends, and every commit told row by row."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.domain.kinds import MediaKind, MediaState, MessageKind
from app.domain.reasons import Reason
from app.domain.statuses import Status
from app.domain.uploads import UploadState
from app.services.views import MessageRow
from app.ui.models.message_order import Step, key_of, steps_between
from app.ui.models.message_words import spoken
from app.ui.models.messages import MOST_ROWS, PAGE, MessageRole, MessagesModel
from app.ui.models.pace import Pace
from tests.gui.chat_store import ChatStore, media_item, message_row, own
from tests.gui.furniture import MakeReader

RUNS = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["", "other"])), max_size=12, unique_by=lambda one: one[0]
)


@pytest.fixture
def model(qapp: object) -> MessagesModel:
    made = MessagesModel()
    made.tester = QAbstractItemModelTester(made)
    return made


def chat_of(count: int) -> ChatStore:
    return ChatStore(lines={1: [message_row(number) for number in range(1, count + 1)]})


def ids(model: MessagesModel) -> list[int]:
    return [int(row.id) for row in model.rows]


def load(qtbot: QtBot, model: MessagesModel, reader: object, **wanted: int) -> None:
    with qtbot.waitSignal(model.opened):
        model.open(reader, 1, **wanted)


@settings(derandomize=True, max_examples=300)
@given(old=RUNS, new=RUNS)
def test_steps_turn_one_run_into_the_other(old: list[tuple[int, str]], new: list[tuple[int, str]]) -> None:
    before = sorted((message_row(number, text=text) for number, text in old), key=key_of)
    after = sorted((message_row(number, text=text) for number, text in new), key=key_of)
    rows = list(before)
    for step in steps_between(before, after):
        if step.step is Step.REMOVE:
            del rows[step.first : step.first + step.count]
        elif step.step is Step.INSERT:
            rows[step.first : step.first] = step.rows
        else:
            rows[step.first : step.first + step.count] = step.rows
    assert rows == after


def test_a_chat_opens_at_its_newest_page(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    load(qtbot, model, read(chat_of(200)))
    assert ids(model) == list(range(141, 201))
    assert model.at_end
    assert not model.at_start


def test_pages_come_at_the_top_until_the_first_message(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    load(qtbot, model, read(chat_of(130)))
    for expected in (120, 130):
        with qtbot.waitSignal(model.settled):
            model.fetch_older()
        assert len(model.rows) == expected
    assert model.at_start
    assert ids(model) == list(range(1, 131))


def test_the_window_never_grows_beyond_its_bound(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    load(qtbot, model, read(chat_of(1_500)))
    model.set_near(0, 10)
    while not model.at_start:
        with qtbot.waitSignal(model.settled):
            model.fetch_older()
        assert len(model.rows) <= MOST_ROWS
    assert ids(model) == list(range(1, MOST_ROWS + 1))
    assert not model.at_end
    while not model.at_end:
        with qtbot.waitSignal(model.settled):
            model.fetch_newer()
        assert len(model.rows) <= MOST_ROWS
    assert ids(model)[-1] == 1_500


def test_a_message_of_long_ago_is_shown_with_what_is_around_it(
    qtbot: QtBot, model: MessagesModel, read: MakeReader
) -> None:
    load(qtbot, model, read(chat_of(1_000)), around=500)
    assert 500 in ids(model)
    assert 500 - PAGE // 2 in ids(model)
    assert not model.at_end
    with qtbot.waitSignal(model.opened) as opened:
        model.show_around(900)
    assert opened.args == [900]
    with qtbot.waitSignal(model.opened):
        model.show_newest()
    assert model.at_end


def test_new_messages_are_added_and_counted(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store = chat_of(70)
    load(qtbot, model, read(store))
    store.lines[1] += [message_row(71), own(72), message_row(73)]
    store.touch()
    with qtbot.waitSignal(model.arrived) as arrived:
        pass
    assert arrived.args == [2]
    assert ids(model)[-1] == 73


def test_a_message_that_comes_late_takes_its_place(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store = chat_of(10)
    load(qtbot, model, read(store))
    inserted: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    store.lines[1].append(message_row(99, sent_at=message_row(5).sent_at + 1))
    store.touch()
    qtbot.waitUntil(lambda: 99 in ids(model))
    assert ids(model)[4:7] == [5, 99, 6]
    assert inserted == [(5, 5)]


def test_ticks_edits_and_deletions_repaint_one_row(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store = ChatStore(lines={1: [message_row(1), own(2, status=Status.SENT), message_row(3)]})
    load(qtbot, model, read(store))
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last, _roles: changed.extend(range(first.row(), last.row() + 1)))
    store.lines[1][1] = own(2, status=Status.READ)
    store.touch()
    qtbot.waitUntil(lambda: model.rows[1].status is Status.READ)
    store.lines[1][2] = replace(store.lines[1][2], revoked=True)
    store.touch()
    qtbot.waitUntil(lambda: model.rows[2].revoked)
    assert changed == [1, 2]


def test_a_window_in_the_middle_takes_changes_but_no_newer_messages(
    qtbot: QtBot, model: MessagesModel, read: MakeReader
) -> None:
    store = chat_of(1_000)
    load(qtbot, model, read(store), around=500)
    last = ids(model)[-1]
    store.lines[1][499] = replace(store.lines[1][499], text="edited", edited=True)
    store.lines[1].append(message_row(1_001))
    store.touch()
    qtbot.waitUntil(lambda: model.rows[model.row_of(500)].edited)
    assert ids(model)[-1] == last


def test_the_first_new_message_is_known(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    rows = [message_row(1), message_row(2), own(3), message_row(4), message_row(5)]
    load(qtbot, model, read(ChatStore(lines={1: rows})), unread=3)
    assert model.first_new == 2
    assert [model.place(number).first_new for number in range(5)] == [False, True, False, False, False]


def test_days_and_runs_of_one_sender_are_told(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    start = message_row(1).sent_at
    rows = [message_row(1), message_row(2), own(3), message_row(4, sent_at=start + 86_400)]
    load(qtbot, model, read(ChatStore(lines={1: rows})))
    places = [model.place(number) for number in range(4)]
    assert [bool(place.day) for place in places] == [True, False, False, True]
    assert [place.follows for place in places] == [False, True, False, False]


def test_an_empty_chat_takes_its_first_message(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store = ChatStore(lines={1: []})
    load(qtbot, model, read(store))
    assert model.rowCount() == 0
    store.lines[1] = [message_row(1)]
    store.touch()
    qtbot.waitUntil(lambda: ids(model) == [1])


def test_a_database_that_cannot_be_read_is_said_so(
    qtbot: QtBot, model: MessagesModel, read: MakeReader, caplog: pytest.LogCaptureFixture
) -> None:
    with qtbot.waitSignal(model.failed):
        model.open(read(ChatStore(broken=True)), 1)
    caplog.clear()


def test_answers_for_a_chat_that_was_left_are_dropped(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    store = chat_of(5)
    store.lines[2] = [message_row(50)]
    reader = read(store)
    model.open(reader, 1)
    with qtbot.waitSignal(model.opened):
        model.open(reader, 2)
    assert ids(model) == [50]


MEDIA = media_item(1, kind=MediaKind.AUDIO, duration_s=42.0, size_bytes=96_000)


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        (message_row(1, text="Good morning"), ["Marina Prado: Good morning"]),
        (own(1, text="Yes", status=Status.DELIVERED), ["You: Yes", "Delivered"]),
        (message_row(1, kind=MessageKind.AUDIO, text="", media=MEDIA), ["Audio", "0:42", "96 kB"]),
        (
            message_row(
                1, kind=MessageKind.VIDEO, text="",
                media=media_item(1, kind=MediaKind.VIDEO, state=MediaState.FAILED, reason=Reason.TOO_LARGE),
            ),
            ["Video not received", "larger than"],
        ),
        (message_row(1, revoked=True, text="secret"), ["This message was deleted"]),
        (message_row(1, reply_text="When?", text="At ten"), ["At ten", "in reply to: When?"]),
        (message_row(1, edited=True, reactions=("👍",)), ["edited", "reactions: 👍"]),
        (own(1, status=None, upload_state=UploadState.UNCONFIRMED), ["Not confirmed"]),
    ],
)  # fmt: skip
def test_a_bubble_is_read_out_whole(row: MessageRow, parts: list[str]) -> None:
    words = spoken(row).replace("\u00a0", " ")
    for part in parts:
        assert part in words
    if row.revoked:
        assert row.text not in words


def test_rows_speak_through_the_accessible_role(qtbot: QtBot, model: MessagesModel, read: MakeReader) -> None:
    load(qtbot, model, read(chat_of(1)))
    index = model.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == spoken(index.data(MessageRole))


def test_a_pace_tells_speed_and_time_left() -> None:
    pace = Pace()
    assert pace.left_s is None
    pace.tell(0, 1_000, 0.0)
    pace.tell(100, 1_000, 1.0)
    assert pace.bytes_per_s == pytest.approx(100)
    assert pace.left_s == pytest.approx(9)
    pace.tell(300, 1_000, 2.0)
    assert 100 < pace.bytes_per_s < 200
    assert pace.fraction == pytest.approx(0.3)
    pace.tell(0, 1_000, 3.0)
    assert (pace.fraction, pace.left_s) == (0.0, None)
