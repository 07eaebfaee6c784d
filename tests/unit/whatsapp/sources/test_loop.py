"""The loop of the sources starts, runs what it is given and ends without leaving anything behind."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError

import pytest

from app.whatsapp.sources.loop import SourceLoop


@pytest.fixture
def loop() -> Iterator[SourceLoop]:
    running = SourceLoop()
    running.start()
    yield running
    running.stop()
    assert "sources" not in [thread.name for thread in threading.enumerate()]


async def where() -> str:
    return threading.current_thread().name


async def forever(ended: list[str]) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        await asyncio.sleep(0)
        ended.append("ended")


def test_coroutines_run_in_a_thread_of_their_own(loop: SourceLoop) -> None:
    assert loop.submit(where()).result(5) == "sources"


def test_an_error_comes_back_to_the_caller(loop: SourceLoop) -> None:
    async def fail() -> None:
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        loop.submit(fail()).result(5)


def test_stopping_cancels_what_still_runs_and_waits_until_it_has_ended() -> None:
    loop, ended = SourceLoop(), list[str]()
    loop.start()
    running = [loop.submit(forever(ended)) for _ in range(3)]
    loop.submit(where()).result(5)
    loop.stop()
    assert ended == ["ended"] * 3
    for future in running:
        with pytest.raises(CancelledError):
            future.result(5)


def test_after_the_end_nothing_is_taken(loop: SourceLoop) -> None:
    loop.stop()
    loop.stop()
    with pytest.raises(RuntimeError, match="does not run"):
        loop.submit(where())
    with pytest.raises(RuntimeError, match="does not run"):
        SourceLoop().submit(where())


def test_a_loop_that_never_started_can_be_stopped() -> None:
    SourceLoop().stop()


def test_a_cancelled_future_cancels_its_coroutine(loop: SourceLoop) -> None:
    ended: list[str] = []
    running = loop.submit(forever(ended))
    loop.submit(where()).result(5)
    running.cancel()
    for _turn in range(5):
        loop.submit(asyncio.sleep(0)).result(5)
    assert ended == ["ended"]


def test_what_does_not_let_itself_be_cancelled_is_named() -> None:
    loop, release = SourceLoop(), threading.Event()
    loop.start()

    async def stubborn() -> None:
        release.wait()

    loop.submit(stubborn())
    with pytest.raises(TimeoutError):
        loop.stop(timeout_s=0.1)
    release.set()
    loop.stop()


def test_work_handed_over_while_the_loop_stops_never_hangs() -> None:
    for _round in range(20):
        loop, answers = SourceLoop(), list[object]()
        loop.start()

        def hand_over(loop: SourceLoop = loop, answers: list[object] = answers) -> None:
            try:
                while True:
                    answers.append(loop.submit(where()).result(5))
            except (RuntimeError, CancelledError) as error:
                answers.append(error)

        workers = [threading.Thread(target=hand_over) for _ in range(3)]
        for worker in workers:
            worker.start()
        loop.stop()
        for worker in workers:
            worker.join(10)
        assert not any(worker.is_alive() for worker in workers)
