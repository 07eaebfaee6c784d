"""Connections are asked for now and then, told by events in between, and said once when they change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

import pytest

from app.domain.ids import InstanceRef, instance_ref
from app.domain.reasons import Reason
from app.services.bus import Bus
from app.services.connections import ASK_AGAIN_S, ASK_EVERY_S, Connection, ConnectionChange, Connections
from app.services.gateway import ConnectionReport
from app.services.inbox import ConnectionSeen

LOJA, OTHER = instance_ref("1/loja"), instance_ref("1/other")
PATIENCE_S = 10.0


class Provider:
    """Answers what it is told to and says when it was asked."""

    def __init__(self) -> None:
        self.answer: ConnectionReport | Exception = ConnectionReport(ok=True)
        self.asked = threading.Semaphore(0)

    def check(self) -> ConnectionReport:
        self.asked.release()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Lane:
    """Runs what it is given at once."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args))
        except OSError as error:
            done.set_exception(error)
        return done


class Watch:
    def __init__(self) -> None:
        self.bus, self.provider, self.now = Bus(), Provider(), 1000.0
        self.said: list[ConnectionChange] = []
        self.heard = threading.Semaphore(0)
        self.bus.subscribe(ConnectionChange, self._hear)
        self.connections = Connections(self.bus, lambda _ref: Lane(), lambda: self.now)  # type: ignore[arg-type]

    def begin(self, ref: InstanceRef = LOJA) -> None:
        self.connections.watch(SimpleNamespace(instance=SimpleNamespace(ref=ref), gateway=self.provider))
        self.connections.start()

    def next(self) -> ConnectionChange:
        assert self.heard.acquire(timeout=PATIENCE_S)
        return self.said[-1]

    def asked(self) -> None:
        assert self.provider.asked.acquire(timeout=PATIENCE_S)

    def _hear(self, change: ConnectionChange) -> None:
        self.said.append(change)
        self.heard.release()


@pytest.fixture
def watch() -> Iterator[Watch]:
    made = Watch()
    yield made
    made.connections.stop()


def test_an_instance_is_unknown_until_it_was_asked(watch: Watch) -> None:
    assert watch.connections.state(LOJA) == ConnectionChange(LOJA, Connection.UNKNOWN, None)
    watch.begin()
    assert watch.next() == ConnectionChange(LOJA, Connection.CONNECTED, None)
    assert watch.connections.state(LOJA).connection is Connection.CONNECTED


@pytest.mark.parametrize(
    ("reason", "connection"),
    [
        (Reason.OFFLINE, Connection.UNREACHED),
        (Reason.TIMEOUT, Connection.UNREACHED),
        (Reason.PROVIDER_ERROR, Connection.UNREACHED),
        (Reason.TOKEN_REFUSED, Connection.DISCONNECTED),
        (None, Connection.DISCONNECTED),
    ],
)
def test_a_provider_that_is_away_is_told_from_a_number_that_is(
    watch: Watch, reason: Reason | None, connection: Connection
) -> None:
    watch.provider.answer = ConnectionReport(ok=False, reason=reason)
    watch.begin()
    assert watch.next() == ConnectionChange(LOJA, connection, reason)


def test_an_unexpected_fault_counts_as_not_reached(watch: Watch) -> None:
    watch.provider.answer = OSError("broken pipe")
    watch.begin()
    assert watch.next() == ConnectionChange(LOJA, Connection.UNREACHED, None)


def test_the_same_answer_again_is_not_said_again(watch: Watch) -> None:
    watch.begin()
    watch.next()
    watch.asked()
    watch.now += ASK_EVERY_S
    watch.asked()
    watch.provider.answer = ConnectionReport(ok=False, reason=Reason.OFFLINE)
    watch.now += ASK_EVERY_S
    assert watch.next().connection is Connection.UNREACHED
    assert len(watch.said) == 2


def test_who_is_not_connected_is_asked_again_sooner(watch: Watch) -> None:
    watch.provider.answer = ConnectionReport(ok=False, reason=Reason.OFFLINE)
    watch.begin()
    watch.next()
    watch.provider.answer = ConnectionReport(ok=True)
    watch.now += ASK_AGAIN_S
    assert watch.next().connection is Connection.CONNECTED


def test_an_event_is_believed_at_once_and_its_cause_asked_for(watch: Watch) -> None:
    watch.begin()
    watch.next()
    watch.provider.answer = ConnectionReport(ok=False, reason=Reason.TOKEN_REFUSED)
    watch.bus.publish(ConnectionSeen(LOJA, connected=False))
    assert watch.said[1] == ConnectionChange(LOJA, Connection.DISCONNECTED, None)
    watch.next()
    assert watch.next() == ConnectionChange(LOJA, Connection.DISCONNECTED, Reason.TOKEN_REFUSED)


def test_events_of_instances_that_nobody_watches_say_nothing(watch: Watch) -> None:
    watch.bus.publish(ConnectionSeen(OTHER, connected=True))
    assert watch.said == []
    assert watch.connections.state(OTHER).connection is Connection.UNKNOWN


def test_after_the_end_nothing_is_said(watch: Watch) -> None:
    watch.begin()
    watch.next()
    watch.connections.stop()
    watch.bus.publish(ConnectionSeen(LOJA, connected=False))
    assert len(watch.said) == 1
