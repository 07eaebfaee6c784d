"""The process lane: a hostile task kills its worker and nothing else."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest

from app.domain.errors import RefusedError, UnavailableError
from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.domain.reasons import Reason
from app.runtime.heartbeat import Heartbeat
from app.runtime.lanes import NET_THREADS, ThreadLanes
from app.runtime.processes import ProcessLane


def double(value: int) -> int:
    return 2 * value


def refuse() -> None:
    raise RefusedError(Reason.MAC, "from a worker")


def die() -> None:
    os._exit(3)


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def hoard(size_bytes: int) -> int:
    return len(bytearray(size_bytes))


def pid() -> int:
    return os.getpid()


@pytest.fixture(scope="module")
def lane() -> Iterator[ProcessLane]:
    lane = ProcessLane(1, memory_bytes=1024**3)
    yield lane
    lane.close()


def test_a_result_comes_back_from_another_process(lane: ProcessLane) -> None:
    assert lane.run(partial(double, 21)) == 42
    assert lane.run(pid) != os.getpid()


def test_an_error_of_the_domain_comes_through_whole(lane: ProcessLane) -> None:
    with pytest.raises(RefusedError) as caught:
        lane.run(refuse)
    assert caught.value.reason is Reason.MAC


def test_a_worker_that_dies_refuses_its_file_and_the_next_one_works(lane: ProcessLane) -> None:
    with pytest.raises(RefusedError) as caught:
        lane.run(die)
    assert caught.value.reason is Reason.UNREADABLE
    assert lane.run(partial(double, 1)) == 2


def test_a_worker_that_takes_too_long_is_ended(lane: ProcessLane) -> None:
    with pytest.raises(RefusedError) as caught:
        lane.run(partial(sleep, 600.0), timeout_s=0.3)
    assert caught.value.reason is Reason.UNREADABLE
    assert lane.run(partial(double, 2)) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="address space limits are enforced on Linux")
def test_a_bomb_meets_the_memory_limit(lane: ProcessLane) -> None:
    with pytest.raises(RefusedError) as caught:
        lane.run(partial(hoard, 4 * 1024**3))
    assert caught.value.reason is Reason.UNREADABLE


def test_a_stop_ends_a_running_task(lane: ProcessLane) -> None:
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    with pytest.raises(RefusedError) as caught:
        lane.run(partial(sleep, 600.0), stopped=stop.is_set)
    assert caught.value.reason is Reason.CANCELLED


def test_a_lane_that_was_closed_leaves_no_process() -> None:
    lane = ProcessLane(1)
    worker = lane.run(pid)
    lane.close()
    with pytest.raises(OSError):
        os.kill(worker, 0)


def test_each_instance_has_a_pool_of_its_own() -> None:
    lanes = ThreadLanes()
    one, other = (InstanceRef(ClientId(1), InstanceId(name)) for name in ("a", "b"))
    blocked = threading.Event()
    try:
        for _ in range(NET_THREADS + 2):
            lanes.net(one).submit(blocked.wait)
        assert lanes.net(other).submit(double, 4).result(timeout=10) == 8
        assert lanes.net(one) is lanes.net(one)
        assert lanes.work().submit(double, 5).result(timeout=10) == 10
    finally:
        blocked.set()
        lanes.close()


def test_the_heart_beats_on_when_one_beat_fails(caplog: pytest.LogCaptureFixture) -> None:
    beats = threading.Semaphore(0)

    def fail() -> None:
        raise UnavailableError(Reason.DISK_FULL)

    heart = Heartbeat(every_s=0.01)
    heart.add(fail)
    heart.add(beats.release)
    try:
        assert all(beats.acquire(timeout=10) for _ in range(3))
    finally:
        heart.close()
    assert any(record.message == "heartbeat_failed" for record in caplog.records)
