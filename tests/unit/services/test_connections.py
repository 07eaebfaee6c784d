"""Whether an instance is connected is asked now and then, told by events in between, and said once per change."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from app.domain.ids import ClientId, InstanceId, InstanceRef, MediaId
from app.domain.kinds import MediaState
from app.domain.reasons import Reason
from app.services.bus import Bus
from app.services.connections import Connection, ConnectionChange, Connections
from app.services.downloads import DownloadEnded
from app.services.gateway import ConnectionReport
from app.services.inbox import ConnectionSeen

REF = InstanceRef(ClientId(1), InstanceId("loja"))
_PATIENCE_S = 5.0


class _House:
    """A watch over one instance whose provider answers as a test writes it down."""

    def __init__(self, lane: ThreadPoolExecutor) -> None:
        self.bus = Bus()
        self.answers: list[ConnectionReport | Exception] = []
        self.asked = 0
        self.seen: list[ConnectionChange] = []
        self.bus.subscribe(ConnectionChange, self.seen.append)
        self.now = 0.0
        self.watch = Connections(self.bus, lambda _ref: lane, lambda: self.now)
        gateway = SimpleNamespace(check=self._check)
        desk: Any = SimpleNamespace(instance=SimpleNamespace(ref=REF), gateway=gateway)
        self.desk = desk

    def _check(self) -> ConnectionReport:
        self.asked += 1
        answer = self.answers[min(self.asked, len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def house() -> Iterator[_House]:
    with ThreadPoolExecutor(1) as lane:
        made = _House(lane)
        made.watch.start()
        yield made
        made.watch.stop()


def wait_for(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("answer", "connection", "reason"),
    [
        (ConnectionReport(ok=True), Connection.CONNECTED, None),
        (ConnectionReport(ok=False, reason=Reason.TIMEOUT), Connection.UNREACHED, Reason.TIMEOUT),
        (ConnectionReport(ok=False, reason=Reason.TOKEN_REFUSED), Connection.DISCONNECTED, Reason.TOKEN_REFUSED),
        (ConnectionReport(ok=False, warnings=("not_connected",)), Connection.DISCONNECTED, None),
    ],
)
def test_an_answer_says_how_it_stands(
    house: _House, answer: ConnectionReport, connection: Connection, reason: Reason | None
) -> None:
    assert house.watch.state(REF).connection is Connection.UNKNOWN
    house.answers = [answer]
    house.watch.watch(house.desk)
    wait_for(lambda: bool(house.seen))
    assert house.seen == [ConnectionChange(REF, connection, reason)] and house.watch.state(REF) == house.seen[0]


def test_the_same_answer_is_said_once_and_asked_for_again_when_its_time_has_come(house: _House) -> None:
    house.answers = [ConnectionReport(ok=True)]
    house.watch.watch(house.desk)
    wait_for(lambda: house.asked == 1)
    time.sleep(0.6)
    assert house.asked == 1
    house.now = 61.0
    wait_for(lambda: house.asked == 2)
    assert len(house.seen) == 1


def test_what_is_not_connected_is_asked_again_sooner(house: _House) -> None:
    house.answers = [ConnectionReport(ok=False, reason=Reason.OFFLINE), ConnectionReport(ok=True)]
    house.watch.watch(house.desk)
    wait_for(lambda: len(house.seen) == 1)
    house.now = 11.0
    wait_for(lambda: len(house.seen) == 2)
    assert house.seen[1].connection is Connection.CONNECTED


def test_an_event_of_the_provider_counts_at_once_and_the_reason_is_asked_for(house: _House) -> None:
    house.answers = [ConnectionReport(ok=True), ConnectionReport(ok=False, reason=Reason.TOKEN_REFUSED)]
    house.watch.watch(house.desk)
    wait_for(lambda: len(house.seen) == 1)
    house.bus.publish(ConnectionSeen(REF, connected=False))
    assert house.seen[1] == ConnectionChange(REF, Connection.DISCONNECTED, None)
    wait_for(lambda: len(house.seen) == 3)
    assert house.seen[2].reason is Reason.TOKEN_REFUSED


def test_events_of_others_are_left_alone(house: _House) -> None:
    house.bus.publish(ConnectionSeen(REF, connected=True))
    assert house.seen == []


def test_a_check_that_breaks_counts_as_no_answer_and_is_logged(house: _House, caplog: pytest.LogCaptureFixture) -> None:
    house.answers = [RuntimeError("a bug")]
    house.watch.watch(house.desk)
    wait_for(lambda: bool(house.seen))
    assert house.seen[0].connection is Connection.UNREACHED
    assert [record.getMessage() for record in caplog.records] == ["check_failed"]


def test_after_stopping_no_thread_stays() -> None:
    before = threading.active_count()
    with ThreadPoolExecutor(1) as lane:
        watch = Connections(Bus(), lambda _ref: lane, time.time)
        watch.start()
        watch.stop()
    assert threading.active_count() == before


def test_a_transfer_that_met_no_answer_makes_it_be_asked_soon(house: _House) -> None:
    house.answers = [ConnectionReport(ok=True), ConnectionReport(ok=False, reason=Reason.OFFLINE)]
    house.watch.watch(house.desk)
    wait_for(lambda: house.asked == 1)
    house.now = 5.0
    house.bus.publish(DownloadEnded(REF, MediaId(1), MediaState.LOCAL, None))
    time.sleep(0.4)
    assert house.asked == 1
    house.bus.publish(DownloadEnded(REF, MediaId(2), MediaState.REMOTE, Reason.OFFLINE))
    wait_for(lambda: len(house.seen) == 2)
    assert house.seen[1].connection is Connection.UNREACHED
