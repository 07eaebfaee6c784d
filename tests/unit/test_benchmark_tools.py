"""The tools of the benchmarks measure what they say, and the collector of figures reads what they print."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import requests

from app.domain.events import IncomingMessage, StatusChanged
from app.whatsapp.wapi.events import events_of
from tests.benchmarks import curl, loopback, measure
from tests.benchmarks.bodies import MediaFolder, write_file
from tests.benchmarks.measure import REPOSITORY, Figure
from tests.benchmarks.payloads import INSTANCE_ID, payloads

FAST = Figure("look-ups", 25_123.456, "/s", 20_000.0, "more", "raw: 90,000/s")
SLOW = Figure("start", 3.0, "s", 2.0)


def test_the_collector_reads_what_a_benchmark_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(REPOSITORY / "packaging"))
    import bench

    read = bench.figures_of("bench_x", measure.as_json("bench_x", [FAST, SLOW]))
    assert [figure.what for figure in read] == ["look-ups", "start"]
    assert [figure.met for figure in read] == ["yes", "**no**"]
    assert read[0].value == 25_120


def test_figures_are_also_given_by_name() -> None:
    printed = json.loads(measure.as_json("bench_x", [FAST, SLOW]))
    assert printed["name"] == "bench_x"
    assert printed["values"] == {"look-ups": 25_120.0, "start": 3.0}
    assert printed["budget"] == {"look-ups": 20_000.0, "start": 2.0}


def test_a_figure_is_held_against_its_budget_in_the_right_direction() -> None:
    assert (FAST.met, SLOW.met, Figure("x", 1.0).met) == ("yes", "NO", "")
    table = measure.as_table([FAST, SLOW]).splitlines()
    assert len(table) == 3
    assert ">= 20,000 /s" in table[1]


def test_memory_of_a_program_is_counted_with_that_of_its_children() -> None:
    hold = "import time; held = bytearray(60_000_000); time.sleep(0.5)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}]); print('done')"
    peak_mb, printed = measure.run_measured([sys.executable, "-c", parent])
    assert printed == "done\n"
    assert 60 < peak_mb < 200


def test_a_program_that_fails_fails_the_benchmark() -> None:
    with pytest.raises(SystemExit):
        measure.run_printing([sys.executable, "-c", "raise SystemExit(3)"])


def test_the_loopback_server_serves_files_and_swallows_bodies(tmp_path: Path) -> None:
    body = write_file(tmp_path / "000000001_n.enc", 3_000_000, 1)
    with loopback.running(tmp_path) as url, requests.Session() as session:
        session.trust_env = False
        assert session.get(f"{url}/v/t62.7119-24/{body.name}?oe=1", timeout=10).content == body.read_bytes()
        for _ in range(2):
            answer = session.post(f"{url}/message/send-document", data=body.read_bytes(), timeout=10).json()
            assert answer["messageId"] == answer["message_id"]
        known = session.get(f"{url}/contacts/phone-exists?phoneNumber=5511990000000", timeout=10).json()
        assert (known["exists"], known["phoneNumber"]) == (True, "5511990000000")
        assert curl.download_s(f"{url}/v/x/{body.name}", tmp_path / "copy") > 0
        assert curl.upload_s(f"{url}/message/send-document", body, "application/json") > 0
    assert (tmp_path / "copy").read_bytes() == body.read_bytes()


def test_the_payloads_are_events_that_the_program_understands() -> None:
    bodies = list(payloads(500, seed=1))
    events = [event for body in bodies for event in events_of(body, instance_id=INSTANCE_ID)]
    assert len(events) == 500
    assert {type(event) for event in events} == {IncomingMessage, StatusChanged}
    messages = [event for event in events if isinstance(event, IncomingMessage)]
    assert sum(event.media is not None for event in messages) > 100
    assert len({event.provider_id for event in messages}) < len(messages), "some came twice"
    assert bodies == list(payloads(500, seed=1))


def test_a_media_body_is_told_of_by_its_payload(tmp_path: Path) -> None:
    media = MediaFolder(tmp_path)
    (event,) = events_of(media.add(10_000), instance_id="")
    assert isinstance(event, IncomingMessage)
    assert event.media is not None
    assert event.media.declared.length == 10_000
    assert media.newest().name in event.media.direct_path
    assert media.newest().stat().st_size == 10_000 + 16 + 10
