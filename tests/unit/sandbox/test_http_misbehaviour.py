"""Every misbehaviour, as a client of the real process meets it."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.support.sandbox import SandboxProcess, types_of
from tests.support.wa_decrypt import DamagedError, decrypt_event

ANA = "5511987654321"
LOST = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


@pytest.fixture
def event(sandbox: SandboxProcess, number: str, picture: Path) -> dict[str, Any]:
    """A picture that has arrived."""
    return sandbox.deliver(number, file_path=str(picture))[0]


def path_of(event: dict[str, Any]) -> str:
    path: str = event["media"]["direct_path"]
    return path


@pytest.mark.parametrize("status", [403, 404, 410, 418, 500, 503])
def test_media_can_answer_any_status(sandbox: SandboxProcess, event: dict[str, Any], status: int) -> None:
    sandbox.misbehave(f"media.http_{status}")
    answer = sandbox.fetch(path_of(event))
    assert (answer.status_code, answer.headers.get("Retry-After")) == (status, None)


@pytest.mark.parametrize(("spec", "seconds"), [("http_429", "1"), ("http_429=1:3", "3"), ("http_503=1:7", "7")])
def test_a_limit_says_when_to_come_back(
    sandbox: SandboxProcess, event: dict[str, Any], number: str, spec: str, seconds: str
) -> None:
    sandbox.misbehave(spec)
    answers = [
        sandbox.fetch(path_of(event)),
        sandbox.send_text(number, ANA, "x"),
        sandbox.call("GET", f"/v1/numbers/{number}/status"),
    ]
    assert [answer.headers["Retry-After"] for answer in answers] == [seconds] * 3
    assert sandbox.log(number) == []


def test_a_truncated_body_agrees_with_its_length(sandbox: SandboxProcess, event: dict[str, Any]) -> None:
    whole = sandbox.fetch(path_of(event)).content
    sandbox.misbehave("media.truncate")
    answer = sandbox.fetch(path_of(event))
    assert answer.status_code == 200
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert len(answer.content) < len(whole)
    assert whole.startswith(answer.content)


def test_a_corrupt_body_differs_in_one_bit(sandbox: SandboxProcess, event: dict[str, Any]) -> None:
    whole = sandbox.fetch(path_of(event)).content
    sandbox.misbehave("media.corrupt")
    spoiled = sandbox.fetch(path_of(event)).content
    different = [a ^ b for a, b in zip(whole, spoiled, strict=True) if a != b]
    assert len(different) == 1
    assert different[0].bit_count() == 1
    with pytest.raises(DamagedError, match="cipher_hash"):
        decrypt_event(spoiled, event)


def test_a_range_of_a_corrupt_body_is_corrupt_in_the_range(sandbox: SandboxProcess, event: dict[str, Any]) -> None:
    headers = {"Range": "bytes=500-1499"}
    good = sandbox.fetch(path_of(event), headers=headers)
    sandbox.misbehave("media.corrupt")
    spoiled = sandbox.fetch(path_of(event), headers=headers)
    assert (spoiled.status_code, spoiled.headers["Content-Range"]) == (206, good.headers["Content-Range"])
    assert sum(a != b for a, b in zip(good.content, spoiled.content, strict=True)) == 1


def test_a_page_of_html_comes_instead_of_a_body(sandbox: SandboxProcess, event: dict[str, Any]) -> None:
    sandbox.misbehave("media.html")
    answer = sandbox.fetch(path_of(event))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert answer.text.startswith("<!DOCTYPE html>")


def test_an_empty_body_comes_with_200(sandbox: SandboxProcess, event: dict[str, Any]) -> None:
    sandbox.misbehave("media.empty")
    answer = sandbox.fetch(path_of(event))
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("spec", ["media.drop", "media.cut_download", "media.hang=1:0.05"])
def test_a_download_that_is_cut_is_an_error_of_the_connection(
    sandbox: SandboxProcess, event: dict[str, Any], spec: str
) -> None:
    sandbox.misbehave(spec)
    with pytest.raises(LOST):
        sandbox.fetch(path_of(event))
    sandbox.misbehave("")
    assert sandbox.fetch(path_of(event)).status_code == 200


def test_a_hanging_download_runs_into_the_clients_timeout(sandbox: SandboxProcess, event: dict[str, Any]) -> None:
    sandbox.misbehave("media.hang=1:60")
    with pytest.raises((requests.Timeout, requests.ConnectionError)):
        sandbox.fetch(path_of(event), timeout=0.2)


def test_a_slow_body_takes_its_time_and_is_right(sandbox: SandboxProcess, event: dict[str, Any], picture: Path) -> None:
    sandbox.misbehave("media.slow=1:400000")
    start = time.monotonic()
    body = sandbox.fetch(path_of(event)).content
    assert time.monotonic() - start > 0.2
    assert decrypt_event(body, event) == picture.read_bytes()


def test_a_delay_comes_before_the_right_answer(sandbox: SandboxProcess, event: dict[str, Any], number: str) -> None:
    sandbox.misbehave("delay=1:0.1")
    start = time.monotonic()
    assert sandbox.fetch(path_of(event)).status_code == 200
    assert sandbox.send_text(number, ANA, "x").status_code == 200
    assert sandbox.call("GET", f"/v1/numbers/{number}/status").status_code == 200
    assert time.monotonic() - start >= 0.3


def test_a_message_with_a_wrong_mac_has_a_right_hash(sandbox: SandboxProcess, number: str, picture: Path) -> None:
    sandbox.misbehave("bad_mac")
    [event] = sandbox.deliver(number, file_path=str(picture))
    with pytest.raises(DamagedError, match="mac"):
        decrypt_event(sandbox.fetch(path_of(event)).content, event)


def test_a_message_with_a_wrong_hash_is_right_otherwise(sandbox: SandboxProcess, number: str, picture: Path) -> None:
    sandbox.misbehave("media.wrong_hash")
    [event] = sandbox.deliver(number, file_path=str(picture))
    with pytest.raises(DamagedError, match="plain_hash"):
        decrypt_event(sandbox.fetch(path_of(event)).content, event)


@pytest.mark.parametrize("spec", ["send.http_500", "send.http_429", "send.drop", "send.hang=1:0.05", "cut_upload"])
@pytest.mark.parametrize("is_text", [True, False])
def test_a_send_that_fails_first_is_not_taken(
    sandbox: SandboxProcess, number: str, picture: Path, spec: str, is_text: bool
) -> None:
    sandbox.misbehave(spec)
    try:
        answer = send(sandbox, number, picture, is_text=is_text)
        assert answer.status_code in (429, 500)
    except LOST:
        assert "http" not in spec
    sandbox.misbehave("")
    assert sandbox.log(number) == []
    assert sandbox.events(number)[0] == []


@pytest.mark.parametrize("is_text", [True, False])
def test_a_lost_answer_means_that_the_message_was_taken(
    sandbox: SandboxProcess, number: str, picture: Path, is_text: bool
) -> None:
    sandbox.misbehave("lose_answer")
    with pytest.raises(LOST):
        send(sandbox, number, picture, is_text=is_text)
    [entry] = sandbox.log(number)
    echo = sandbox.wait_for_events(number, 4)[0]
    assert (echo["id"], echo["client_ref"]) == (entry["message_id"], "ref")


@pytest.mark.parametrize("spec", ["send.html", "send.empty"])
def test_a_useless_answer_means_that_the_message_was_taken(sandbox: SandboxProcess, number: str, spec: str) -> None:
    sandbox.misbehave(spec)
    answer = sandbox.send_text(number, ANA, "x")
    assert answer.status_code == 200
    with pytest.raises(requests.JSONDecodeError):
        answer.json()
    assert len(sandbox.log(number)) == 1


def test_a_slow_upload_is_taken_whole(sandbox: SandboxProcess, number: str, picture: Path) -> None:
    sandbox.misbehave("send.slow=1:400000")
    start = time.monotonic()
    assert sandbox.send_file(number, ANA, picture).status_code == 200
    assert time.monotonic() - start > 0.1
    assert sandbox.log(number)[0]["size"] == picture.stat().st_size


def test_an_accepted_message_can_fail_later(sandbox: SandboxProcess, number: str) -> None:
    sandbox.misbehave("fail_status")
    assert sandbox.send_text(number, ANA, "x").status_code == 200
    events = sandbox.wait_for_events(number, 2)
    assert types_of(events) == ["message", "failed"]
    assert events[1]["error"]["code"] == "undeliverable"


@pytest.mark.parametrize("spec", ["api.truncate", "api.html", "api.empty"])
def test_other_calls_can_answer_nonsense(sandbox: SandboxProcess, number: str, spec: str) -> None:
    sandbox.misbehave(spec)
    answer = sandbox.call("GET", f"/v1/numbers/{number}/status")
    assert answer.status_code == 200
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_the_log_and_the_control_never_misbehave(sandbox: SandboxProcess, number: str) -> None:
    sandbox.misbehave("api.drop,api.http_500")
    assert sandbox.log(number) == []
    assert sandbox.stats()["spec"] == "api.drop=1,api.http_500=1"
    with pytest.raises(LOST):
        sandbox.call("GET", f"/v1/numbers/{number}/status")


def test_the_history_repeats_and_mixes_when_told_to(sandbox: SandboxProcess, number: str) -> None:
    sandbox.deliver(number, text="x", count=4)
    sandbox.misbehave("event.reorder,event.duplicate")
    events, cursor = sandbox.events(number)
    assert [event["seq"] for event in events] == [2, 1, 4, 3, 2, 1, 4, 3]
    assert cursor == "4"


def test_a_second_attempt_can_be_better_than_the_first(sandbox: SandboxProcess, event: dict[str, Any]) -> None:
    sandbox.misbehave("media.http_500@2")
    assert [sandbox.fetch(path_of(event)).status_code for _ in range(4)] == [500, 500, 200, 200]


def test_two_gateways_of_one_seed_misbehave_alike(picture: Path) -> None:
    assert story(picture) == story(picture)


def story(picture: Path) -> list[str]:
    """Return what twenty fetches and twenty sends met in a new gateway."""
    met: list[str] = []
    with SandboxProcess(seed=42, misbehave="media.http_500=0.3,truncate=0.3,send.lose_answer=0.3,send.drop=0.2") as new:
        events = new.deliver("5511900000001", file_path=str(picture), count=10)
        for event in events * 2:
            answer = new.fetch(path_of(event))
            met.append(f"{answer.status_code} {hashlib.sha256(answer.content).hexdigest()}")
        for index in range(20):
            try:
                met.append(json.dumps(new.send_text("5511900000001", ANA, "x", client_ref=f"{index}").json()))
            except LOST:
                met.append("lost")
    assert 1 < len(set(met)) < len(met)
    return met


def send(sandbox: SandboxProcess, number: str, picture: Path, *, is_text: bool) -> requests.Response:
    if is_text:
        return sandbox.send_text(number, ANA, "x", client_ref="ref")
    return sandbox.send_file(number, ANA, picture, client_ref="ref")
