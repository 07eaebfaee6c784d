"""What happens on threads reaches the UI thread: in order, in batches, and only where somebody still waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.services.bus import Bus
from app.services.views import ViewStore
from app.ui.bridge import SLICE_S, Bridge, Crossing, Errands, Reader
from tests.support.view_store import MemoryStore


@dataclass(frozen=True, slots=True)
class Happened:
    number: int


@pytest.fixture
def lane() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2, "lane") as executor:
        yield executor


def crossing() -> Crossing:
    return Crossing(QCoreApplication.instance())


def test_events_of_many_threads_arrive_on_the_ui_thread_each_thread_in_its_order(qtbot: QtBot) -> None:
    bus, seen, threads = Bus(), [], set()

    def note(event: Happened) -> None:
        seen.append(event.number)
        threads.add(threading.current_thread())

    Bridge(bus, crossing()).on(Happened, note)
    publishers = [
        threading.Thread(target=lambda start=start: [bus.publish(Happened(start + n)) for n in range(500)])
        for start in (0, 1000, 2000)
    ]
    for thread in publishers:
        thread.start()
    for thread in publishers:
        thread.join()
    qtbot.waitUntil(lambda: len(seen) == 1500)
    assert threads == {threading.main_thread()}
    for start in (0, 1000, 2000):
        assert [n for n in seen if start <= n < start + 1000] == list(range(start, start + 500))


def test_a_batch_costs_one_wake_up(qtbot: QtBot) -> None:
    carrier, wakes, seen = crossing(), [], []
    carrier._woken.connect(lambda: wakes.append(1))
    worker = threading.Thread(target=lambda: [carrier.cross(lambda n=n: seen.append(n)) for n in range(300)])
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: len(seen) == 300)
    assert len(wakes) == 1 and seen == list(range(300))


def test_a_flood_gives_the_ui_thread_back_between_slices(qtbot: QtBot) -> None:
    carrier, longest, at = crossing(), 0.0, time.perf_counter()
    done: list[int] = []
    for number in range(60):
        carrier.cross(lambda n=number: (time.sleep(SLICE_S / 4), done.append(n)))
    while len(done) < 60:
        at = time.perf_counter()
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()
        longest = max(longest, time.perf_counter() - at)
    assert done == list(range(60))
    assert longest < 60 * SLICE_S / 4, "all sixty were carried out in one go"


def test_who_stopped_listening_hears_nothing_even_of_what_was_under_way(qtbot: QtBot) -> None:
    bus, seen = Bus(), []
    bridge = Bridge(bus, crossing())
    end = bridge.on(Happened, lambda event: seen.append(event.number))
    bus.publish(Happened(1))
    end()
    other = []
    bridge.on(Happened, lambda event: other.append(event.number))
    bus.publish(Happened(2))
    qtbot.waitUntil(lambda: other == [2])
    assert seen == []


def test_one_listener_that_fails_does_not_cost_the_others_their_news(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    bus, seen = Bus(), []
    bridge = Bridge(bus, crossing())
    bridge.on(Happened, lambda event: 1 / 0)
    bridge.on(Happened, lambda event: seen.append(event.number))
    bus.publish(Happened(7))
    qtbot.waitUntil(lambda: seen == [7])
    assert [record.getMessage() for record in caplog.records] == ["delivery_failed"]
    caplog.clear()


def test_after_closing_nothing_crosses_any_more(qtbot: QtBot) -> None:
    carrier, seen = crossing(), []
    carrier.cross(lambda: seen.append(1))
    carrier.close()
    carrier.cross(lambda: seen.append(2))
    qtbot.wait(30)
    assert seen == []


def test_work_runs_on_the_lane_and_its_answer_comes_to_the_ui_thread(qtbot: QtBot, lane: ThreadPoolExecutor) -> None:
    errands, found = Errands(lane, crossing()), []
    errands.run(threading.current_thread, lambda worker: found.append((worker, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(found))
    worker, here = found[0]
    assert worker.name.startswith("lane") and here is threading.main_thread()


def test_a_failure_reaches_whoever_asked(qtbot: QtBot, lane: ThreadPoolExecutor) -> None:
    errors: list[Exception] = []
    Errands(lane, crossing()).run(lambda: 1 / 0, failed=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ZeroDivisionError)


def test_a_failure_that_nobody_asked_for_is_logged(
    qtbot: QtBot, lane: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    Errands(lane, crossing()).run(lambda: 1 / 0)
    qtbot.waitUntil(lambda: bool(caplog.records))
    assert caplog.records[0].getMessage() == "errand_failed"
    caplog.clear()


def test_a_later_question_of_a_group_makes_the_earlier_answer_be_dropped(
    qtbot: QtBot, lane: ThreadPoolExecutor
) -> None:
    errands, found, gate = Errands(lane, crossing()), [], threading.Event()
    errands.run(lambda: gate.wait(5) and "old", found.append, group="list")
    errands.run(lambda: "new", found.append, group="list")
    qtbot.waitUntil(lambda: found == ["new"])
    gate.set()
    qtbot.wait(50)
    assert found == ["new"]


def test_a_question_that_has_not_begun_and_is_not_wanted_is_never_asked(qtbot: QtBot) -> None:
    with ThreadPoolExecutor(1, "lane") as lane:
        errands, asked, gate = Errands(lane, crossing()), [], threading.Event()
        errands.run(lambda: gate.wait(5))
        ticket = errands.run(lambda: asked.append("unwanted"))
        ticket.cancel()
        last: list[int] = []
        errands.run(lambda: 1, last.append)
        gate.set()
        qtbot.waitUntil(lambda: last == [1])
    assert asked == []


def test_a_reader_asks_a_snapshot_and_tells_changes_within_a_second(qtbot: QtBot, lane: ThreadPoolExecutor) -> None:
    store = MemoryStore()
    store.add_chat("Marina Prado")
    reader, found = Reader(cast(ViewStore, store), lane, seen=store.changed()), []
    reader.ask(lambda view: view.unread(), found.append)
    qtbot.waitUntil(lambda: found == [0])
    with qtbot.waitSignal(reader.changed, timeout=1500):
        store.add_chat("Paulo Nogueira")
    reader.close()


def test_a_reader_that_does_not_know_where_it_began_takes_the_first_look_for_a_change(
    qtbot: QtBot, lane: ThreadPoolExecutor
) -> None:
    reader = Reader(cast(ViewStore, MemoryStore()), lane)
    with qtbot.waitSignal(reader.changed, timeout=1500):
        pass
    reader.close()


def test_without_changes_a_reader_is_silent(qtbot: QtBot, lane: ThreadPoolExecutor) -> None:
    store = MemoryStore()
    reader, told = Reader(cast(ViewStore, store), lane, seen=store.changed()), []
    reader.changed.connect(lambda: told.append(1))
    qtbot.wait(1000)
    reader.close()
    assert told == []


def test_writing_is_noticed_without_waiting_for_the_next_look(qtbot: QtBot, lane: ThreadPoolExecutor) -> None:
    store = MemoryStore()
    chat = store.add_chat("Marina Prado", unread=3)
    reader = Reader(cast(ViewStore, store), lane, seen=store.changed())
    with qtbot.waitSignal(reader.changed, timeout=1500):
        reader.write(lambda writable: writable.mark_read(chat))
    reader.close()


def test_a_closed_reader_hands_nothing_over(qtbot: QtBot, lane: ThreadPoolExecutor) -> None:
    reader, found = Reader(cast(ViewStore, MemoryStore()), lane), []
    reader.ask(lambda view: time.sleep(0.05) or 1, found.append, group="slow")
    reader.close()
    assert not reader.ask(lambda view: 2, found.append).wanted
    qtbot.wait(120)
    assert found == []


class _Broken:
    """A store whose database is locked for good."""

    @contextmanager
    def view(self) -> Iterator[None]:
        raise OSError("locked")
        yield

    def changed(self) -> int:
        raise OSError("locked")


def test_a_store_that_cannot_be_asked_is_an_error_of_the_question_and_a_line_in_the_log(
    qtbot: QtBot, lane: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    reader, errors = Reader(cast(ViewStore, _Broken()), lane), []
    reader.ask(lambda view: 1, lambda _answer: None, failed=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    qtbot.waitUntil(lambda: any(record.getMessage() == "changes_unseen" for record in caplog.records), timeout=1500)
    reader.close()
    caplog.clear()


def test_questions_about_an_account_that_was_left_are_not_answered_any_more(
    qtbot: QtBot, lane: ThreadPoolExecutor
) -> None:
    store, release, answered = MemoryStore(), threading.Event(), []
    reader = Reader(store, lane, crossing(), seen=store.changed())
    reader.ask(lambda _view: release.wait(5), lambda _done: answered.append("chats"), group="chats")
    reader.ask(lambda _view: release.wait(5), lambda _done: answered.append("rail"), group="rail")
    reader.turn_away()
    release.set()
    qtbot.waitUntil(lambda: bool(answered))
    reader.ask(lambda _view: None, lambda _done: answered.append("chats, later"), group="chats")
    qtbot.waitUntil(lambda: len(answered) == 2)
    assert answered == ["rail", "chats, later"]
    reader.close()
