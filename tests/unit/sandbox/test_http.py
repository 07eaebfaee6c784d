"""The HTTP contract, against the real process."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.support.sandbox import MultipartBody, SandboxProcess, types_of
from tests.support.wa_decrypt import decrypt_event

ANA = "5511987654321"


def error_of(answer: requests.Response) -> tuple[int, str, str | None]:
    error = answer.json()["error"]
    return answer.status_code, error["code"], error.get("field")


def sha256_b64(raw: bytes) -> str:
    return base64.b64encode(hashlib.sha256(raw).digest()).decode()


@pytest.mark.parametrize("header", [None, "Bearer wrong", "Basic x", "Bearer \xe9"])
@pytest.mark.parametrize("path", ["/v1/numbers/5511900000001/status", "/control/stats", "/v1/nowhere"])
def test_without_the_token_nothing_is_told(gateway: SandboxProcess, path: str, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = requests.get(f"{gateway.url}{path}", headers=headers, timeout=10)
    assert error_of(answer) == (401, "unauthorized", None)


def test_it_listens_on_loopback_only(gateway: SandboxProcess) -> None:
    assert gateway.url == f"http://127.0.0.1:{gateway.port}"
    with socket.socket() as other:
        other.settimeout(2)
        assert other.connect_ex(("127.0.0.2", gateway.port)) != 0


def test_a_number_comes_to_life_when_it_is_named(sandbox: SandboxProcess, number: str) -> None:
    status = sandbox.call("GET", f"/v1/numbers/{number}/status").json()
    assert (status["connected"], status["number"]) == (True, number)
    assert error_of(sandbox.call("GET", "/v1/numbers/my-shop/status"))[:2] == (404, "not_found")


def test_unknown_paths_and_methods_are_refused_in_json(sandbox: SandboxProcess, number: str) -> None:
    assert error_of(sandbox.call("GET", "/v1/nowhere"))[:2] == (404, "not_found")
    assert error_of(sandbox.call("DELETE", f"/v1/numbers/{number}/log"))[:2] == (405, "bad_request")


def test_contacts_are_found_under_their_canonical_number(sandbox: SandboxProcess, number: str) -> None:
    base = f"/v1/numbers/{number}/contacts"
    short = sandbox.call("GET", f"{base}/551187654321").json()
    assert (short["exists"], short["phone"]) == (True, "5511987654321")
    assert sandbox.call("GET", f"{base}/{short['lid']}").json() == short
    absent = sandbox.call("GET", f"{base}/5511987650000").json()
    assert absent == {"exists": False, "phone": "5511987650000", "lid": None, "name": None, "blocked": False}
    assert error_of(sandbox.call("GET", f"{base}/nobody")) == (400, "bad_request", "phone")


def test_a_name_is_known_once_the_person_wrote(sandbox: SandboxProcess, number: str) -> None:
    sandbox.deliver(number, from_="5521977776666", name="Carla", text="oi")
    assert sandbox.call("GET", f"/v1/numbers/{number}/contacts/5521977776666").json()["name"] == "Carla"


def test_a_text_is_taken_logged_echoed_and_ticked(sandbox: SandboxProcess, number: str) -> None:
    answer = sandbox.send_text(number, "551187654321", "Olá!", client_ref="ref-1")
    assert answer.json()["status"] == "accepted"
    message_id = answer.json()["message_id"]
    [entry] = sandbox.log(number)
    assert (entry["message_id"], entry["to"], entry["client_ref"], entry["text"]) == (message_id, ANA, "ref-1", "Olá!")
    assert (entry["sha256"], entry["size"]) == (sha256_b64("Olá!".encode()), 5)
    events = sandbox.wait_for_events(number, 4)
    assert types_of(events) == ["message", "sent", "delivered", "read"]
    echo = events[0]
    assert (echo["id"], echo["from_me"], echo["from_api"], echo["client_ref"]) == (message_id, True, True, "ref-1")
    assert (echo["chat"], echo["to"], echo["from"], echo["text"]) == (ANA, ANA, number, "Olá!")
    assert {event["message_id"] for event in events[1:]} == {message_id}
    assert [event["seq"] for event in events] == [1, 2, 3, 4]


def test_a_file_is_taken_whole_with_its_hash(sandbox: SandboxProcess, number: str, picture: Path) -> None:
    plain = picture.read_bytes()
    fields = {"type": "image", "mime": "image/jpeg", "caption": "nota", "name": "a.jpg", "client_ref": "r"}
    answer = sandbox.send_file(number, ANA, picture, sha256_b64=sha256_b64(plain), **fields)
    message_id = answer.json()["message_id"]
    [entry] = sandbox.log(number)
    assert (entry["sha256"], entry["size"]) == (sha256_b64(plain), len(plain))
    assert (entry["type"], entry["caption"], entry["name"]) == ("image", "nota", "a.jpg")
    media = sandbox.wait_for_events(number, 1)[0]["media"]
    assert (media["sha256"], media["size"], media["mime"]) == (sha256_b64(plain), len(plain), "image/jpeg")
    assert media["media_key"] is None
    assert sandbox.call("GET", f"/control/{number}/received/{message_id}").content == plain


def test_two_sends_with_one_reference_are_two_messages(sandbox: SandboxProcess, number: str) -> None:
    ids = {sandbox.send_text(number, ANA, "x", client_ref="same").json()["message_id"] for _ in range(2)}
    assert {entry["message_id"] for entry in sandbox.log(number)} == ids
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"to": "5511987650000", "type": "text", "text": "x"}, (404, "not_on_whatsapp", "to")),
        ({"to": "nobody", "type": "text", "text": "x"}, (400, "bad_request", "to")),
        ({"to": ANA, "type": "text", "text": "x", "chatId": 1}, (400, "bad_request", "chatId")),
        ({"to": ANA, "type": "image"}, (400, "bad_request", "type")),
        ([1], (400, "bad_request", None)),
    ],
)
def test_a_text_that_is_wrong_is_refused_and_leaves_nothing(
    sandbox: SandboxProcess, number: str, body: Any, refusal: tuple[int, str, str | None]
) -> None:
    answer = sandbox.call("POST", f"/v1/numbers/{number}/messages", json=body)
    assert error_of(answer) == refusal
    assert sandbox.log(number) == []


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"size": 99}, (400, "bad_request", "size")),
        ({"size": 200_000}, (400, "bad_request", "size")),
        ({"size": 3_000_000_000}, (413, "too_large", "size")),
        ({"sha256_b64": sha256_b64(b"another file")}, (400, "bad_request", "sha256_b64")),
        ({"to": "5511987650000"}, (404, "not_on_whatsapp", "to")),
        ({"mime": ""}, (400, "bad_request", "mime")),
        ({"folder": "x"}, (400, "bad_request", "folder")),
    ],
)
def test_a_file_that_is_wrong_is_refused_and_leaves_nothing(
    sandbox: SandboxProcess, number: str, picture: Path, fields: dict[str, Any], refusal: tuple[int, str, str]
) -> None:
    answer = sandbox.send_file(number, **{"to": ANA, "file": picture, **fields})
    assert error_of(answer) == refusal
    assert sandbox.log(number) == []


def multipart(*parts: tuple[str, bytes], end: bytes = b"--B--\r\n") -> bytes:
    body = b"".join(
        f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + content + b"\r\n"
        for name, content in parts
    )
    return body + end


META = json.dumps({"to": ANA, "type": "document", "mime": "text/plain", "size": 4}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no multipart at all",
        multipart(),
        multipart(("meta", META)),
        multipart(("file", b"1234"), ("meta", META)),
        multipart(("meta", META), ("other", b"1234")),
        multipart(("meta", META), ("file", b"1234"), ("more", b"x")),
        multipart(("meta", META), ("file", b"1234"), end=b""),
        multipart(("meta", META), ("file", b"1234"), end=b"--B"),
        multipart(("meta", b"\xff"), ("file", b"1234")),
        multipart(("meta", b"{" * 300_000), ("file", b"1234")),
    ],
    ids=["empty", "text", "end", "meta only", "order", "name", "more", "open", "half closed", "latin", "long meta"],
)
def test_a_multipart_body_that_is_wrong_leaves_nothing(sandbox: SandboxProcess, number: str, body: bytes) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    answer = sandbox.call("POST", f"/v1/numbers/{number}/messages", data=body, headers=headers)
    assert answer.status_code == 400
    assert sandbox.log(number) == []


def test_a_multipart_body_without_boundary_is_refused(sandbox: SandboxProcess, number: str) -> None:
    headers = {"Content-Type": "multipart/form-data"}
    answer = sandbox.call("POST", f"/v1/numbers/{number}/messages", data=b"x", headers=headers)
    assert error_of(answer)[:2] == (400, "bad_request")


def raw_upload(sandbox: SandboxProcess, number: str, file: Path) -> bytes:
    """Return a whole upload as it goes over the line."""
    meta = {"to": ANA, "type": "document", "mime": "text/plain", "size": file.stat().st_size}
    body = MultipartBody(meta, file)
    head = (
        f"POST /v1/numbers/{number}/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {sandbox.token}\r\n"
        f"Content-Type: {body.headers['Content-Type']}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + b"".join(body)


@pytest.mark.parametrize("missing_bytes", [1, 2, 30, 50_000, 100_000])
def test_an_upload_that_is_cut_short_leaves_nothing(
    sandbox: SandboxProcess, number: str, picture: Path, missing_bytes: int
) -> None:
    with socket.create_connection(("127.0.0.1", sandbox.port)) as line:
        line.sendall(raw_upload(sandbox, number, picture)[:-missing_bytes])
        assert sandbox.send_text(number, ANA, "meanwhile").status_code == 200
    assert sandbox.send_text(number, ANA, "afterwards").status_code == 200
    assert [entry["type"] for entry in sandbox.log(number)] == ["text", "text"]


@pytest.mark.parametrize("held_bytes", [1, 6, 300])
def test_a_message_is_taken_only_when_its_last_byte_came(
    sandbox: SandboxProcess, number: str, picture: Path, held_bytes: int
) -> None:
    upload = raw_upload(sandbox, number, picture)
    with socket.create_connection(("127.0.0.1", sandbox.port)) as line:
        line.sendall(upload[:-held_bytes])
        sandbox.send_text(number, ANA, "meanwhile")
        assert [entry["type"] for entry in sandbox.log(number)] == ["text"]
        line.sendall(upload[-held_bytes:])
        assert line.recv(15) == b"HTTP/1.1 200 OK"
    assert [entry["type"] for entry in sandbox.log(number)] == ["text", "document"]


def test_blocked_people_cannot_write_and_are_not_written_to(sandbox: SandboxProcess, number: str) -> None:
    block = f"/v1/numbers/{number}/contacts/{ANA}/block"
    assert sandbox.call("POST", block, json={"value": True}).json() == {"phone": ANA, "blocked": True}
    assert sandbox.deliver(number, from_=ANA, text="let me in") == []
    assert error_of(sandbox.send_text(number, ANA, "x")) == (403, "blocked", "to")
    sandbox.call("POST", block, json={"value": False})
    assert len(sandbox.deliver(number, from_=ANA, text="thanks")) == 1


def test_a_number_without_its_phone_sends_nothing(sandbox: SandboxProcess, number: str) -> None:
    path = f"/control/{number}/connection"
    assert sandbox.call("POST", path, json={"connected": False}).json()["connected"] is False
    assert error_of(sandbox.send_text(number, ANA, "x"))[:2] == (503, "not_connected")
    assert sandbox.call("GET", f"/v1/numbers/{number}/status").json()["connected"] is False
    sandbox.call("POST", path, json={"connected": True})
    assert sandbox.send_text(number, ANA, "x").status_code == 200
    connections = [event["connected"] for event in sandbox.events(number)[0] if event["event"] == "connection"]
    assert connections == [False, True]


def test_the_history_is_read_by_cursor(sandbox: SandboxProcess, number: str) -> None:
    sandbox.deliver(number, text="x", count=7)
    pages, cursor = [], ""
    while page := sandbox.events(number, after=cursor, limit=3):
        events, cursor = page
        if not events:
            break
        pages.append([event["seq"] for event in events])
    assert pages == [[1, 2, 3], [4, 5, 6], [7]]
    assert sandbox.events(number, after=cursor) == ([], cursor)


@pytest.mark.parametrize("query", ["after=x", "after=-1", "limit=0", "limit=1001", "wait_s=nan", "wait_s=61"])
def test_a_bad_cursor_or_limit_is_named(sandbox: SandboxProcess, number: str, query: str) -> None:
    answer = sandbox.call("GET", f"/v1/numbers/{number}/events?{query}")
    assert error_of(answer) == (400, "bad_request", query.partition("=")[0])


def test_numbers_do_not_see_each_other(sandbox: SandboxProcess, number: str) -> None:
    other = f"{number}9"
    sandbox.deliver(number, id="SAME", text="mine")
    sandbox.deliver(other, id="SAME", text="yours")
    sandbox.send_text(number, ANA, "x")
    assert [event["text"] for event in sandbox.events(other)[0]] == ["yours"]
    assert sandbox.log(other) == []


def test_a_file_that_arrives_can_be_fetched_and_decrypted(sandbox: SandboxProcess, number: str, picture: Path) -> None:
    [event] = sandbox.deliver(number, file_path=str(picture), name="Ana", caption="comprovante")
    assert (event["type"], event["caption"], event["from_me"]) == ("image", "comprovante", False)
    answer = sandbox.fetch(event["media"]["direct_path"])
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert decrypt_event(answer.content, event) == picture.read_bytes()
    assert sandbox.fetch("/media-host" + event["media"]["direct_path"]).content == answer.content
    assert requests.get(event["media"]["url"], timeout=10).content == answer.content
    assert sandbox.events(number)[0] == [event]


def test_a_range_gives_its_bytes_with_206(sandbox: SandboxProcess, number: str, picture: Path) -> None:
    path = sandbox.deliver(number, file_path=str(picture))[0]["media"]["direct_path"]
    whole = sandbox.fetch(path).content
    part = sandbox.fetch(path, headers={"Range": "bytes=1000-1999"})
    assert (part.status_code, part.content) == (206, whole[1000:2000])
    assert part.headers["Content-Range"] == f"bytes 1000-1999/{len(whole)}"
    assert sandbox.fetch(path, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416


def test_asking_again_gives_a_fresh_path(sandbox: SandboxProcess, number: str, picture: Path) -> None:
    [event] = sandbox.deliver(number, file_path=str(picture), expires_s=-1)
    assert sandbox.fetch(event["media"]["direct_path"]).status_code == 410
    again = sandbox.call("GET", f"/v1/numbers/{number}/media/{event['id']}").json()
    assert again["mimetype"] == "image/jpeg"
    assert again["direct_path"] != event["media"]["direct_path"]
    assert decrypt_event(sandbox.fetch(again["direct_path"]).content, event) == picture.read_bytes()


def test_what_the_phone_no_longer_has_is_gone(sandbox: SandboxProcess, number: str, picture: Path) -> None:
    [event] = sandbox.deliver(number, file_path=str(picture), gone=True)
    assert sandbox.fetch(event["media"]["direct_path"]).status_code == 410
    base = f"/v1/numbers/{number}/media"
    assert error_of(sandbox.call("GET", f"{base}/{event['id']}"))[:2] == (410, "gone")
    assert error_of(sandbox.call("GET", f"{base}/UNKNOWN"))[:2] == (404, "not_found")


def test_a_path_with_a_changed_signature_is_forbidden(sandbox: SandboxProcess, number: str, picture: Path) -> None:
    path = sandbox.deliver(number, file_path=str(picture))[0]["media"]["direct_path"]
    assert sandbox.fetch(path.replace("oh=01_", "oh=01_x")).status_code == 403
    assert sandbox.fetch(path.partition("?")[0]).status_code == 403
