"""What stands behind the stage: deliveries with every wish, populations, statistics."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.support.sandbox import MultipartBody, SandboxProcess
from tests.support.wa_decrypt import decrypt_event

ANA = "5511987654321"


def test_a_text_arrives_with_all_that_was_wished(sandbox: SandboxProcess, number: str) -> None:
    group = "120363041234567890@g.us"
    [event] = sandbox.deliver(
        number, from_="551187654321", name="Ana", text="oi", chat=group, at=1_750_000_000, id="ABC", reply_to="XYZ"
    )
    assert (event["from"], event["from_name"], event["chat"]) == (ANA, "Ana", group)
    assert (event["at"], event["id"], event["reply_to"], event["to"]) == (1_750_000_000, "ABC", "XYZ", number)
    assert event["from_lid"].endswith("@lid")


def test_what_the_phone_sends_is_from_me_and_not_from_the_api(sandbox: SandboxProcess, number: str) -> None:
    [event] = sandbox.deliver(number, from_=ANA, text="já vai", from_me=True)
    assert (event["from"], event["to"], event["chat"]) == (number, ANA, ANA)
    assert (event["from_me"], event["from_api"]) == (True, False)


def test_a_voice_note_has_a_waveform_and_the_measures_that_were_given(sandbox: SandboxProcess, number: str) -> None:
    note = Path(__file__)
    [event] = sandbox.deliver(number, file_path=str(note), file_name="a.ogg", voice=True, seconds=12, type="audio")
    media = event["media"]
    assert (media["voice"], media["seconds"], media["mime"]) == (True, 12, "audio/ogg; codecs=opus")
    assert len(base64.b64decode(media["waveform"])) == 64
    assert decrypt_event(sandbox.fetch(media["direct_path"]).content, event) == note.read_bytes()


def test_a_real_picture_comes_with_measures_and_a_preview(sandbox: SandboxProcess, number: str, tmp_path: Path) -> None:
    path = tmp_path / "foto.png"
    Image.new("RGB", (640, 480), "teal").save(path)
    media = sandbox.deliver(number, file_path=str(path))[0]["media"]
    assert (media["width"], media["height"]) == (640, 480)
    with Image.open(io.BytesIO(base64.b64decode(media["thumbnail"]))) as preview:
        assert preview.format == "JPEG"
        assert max(preview.size) <= 72


def test_a_file_can_come_in_the_body(sandbox: SandboxProcess, number: str, picture: Path) -> None:
    body = MultipartBody({"from": ANA, "file_name": "foto.jpg"}, picture)
    answer = sandbox.call("POST", f"/control/{number}/deliver", data=body, headers=body.headers)
    [event] = answer.json()["events"]
    assert event["type"] == "image"
    assert decrypt_event(sandbox.fetch(event["media"]["direct_path"]).content, event) == picture.read_bytes()


def test_each_of_many_alike_has_its_own_id_and_key(sandbox: SandboxProcess, number: str, picture: Path) -> None:
    events = sandbox.deliver(number, file_path=str(picture), count=5)
    assert len({event["id"] for event in events}) == 5
    assert len({event["media"]["media_key"] for event in events}) == 5
    assert len({event["media"]["sha256"] for event in events}) == 1


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({}, "text"),
        ({"text": "x", "file_path": __file__}, "text"),
        ({"file_path": "/no/such/file"}, "file_path"),
        ({"text": "x", "type": "image"}, "file_path"),
        ({"text": "x", "id": "A", "count": 2}, "count"),
        ({"text": "x", "from": "nobody"}, "from"),
        ({"text": "x", "hue": 3}, "hue"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(
    sandbox: SandboxProcess, number: str, wish: dict[str, Any], field: str
) -> None:
    answer = sandbox.call("POST", f"/control/{number}/deliver", json={"from": ANA, **wish})
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, field)
    assert sandbox.events(number) == ([], "0")


@pytest.mark.parametrize("meta", [{"from": ANA}, {"from": ANA, "file_name": "a", "file_path": "/tmp/x"}])
def test_a_file_in_the_body_needs_a_name_and_no_path(
    sandbox: SandboxProcess, number: str, picture: Path, meta: dict[str, Any]
) -> None:
    body = MultipartBody(meta, picture)
    answer = sandbox.call("POST", f"/control/{number}/deliver", data=body, headers=body.headers)
    assert answer.status_code == 400
    assert answer.json()["error"]["field"] in ("file_name", "file_path")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.jpg", "b.pdf", "c.ogg", "d.webp", "e.mp4"):
        (tmp_path / name).write_bytes(name.encode() * 500)
    return tmp_path


def test_a_population_is_mixed_in_order_and_can_be_fetched(sandbox: SandboxProcess, number: str, folder: Path) -> None:
    figures = sandbox.populate(number, 300, seed=5, media_dir=str(folder))
    events, _ = sandbox.events(number)
    media = [event for event in events if "media" in event]
    assert (figures["messages"], len(events), figures["media"]) == (300, 300, len(media))
    assert {event["type"] for event in events} == {"text", "image", "document", "audio", "sticker", "video"}
    assert {event["from_me"] for event in events} == {True, False}
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)
    assert len({event["id"] for event in events}) == 300
    for event in media[:10]:
        plain = decrypt_event(sandbox.fetch(event["media"]["direct_path"]).content, event)
        assert len(plain) == event["media"]["size"]
    again = sandbox.call("GET", f"/v1/numbers/{number}/media/{media[0]['id']}").json()
    assert sandbox.fetch(again["direct_path"]).status_code == 200


def test_the_same_seed_makes_the_same_population(sandbox: SandboxProcess, number: str, folder: Path) -> None:
    def story(seed: int) -> list[tuple[str, str, str]]:
        before = sandbox.events(number)[1]
        sandbox.populate(number, 40, seed=seed, media_dir=str(folder))
        events, _ = sandbox.events(number, after=before)
        return [(event["id"], event["chat"], event["type"]) for event in events]

    first = story(1)
    assert story(1) == first
    assert story(2) != first


def test_a_population_without_files_is_all_text(sandbox: SandboxProcess, number: str) -> None:
    assert sandbox.populate(number, 10)["media"] == 0
    assert {event["type"] for event in sandbox.events(number)[0]} == {"text"}


def test_a_missing_directory_is_named(sandbox: SandboxProcess, number: str) -> None:
    answer = sandbox.call("POST", f"/control/{number}/populate", json={"messages": 1, "media_dir": "/no/such"})
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, "media_dir")


def test_statistics_count_requests_and_faults(sandbox: SandboxProcess, number: str) -> None:
    assert sandbox.misbehave("send.http_500@1") == "send.http_500=1@1"
    statuses = [sandbox.send_text(number, ANA, "x", client_ref="once").status_code for _ in range(2)]
    stats = sandbox.stats()
    assert statuses == [500, 200]
    assert stats["faults"]["send.http_500"] == 1
    assert stats["numbers"][number]["taken"] == 1
    assert (stats["seed"], stats["spec"]) == (7, "send.http_500=1@1")


def test_a_specification_that_cannot_be_read_changes_nothing(sandbox: SandboxProcess) -> None:
    sandbox.misbehave("media.delay=0.5:2")
    answer = sandbox.call("POST", "/control/misbehave", data=json.dumps({"spec": "media.frown=1"}))
    assert answer.status_code == 400
    assert "'media.frown=1'" in answer.json()["error"]["message"]
    assert sandbox.stats()["spec"] == "media.delay=0.5:2"
