from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sandbox.events import History, Line, connection_event, delivery_order, status_event
from app.sandbox.journal import Journal
from app.sandbox.misbehaviour import Misbehaviour

counts = st.integers(0, 40)
seeds = st.integers(0, 1000)


def lines(count: int) -> list[Line]:
    return [Line(seq, b"{}") for seq in range(1, count + 1)]


def seqs(ordered: list[Line]) -> list[int]:
    return [line.seq for line in ordered]


@given(counts, seeds)
def test_events_come_in_order_and_once_unless_told_otherwise(count: int, seed: int) -> None:
    behaved = Misbehaviour("delay=1:9,drop=1,media.corrupt=1", seed)
    assert delivery_order(lines(count), "1", behaved) == lines(count)


@given(counts, seeds)
def test_reordering_loses_and_repeats_nothing(count: int, seed: int) -> None:
    ordered = seqs(delivery_order(lines(count), "1", Misbehaviour("reorder=0.5", seed)))
    assert sorted(ordered) == list(range(1, count + 1))
    assert all(abs(seq - place) <= 1 for place, seq in enumerate(ordered, start=1))


@given(counts, seeds, st.integers(1, 9))
def test_duplicates_come_as_often_as_told(count: int, seed: int, copies: int) -> None:
    misbehaviour = Misbehaviour(f"event.duplicate=0.5:{copies}", seed)
    ordered = seqs(delivery_order(lines(count), "1", misbehaviour))
    assert ordered[:count] == list(range(1, count + 1))
    assert set(Counter(ordered).values()) <= {1, 1 + copies}


def test_every_neighbour_changes_places_at_rate_one() -> None:
    assert seqs(delivery_order(lines(5), "1", Misbehaviour("reorder"))) == [2, 1, 4, 3, 5]


def test_the_history_counts_pages_and_keeps(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "events.ndjson")
    history = History("5511900000001", journal)
    told = history.extend([connection_event(connected=True), status_event("A", "551", "failed")])
    assert [event["seq"] for event in told] == [1, 2]
    assert told[1]["error"]["code"] == "undeliverable"
    assert history.append(status_event("A", "551", "read"))["number"] == "5511900000001"
    assert [line.seq for line in history.after(1, 1)] == [2]
    assert [json.loads(line.json)["seq"] for line in history.after(1, 10)] == [2, 3]
    assert history.after(3, 10) == []
    assert list(journal.entries()) == list(history.events())
    journal.close()


def test_a_reader_is_woken_by_the_event_that_it_waits_for(tmp_path: Path) -> None:
    async def wait() -> tuple[bool, bool]:
        journal = Journal(tmp_path / "events.ndjson")
        history = History("1", journal)
        nothing = await history.grows_beyond(0, 0.01)
        waiting = asyncio.create_task(history.grows_beyond(1, 30))
        await asyncio.sleep(0)
        history.append(connection_event(connected=True))
        await asyncio.sleep(0)
        assert not waiting.done()
        history.append(connection_event(connected=False))
        found = await waiting
        journal.close()
        return nothing, found

    assert asyncio.run(wait()) == (False, True)


@pytest.mark.parametrize("status", ["sent", "delivered", "read"])
def test_a_tick_carries_no_error(status: str) -> None:
    assert "error" not in status_event("A", "551", status)
