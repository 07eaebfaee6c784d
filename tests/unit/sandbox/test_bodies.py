from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sandbox.answers import RefusalError
from app.sandbox.bodies import Body, Incoming, MediaSend, Population, TextSend, Webhook, read_body

TEXT = {"to": "5511987654321", "type": "text", "text": "Olá"}
MEDIA = {"to": "5511987654321", "type": "image", "mime": "image/jpeg", "size": 5}


def refused(model: type[Body], body: dict[str, Any]) -> RefusalError:
    with pytest.raises(RefusalError) as caught:
        read_body(model, json.dumps(body))
    return caught.value


def test_bodies_of_the_contract_are_read() -> None:
    assert read_body(TextSend, json.dumps(TEXT)).text == "Olá"
    assert read_body(MediaSend, json.dumps(MEDIA)).voice is False
    assert read_body(Incoming, '{"from":"5511987654321","text":"hi"}').from_ == "5511987654321"
    assert read_body(Webhook, '{"url":null}').url is None


@pytest.mark.parametrize(
    ("model", "body", "field"),
    [
        (TextSend, {**TEXT, "colour": "red"}, "colour"),
        (TextSend, {**TEXT, "text": ""}, "text"),
        (TextSend, {**TEXT, "text": 5}, "text"),
        (TextSend, {**TEXT, "type": "image"}, "type"),
        (TextSend, {"type": "text", "text": "x"}, "to"),
        (MediaSend, {**MEDIA, "type": "hologram"}, "type"),
        (MediaSend, {**MEDIA, "size": 0}, "size"),
        (MediaSend, {**MEDIA, "size": "5"}, "size"),
        (MediaSend, {**MEDIA, "sha256_b64": "abc"}, "sha256_b64"),
        (MediaSend, {**MEDIA, "voice": "yes"}, "voice"),
        (Webhook, {"url": "ftp://example.com"}, "url"),
        (Population, {"messages": 0}, "messages"),
        (Incoming, {"from": "5511987654321", "id": "../../x"}, "id"),
        (Incoming, {"text": "x"}, "from"),
    ],
)
def test_the_bad_field_is_named(model: type[Body], body: dict[str, Any], field: str) -> None:
    error = refused(model, body)
    assert (error.status, error.code, error.field) == (400, "bad_request", field)
    assert field in error.message


@given(st.binary(max_size=60) | st.recursive(st.none() | st.text(max_size=5), st.lists).map(json.dumps).map(str.encode))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with pytest.raises(RefusalError):
        read_body(TextSend, raw)
