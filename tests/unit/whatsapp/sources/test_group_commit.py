"""Many hand over, one thread commits; nobody is told that something is safe before it is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from app.domain.errors import UnavailableError
from app.domain.reasons import Reason
from app.whatsapp.sources.group_commit import GroupCommit


class Disk:
    """A commit that can be held up and that remembers."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.free = threading.Event()
        self.free.set()
        self.entered = threading.Event()
        self.broken = False

    def commit(self, items: list[int]) -> None:
        self.entered.set()
        self.free.wait(10)
        if self.broken:
            raise OSError("disk full")
        self.batches.append(items)

    @property
    def kept(self) -> list[int]:
        return [item for batch in self.batches for item in batch]


@contextmanager
def held_up(disk: Disk, commits: GroupCommit[int]) -> Iterator[Future[None]]:
    """Keep a first commit running for the block."""
    disk.free.clear()
    disk.entered.clear()
    first = commits.submit(-1)
    assert disk.entered.wait(5)
    try:
        yield first
    finally:
        disk.free.set()


@pytest.fixture
def disk() -> Disk:
    return Disk()


def test_everything_handed_over_at_once_is_committed_once_and_together(disk: Disk) -> None:
    commits = GroupCommit(disk.commit, most=1000)
    with ThreadPoolExecutor(8) as senders:
        for settled in list(senders.map(commits.submit, range(800))):
            settled.result(5)
    commits.stop()
    assert sorted(disk.kept) == list(range(800))
    assert len(disk.batches) < 400


def test_nobody_has_an_answer_before_the_commit_returned(disk: Disk) -> None:
    commits = GroupCommit(disk.commit)
    with held_up(disk, commits) as first:
        second = commits.submit(2)
        assert not first.done()
        assert not second.done()
        assert disk.kept == []
    second.result(5)
    assert disk.kept == [-1, 2]
    commits.stop()


def test_a_batch_has_its_bound_and_order_is_kept(disk: Disk) -> None:
    commits = GroupCommit(disk.commit, most=10)
    with held_up(disk, commits):
        waiting = [commits.submit(number) for number in range(25)]
    for settled in waiting:
        settled.result(5)
    commits.stop()
    assert disk.kept == [-1, *range(25)]
    assert max(map(len, disk.batches)) == 10


def test_what_could_not_be_committed_is_told_to_everyone_and_the_next_may_work(disk: Disk) -> None:
    commits = GroupCommit(disk.commit)
    disk.broken = True
    for settled in [commits.submit(number) for number in range(3)]:
        with pytest.raises(OSError, match="disk full"):
            settled.result(5)
    disk.broken = False
    commits.submit(7).result(5)
    commits.stop()
    assert disk.kept == [7]


def test_too_many_waiting_items_are_refused_and_later_taken_again(disk: Disk) -> None:
    commits = GroupCommit(disk.commit, bound=2)
    with held_up(disk, commits):
        accepted = [commits.submit(1), commits.submit(2)]
        with pytest.raises(UnavailableError) as refused:
            commits.submit(3)
        assert (refused.value.reason, refused.value.retry_after_s) == (Reason.RATE_LIMITED, 1.0)
    for settled in accepted:
        settled.result(5)
    commits.submit(3).result(5)
    commits.stop()


def test_too_many_waiting_bytes_are_refused(disk: Disk) -> None:
    commits = GroupCommit(disk.commit, bound_bytes=100)
    with held_up(disk, commits):
        commits.submit(1, size_bytes=60)
        with pytest.raises(UnavailableError):
            commits.submit(2, size_bytes=60)
        commits.submit(3, size_bytes=40)
    commits.stop()
    commits = GroupCommit(disk.commit, bound_bytes=100)
    for number in range(5):
        commits.submit(number, size_bytes=90).result(5)
    commits.stop()


def test_stopping_commits_what_waits_and_takes_nothing_more(disk: Disk) -> None:
    commits = GroupCommit(disk.commit, name="commits-under-test")
    with held_up(disk, commits):
        waiting = [commits.submit(number) for number in range(5)]
        stopping = threading.Thread(target=commits.stop)
        stopping.start()
    stopping.join(5)
    assert all(settled.done() for settled in waiting)
    assert disk.kept == [-1, 0, 1, 2, 3, 4]
    with pytest.raises(UnavailableError, match="stopping"):
        commits.submit(6)
    assert "commits-under-test" not in [thread.name for thread in threading.enumerate()]
    commits.stop()


def test_who_no_longer_waits_is_left_out(disk: Disk) -> None:
    commits = GroupCommit(disk.commit)
    with held_up(disk, commits):
        gone, stays = commits.submit(1), commits.submit(2)
        assert gone.cancel()
    stays.result(5)
    commits.stop()
    assert disk.kept == [-1, 2]
    with pytest.raises(CancelledError):
        gone.result(5)
