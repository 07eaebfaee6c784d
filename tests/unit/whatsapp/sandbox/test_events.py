"""Events of the sandbox gateway become the domain's."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import BadEventError
from app.domain.events import ConnectionChanged, Event, IncomingMessage, StatusChanged, UnknownEvent
from app.domain.kinds import Direction, MediaKind, MessageKind
from app.domain.reasons import Reason
from app.domain.statuses import Status
from app.whatsapp.sandbox.events import events_of
from tests.unit.whatsapp.values import CALM

NUMBER = "5511900000001"
LID = "112345678901234@lid"


def event(payload: Any) -> Event:
    (found,) = events_of(payload, number=NUMBER)
    return found


def message(payload: Any) -> IncomingMessage:
    found = event(payload)
    assert isinstance(found, IncomingMessage)
    return found


def media_of(payload: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {**payload, "media": {**payload["media"], **members}}


TEXT: dict[str, Any] = {
    "event": "message",
    "seq": 1,
    "number": NUMBER,
    "id": "3EB0AA",
    "at": 1781870000,
    "from": "5511999990001",
    "from_name": "Ana",
    "from_lid": LID,
    "to": NUMBER,
    "chat": "5511999990001",
    "from_me": False,
    "from_api": False,
    "type": "text",
    "text": "oi",
}
FILE: dict[str, Any] = {
    **TEXT,
    "type": "document",
    "text": None,
    "caption": "segue",
    "media": {
        "mime": "application/pdf",
        "name": "orcamento.pdf",
        "size": 1000,
        "sha256": base64.b64encode(b"p" * 32).decode(),
        "enc_sha256": base64.b64encode(b"c" * 32).decode(),
        "media_key": base64.b64encode(bytes(range(32))).decode(),
        "direct_path": "/v/t62.7119-24/x_n.enc?ccb=11-4&oe=6A5D7CE9",
        "url": "http://127.0.0.1:9/v/x",
        "width": None,
        "seconds": None,
        "pages": 3,
        "voice": False,
        "waveform": base64.b64encode(bytes(64)).decode(),
        "thumbnail": base64.b64encode(b"\xff\xd8\xff\xe0").decode(),
    },
}


def test_a_text_from_a_person() -> None:
    found = message(TEXT)
    assert (found.kind, found.text, found.direction) == (MessageKind.TEXT, "oi", Direction.IN)
    assert found.chat.addresses == ("+5511999990001", LID)
    assert found.sender == found.chat
    assert found.chat.name == "Ana"


def test_a_file_with_all_that_is_needed_to_fetch_it() -> None:
    found = message(FILE)
    assert (found.kind, found.text) == (MessageKind.DOCUMENT, "segue")
    media = found.media
    assert media is not None
    assert (media.kind, media.name, media.pages, media.problem) == (MediaKind.DOCUMENT, "orcamento.pdf", 3, None)
    assert media.declared.plain_sha256 == b"p" * 32 and media.declared.length == 1000
    assert media.encryption is not None and media.encryption.media_key == bytes(range(32))
    assert media.expires_at == 0x6A5D7CE9
    assert len(media.waveform) == 64 and media.preview.startswith(b"\xff\xd8\xff")


def test_an_echo_is_outgoing_carries_our_id_and_has_no_key() -> None:
    echo = {**media_of(FILE, media_key=None, direct_path=None, enc_sha256=None), "from": NUMBER, "from_lid": None}
    found = message({**echo, "from_me": True, "from_api": True, "client_ref": "job-7"})
    assert (found.direction, found.from_api, found.client_ref) == (Direction.OUT, True, "job-7")
    assert found.chat.addresses == ("+5511999990001",)
    assert found.sender is not None and found.sender.addresses == ("+5511900000001",)
    assert found.media is not None
    assert (found.media.problem, found.media.declared.plain_sha256) == (Reason.NO_KEY, b"p" * 32)


def test_in_a_group_the_sender_is_not_the_chat() -> None:
    found = message({**TEXT, "chat": "120363000000000001@g.us"})
    assert found.chat.addresses == ("120363000000000001@g.us",)
    assert found.sender is not None and found.sender.addresses == ("+5511999990001", LID)


@pytest.mark.parametrize("status", ["sent", "delivered", "read", "failed"])
def test_ticks(status: str) -> None:
    payload = {"event": "status", "number": NUMBER, "message_id": "3EB0AA", "chat": "5511999990001", "at": 5}
    found = event({**payload, "status": status, "error": {"code": "undeliverable"} if status == "failed" else None})
    assert found == StatusChanged(
        "3EB0AA",
        ("+5511999990001",),  # type: ignore[arg-type]
        Status(status),
        5,
        "undeliverable" if status == "failed" else "",
    )


def test_connection_and_unknown_things() -> None:
    assert event({"event": "connection", "number": NUMBER, "connected": False, "at": 5}) == ConnectionChanged(False, 5)
    assert event({"event": "holiday", "number": NUMBER}) == UnknownEvent("holiday")
    assert isinstance(
        event({"event": "status", "message_id": "1", "chat": "5511999990001", "status": "?", "at": 1}), UnknownEvent
    )
    odd = message({**TEXT, "type": "hologram"})
    assert (odd.kind, odd.extra) == (MessageKind.UNKNOWN, (("content", "hologram"),))


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ([], ""),
        ({}, "event"),
        ({**TEXT, "number": "5511900000009"}, "number"),
        ({**TEXT, "id": "../x"}, "id"),
        ({**TEXT, "at": -1}, "at"),
        ({**TEXT, "chat": "nobody"}, "chat"),
        ({**TEXT, "type": "image"}, "media"),
        (media_of(FILE, size=-1), "media.size"),
        (media_of(FILE, sha256="x"), "media.sha256"),
        ({"event": "connection", "at": 1}, "connected"),
    ],
)
def test_a_field_that_is_wrong_is_named(payload: Any, field: str) -> None:
    with pytest.raises(BadEventError) as caught:
        event(payload)
    assert caught.value.field == field


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@CALM
@given(st.sampled_from([TEXT, FILE]), st.data())
def test_whatever_stands_in_an_event_only_a_bad_event_is_raised(payload: dict[str, Any], data: st.DataObject) -> None:
    changed = {**payload, data.draw(st.sampled_from(sorted(payload))): data.draw(_values)}
    if isinstance(changed.get("media"), dict) and changed["media"]:
        changed = media_of(changed, **{data.draw(st.sampled_from(sorted(FILE["media"]))): data.draw(_values)})
    try:
        events_of(changed, number="")
    except BadEventError:
        return
