"""The same events leave the same library, however often, in whatever order and by whatever process they come."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conversations import conversation
from tests.journeys.databases import content, difference
from tests.journeys.shop import Shop
from tests.journeys.wapi_events import INSTANCE_ID
from tests.support.cli import ROOT, Acervo

Json = dict[str, Any]

_EVENTS = 300


def _library(acervo: Acervo, name: str) -> Shop:
    """Add an instance without credentials: files can be read into it."""
    acervo.run("instance", "add", f"1/{name}", "--provider", "wapi", "--set", f"instance_id={INSTANCE_ID}")
    return Shop(acervo, f"1/{name}")


def _ingest(shop: Shop, folder: Path, events: list[Json]) -> Json:
    file = folder / f"{shop.ref.replace('/', '-')}-{len(list(folder.iterdir()))}.ndjson"
    file.write_text("\n".join(json.dumps(event) for event in events), encoding="utf-8")
    return shop.run("ingest", file, expect=None)


@pytest.mark.timeout(900)
def test_repeated_and_shuffled_events_leave_the_same_rows(acervo: Acervo, tmp_path: Path, soak: bool) -> None:
    folder = tmp_path / "events"
    folder.mkdir()
    for seed in range(12 if soak else 1):
        events = conversation(seed, _EVENTS)
        plain = _library(acervo, f"plain-{seed}")
        told = _ingest(plain, folder, events)
        assert told["messages"] > 100 and told["duplicates"] > 20 and told["unknown"] + len(told["rejected"])
        expected = content(plain.database)
        assert min(len(expected[table]) for table in ("message", "media", "source", "contact", "alias", "mark")) > 3

        again = _ingest(plain, folder, events)
        assert (again["messages"], again["media"], again["contacts"]) == (0, 0, 0)
        assert difference(content(plain.database), expected) == {}
        for number in range(4 if soak else 2):
            other = _library(acervo, f"shuffled-{seed}-{number}")
            _ingest(other, folder, _shuffled(events, random.Random(number)))
            assert difference(content(other.database), expected) == {}, f"seeds {seed} and {number}"


def _shuffled(events: list[Json], dice: random.Random) -> list[Json]:
    """Return the events in another order, a quarter of them twice."""
    shuffled = [*events, *dice.sample(events, len(events) // 4)]
    dice.shuffle(shuffled)
    return shuffled


@pytest.mark.timeout(300)
def test_four_processes_at_once_leave_the_same_rows_as_one(acervo: Acervo, tmp_path: Path) -> None:
    folder = tmp_path / "events"
    folder.mkdir()
    events = conversation(seed=4, count=_EVENTS)
    alone, together = _library(acervo, "alone"), _library(acervo, "together")
    _ingest(alone, folder, events)
    files = []
    for number in range(4):
        part = [*events[number::4], *events[: _EVENTS // 3]]
        random.Random(number).shuffle(part)
        files.append(folder / f"part-{number}.ndjson")
        files[-1].write_text("\n".join(json.dumps(event) for event in part), encoding="utf-8")
    _ingest_at_once(together, files)
    assert difference(content(together.database), content(alone.database)) == {}


def _ingest_at_once(shop: Shop, files: list[Path]) -> None:
    command = [sys.executable, "-m", "app", "--json", "ingest", shop.ref]
    started = [
        subprocess.Popen([*command, str(file)], cwd=ROOT, env=shop.acervo.environment, stdout=subprocess.PIPE)
        for file in files
    ]
    try:
        told = [json.loads(process.communicate(timeout=100)[0]) for process in started]
    finally:
        for process in started:
            process.kill()
            process.wait()
    assert all("error" not in one for one in told), told
    assert sum(one["messages"] for one in told) == len(content(shop.database)["message"])
