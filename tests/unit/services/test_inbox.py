"""The inbox: nothing good is lost with something bad, and the same thing twice is told as known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.domain.events import ConnectionChanged, Event, StatusChanged, Unheeded, UnknownEvent
from app.domain.kinds import Direction
from app.domain.statuses import Status
from app.services.inbox import BadInput, ConnectionSeen, MediaArrived
from tests.unit.services.making import Shop
from tests.unit.storage.making import PHONE, message, remote


def understand(desk: Shop, **events: Event) -> list[tuple[int, Any]]:
    desk.gateway.parsed |= {key: [event] for key, event in events.items()}
    return [(index, {"key": key}) for index, key in enumerate(events)]


def raw_count(desk: Shop) -> int:
    with desk.store.read() as rd:
        return int(rd._sql.value("SELECT count(*) FROM raw_event") or 0)  # type: ignore[attr-defined]


def test_each_kind_of_event_is_counted_as_what_it_is(desk: Shop) -> None:
    out = message("OUT", direction=Direction.OUT)
    payloads = understand(
        desk,
        text=message("A"),
        media=message("B", media=remote()),
        out=out,
        tick=StatusChanged("OUT", (PHONE,), Status.READ, 1),
        presence=Unheeded("presence"),
        odd=UnknownEvent("newsletter"),
    )
    intake = desk.inbox.ingest(payloads)
    assert (intake.events, intake.messages, intake.media, intake.statuses, intake.unknown) == (6, 3, 1, 1, 1)
    assert intake.contacts >= 1
    assert intake.rejected == []


def test_the_same_payloads_again_are_known(desk: Shop) -> None:
    payloads = understand(desk, text=message("A"), media=message("B", media=remote()))
    desk.inbox.ingest(payloads)
    again = desk.inbox.ingest(payloads)
    assert (again.messages, again.media, again.duplicates) == (0, 0, 2)


def test_bad_parts_are_named_and_the_rest_is_taken(desk: Shop) -> None:
    from app.domain.errors import BadEventError

    good = understand(desk, text=message("A"))

    class Picky:
        abilities = desk.gateway.abilities

        def events(self, payload: Any) -> list[Event]:
            if payload == {"bad": 1}:
                raise BadEventError("msgContent.imageMessage.fileLength", "must not be negative")
            return desk.gateway.events(payload)

    desk.inbox._gateway = Picky()  # type: ignore[assignment]
    intake = desk.inbox.ingest([(0, {"bad": 1}), (1, BadInput("not JSON")), (2, good[0][1])])
    assert intake.messages == 1
    assert intake.rejected == [(0, "msgContent.imageMessage.fileLength: must not be negative"), (1, "not JSON")]
    assert raw_count(desk) == 1


def test_raw_payloads_are_kept_until_the_file_is_here(desk: Shop) -> None:
    payloads = understand(desk, text=message("A"), media=message("B", media=remote()))
    desk.inbox.ingest(payloads)
    assert raw_count(desk) == 1
    desk.transfers.answers = {"direct": [b"\xff\xd8\xff"]}
    desk.downloads.run_until_idle()
    assert raw_count(desk) == 0


def test_what_a_webhook_brought_is_safe_before_anybody_reads_it(desk: Shop) -> None:
    payload = understand(desk, text=message("A"))[0][1]
    desk.inbox.secure([json.dumps(payload).encode(), b"not json"], source="webhook")
    with desk.store.read() as rd:
        assert rd.totals()[0] == 0
    assert raw_count(desk) == 2
    intake = desk.inbox.process()
    assert intake.messages == 1
    assert [reason for _index, reason in intake.rejected] == ["not JSON"]
    assert raw_count(desk) == 1
    assert desk.inbox.process().events == 0


def test_an_unknown_event_keeps_its_payload_for_a_better_version(desk: Shop) -> None:
    desk.inbox.ingest(understand(desk, odd=UnknownEvent("newsletter")))
    assert raw_count(desk) == 1


def test_listeners_hear_of_messages_and_connections_after_the_commit(desk: Shop, tmp_path: Path) -> None:
    heard: list[object] = []

    def hear(event: object) -> None:
        with desk.store.read() as rd:
            heard.append((type(event).__name__, rd.totals()[0]))

    desk.bus.subscribe(MediaArrived, hear)
    desk.bus.subscribe(ConnectionSeen, hear)
    desk.inbox.ingest(understand(desk, a=message("A", media=remote()), c=ConnectionChanged(connected=False, at=1)))
    assert heard == [("MediaArrived", 1), ("ConnectionSeen", 1)]
