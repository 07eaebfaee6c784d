"""Phones, tokens and captions do not get into a log, even if a caller forgets himself; ids and hashes do."""

from __future__ import annotations

import hashlib
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.system.redaction import HIDDEN, redacted, redacted_text

PHONES = ("+5511999990000", "5511999990000", "+55 11 99999-0000", "(11) 99999-0000", "+55 (11) 99999 0000")


@pytest.mark.parametrize("phone", PHONES)
def test_a_phone_in_any_spelling_is_hidden(phone: str) -> None:
    digits = [part for part in phone.replace("(", " ").replace(")", " ").replace("-", " ").split() if len(part) > 3]
    said = redacted_text(f"sending to {phone}, attempt 3")
    assert HIDDEN in said
    assert not any(part in said for part in digits)
    assert said.endswith("attempt 3")


@pytest.mark.parametrize(
    "text",
    [
        "5511999990000@s.whatsapp.net",
        "100000000000002:7@lid",
        "120363025246125486@g.us",
        "Authorization: Bearer abc.def-ghi",
        "token=abc123",
        '{"apikey": "B6D711FC-DE4D-4FD5-9365-44120E713976"}',
        "EAAGm0PX4ZCpsBAKZCZBZAZCsomething",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
        "POST /hook/1/loja/unguessable-part failed",
        "amqp://user:unguessable-part@host/vhost",
        "https://host/v/t62?ccb=11-4&oh=unguessable-part&oe=65",
        "mediaKey: kx1B0bBbT8BdYGYKsn4x8J1jLIWxgFqr1kGiFEyOcmQ=",
        "got kx1B0bBbT8BdYGYKsn4x8J1jLIWxgFqr1kGiFEyOcmQ= back",
    ],
)
def test_what_opens_or_names_something_is_hidden(text: str) -> None:
    said = redacted_text(text)
    assert HIDDEN in said
    for part in ("unguessable", "abc", "B6D711FC", "EAAG", "kx1B0", "120363", "100000000000002", "551199"):
        assert part not in said


@pytest.mark.parametrize(
    "text",
    [
        "media 42 of 1/loja failed: mac",
        hashlib.sha256(b"x").hexdigest(),
        str(uuid.UUID("a3bb189e-8bf9-4f0a-9c0e-2f4d5b6c7d8e")),
        "took 0.123456 s, 1048576 bytes",
        "line 123456789",
        "3EB0C767D26B8A0F",
    ],
)
def test_ids_hashes_and_sizes_stay(text: str) -> None:
    assert redacted_text(text) == text


def test_values_under_private_names_are_hidden_wherever_they_are() -> None:
    entry = {
        "event": "refused",
        "media": 42,
        "caption": "our secret",
        "headers": {"X-Api-Key": "k", "Accept": "json"},
        "items": [{"file_name": "invoice.pdf", "size_bytes": 7}],
        "chat": 12,
        "number": 5511999990000,
        "error": ValueError("for +5511999990000"),
        "body": b"raw",
        "token": "",
    }
    said = redacted(entry)
    assert (said["event"], said["media"], said["chat"], said["token"]) == ("refused", 42, 12, "")
    assert said["headers"] == {"X-Api-Key": HIDDEN, "Accept": "json"}
    assert said["items"] == [{"file_name": HIDDEN, "size_bytes": 7}]
    for private in ("secret", "invoice", "5511", "raw"):
        assert private not in str(said)


@settings(derandomize=True)
@given(st.recursive(st.text() | st.integers() | st.binary(), lambda inner: st.dictionaries(st.text(), inner)))
def test_anything_can_be_logged(value: object) -> None:
    assert redacted({"event": value}).keys() == {"event"}


@settings(derandomize=True)
@given(st.text(alphabet="0123456789 +-()", max_size=40), st.from_regex(r"55119[0-9]{8}", fullmatch=True))
def test_a_mobile_number_among_other_characters_never_stays_whole(around: str, phone: str) -> None:
    assert phone not in redacted_text(f"to {phone} x {around}")
