"""Where a provider tells nothing of its own accord, a send that was cut off stays unconfirmed until evidence comes."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.databases import ask, left_over
from tests.journeys.dying import Killer, table
from tests.journeys.files import b64, photo
from tests.journeys.shop import Shop
from tests.journeys.wapi_events import Person, from_phone
from tests.support.wapi_process import WapiProcess

Json = dict[str, Any]

_CHATS = [Person(f"55119777766{number:02}", f"2000000000000{number:02}@lid") for number in range(3)]
_DEATHS = ("upload.sending_committed", "upload.accepted_before_commit")
_UPLOADS = """SELECT upload.state, media.sha256, message.provider_id, upload.id FROM upload
  JOIN message ON message.id = upload.message_id JOIN media ON media.id = upload.message_id"""


@pytest.mark.timeout(900)
def test_w_api_gets_each_message_once_however_often_the_program_dies(
    wapi_loja: Shop, wapi: WapiProcess, tmp_path: Path, soak: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    rounds, per_round, least = (6, 8, 5) if soak else (1, 4, 1)
    killer, dice = Killer(wapi_loja, tmp_path / "deaths"), random.Random(5)
    for number in range(rounds):
        for place, checkpoint in enumerate(_DEATHS):
            chat = dice.choice(_CHATS)
            files = _photos(tmp_path, f"{number}-{place}", per_round)
            wapi_loja.send(chat.phone, "--no-wait", *files)
            killer.at(checkpoint, dice.randint(1, per_round), "queue", wapi_loja.ref, "list", "--run")
        if soak:
            wapi_loja.send(dice.choice(_CHATS).phone, "--no-wait", *_photos(tmp_path, f"{number}-any", 2))
            killer.after(dice.uniform(0.5, 1.5), "queue", wapi_loja.ref, "list", "--run")
    wapi_loja.queue("list", "--run", expect=None)
    with capsys.disabled():
        print(f"\ndeaths with W-API that met each state:\n{table(killer.hits)}")
    assert {name: killer.hits[name] for name in (*_DEATHS, "sending") if killer.hits[name] < least} == {}

    _each_left_once(wapi_loja, wapi)
    _evidence_settles(wapi_loja, wapi)
    assert left_over(wapi_loja.folder) == []


def _photos(folder: Path, label: str, count: int) -> list[Path]:
    files = [folder / f"{label}-{number}.jpg" for number in range(count)]
    for file in files:
        file.write_bytes(photo(file.name).plain)
    return files


def _each_left_once(shop: Shop, wapi: WapiProcess) -> None:
    log = {entry["sha256"]: entry["messageId"] for entry in wapi.messages()}
    assert set(Counter(entry["sha256"] for entry in wapi.messages()).values()) == {1}
    uploads = ask(shop.database, _UPLOADS)
    assert {state for state, *_rest in uploads} == {"accepted", "unconfirmed"}
    known = {sha256: message_id for state, sha256, message_id, _id in uploads if state == "accepted"}
    assert {sha256: log.get(sha256) for sha256 in known} == known
    unconfirmed = {sha256 for state, sha256, *_rest in uploads if state == "unconfirmed"}
    assert set(log) <= set(known) | unconfirmed
    assert unconfirmed & set(log) and unconfirmed - set(log), "one that arrived and one that did not"


def _evidence_settles(shop: Shop, wapi: WapiProcess) -> None:
    """The echo of what arrived makes it accepted under its id; what did not arrive stays for the user to decide."""
    open_ended = {sha256 for state, sha256, *_rest in ask(shop.database, _UPLOADS) if state == "unconfirmed"}
    arrived = [entry for entry in wapi.messages() if entry["sha256"] in open_ended]
    shop.ingest(*map(_echo, arrived))
    uploads = {sha256: (state, message_id) for state, sha256, message_id, _id in ask(shop.database, _UPLOADS)}
    for entry in arrived:
        assert uploads[entry["sha256"]] == ("accepted", entry["messageId"])
    lost = [row["id"] for row in shop.queue("check")]
    assert len(lost) == len(open_ended) - len(arrived)
    assert {row["state"] for row in shop.queue("resend", *lost, "--run")} == {"accepted"}
    assert Counter(entry["sha256"] for entry in wapi.messages()) == Counter(uploads.keys())


def _echo(entry: Json) -> Json:
    """Return the `webhookDelivery` that W-API sends for a message of its own log."""
    to = next(chat for chat in _CHATS if chat.phone == entry["phone"])
    told = {"imageMessage": {"fileSHA256": b64(bytes.fromhex(entry["sha256"])), "mimetype": "image/jpeg"}}
    return from_phone("echo", told, to=to, at=int(entry["at"]), messageId=entry["messageId"], fromApi=True)
