"""W-API's webhook bodies become the domain's events, and what is wrong in them is named as they spell it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import BadEventError
from app.domain.events import (
    ConnectionChanged,
    Event,
    IncomingMessage,
    MessageEdited,
    MessageRevoked,
    StatusChanged,
    Unheeded,
    UnknownEvent,
)
from app.domain.kinds import Direction, MessageKind
from app.domain.statuses import Status
from app.whatsapp.wapi.events import events_of
from tests.unit.whatsapp.values import CALM
from tests.unit.whatsapp.wapi.samples import FOLDER, INSTANCE_ID, changed, envelope, holding, image, sample

NAMES = sorted(file.stem for file in FOLDER.glob("*.json"))
PERSON = ("100000000000002@lid", "+5511900000002")


def event(payload: Any, *, instance_id: str = INSTANCE_ID) -> Event:
    (found,) = events_of(payload, instance_id=instance_id)
    return found


def message(payload: Any) -> IncomingMessage:
    found = event(payload)
    assert isinstance(found, IncomingMessage)
    return found


def field_at_fault(payload: Any) -> str:
    with pytest.raises(BadEventError) as caught:
        event(payload)
    return caught.value.field


def test_a_text_of_2026() -> None:
    found = message(sample("2026_received_text"))
    assert found.provider_id == "B7228BF265E6A3CAF57CC4"
    assert (found.kind, found.text, found.direction) == (MessageKind.TEXT, "oi, tudo bem?", Direction.IN)
    assert found.chat.addresses == PERSON
    assert found.chat.name == "Contato Exemplo"
    assert found.sender == found.chat
    assert found.sent_at == 1781870000
    assert found.from_api is False


def test_a_reply_names_what_it_answers() -> None:
    found = message(sample("inferred_2026_received_text_reply"))
    assert (found.text, found.reply_to) == ("respondendo", "3EB0AAAAAAAAAAAAAAAA")


def test_own_messages_are_outgoing_and_the_chat_is_the_other_person() -> None:
    payload = envelope(event="webhookDelivery", fromMe=True, fromApi=True)
    payload["sender"] = {"id": "5511900000001", "senderLid": "100000000000001@lid", "pushName": "Loja"}
    found = message(payload)
    assert found.direction is Direction.OUT
    assert found.from_api is True
    assert found.chat.addresses == ("100000000000002@lid",)
    assert found.chat.name == ""
    assert found.sender is not None
    assert found.sender.addresses == ("+5511900000001", "100000000000001@lid")


def test_without_from_me_the_event_tells_the_direction() -> None:
    assert message(envelope(event="webhookDelivery", fromMe=None)).direction is Direction.OUT
    assert message(envelope(fromMe=None)).direction is Direction.IN


def test_a_revoke_and_edits_name_the_message_that_they_change() -> None:
    assert event(sample("inferred_2026_received_revoke")) == MessageRevoked("3EB0AAAAAAAAAAAAAAAA", PERSON, 1781870000)
    edit = {"type": 14, "key": {"ID": "3EB0BB"}, "editedMessage": {"conversation": "melhor"}}
    expected = MessageEdited("3EB0BB", PERSON, 1781870000, "melhor")
    assert event(holding(protocolMessage=edit)) == expected
    assert event(holding(protocolMessage={**edit, "type": "MESSAGE_EDIT"})) == expected
    assert event(holding(editedMessage={"message": {"protocolMessage": edit}})) == expected
    caption = {"imageMessage": {"caption": "nova legenda", "mimetype": "image/jpeg"}}
    edited = event(holding(protocolMessage={**edit, "editedMessage": caption}))
    assert isinstance(edited, MessageEdited)
    assert edited.text == "nova legenda"


def test_an_edit_in_its_wrapper_alone_changes_the_message_that_carries_it() -> None:
    edited = event(holding(editedMessage={"message": {"conversation": "melhor"}}))
    assert edited == MessageEdited("B7228BF265E6A3CAF57CC4", PERSON, 1781870000, "melhor")


def test_what_devices_tell_each_other_needs_nothing() -> None:
    assert isinstance(event(holding(protocolMessage={"type": "EPHEMERAL_SETTING"})), Unheeded)
    assert isinstance(event(holding(pollUpdateMessage={"vote": {}})), Unheeded)


def test_a_delete_without_a_key_is_refused() -> None:
    assert field_at_fault(holding(protocolMessage={"type": "REVOKE"})) == "msgContent.protocolMessage.key.id"
    bad = {"type": 0, "key": {"ID": "../x"}}
    assert field_at_fault(holding(protocolMessage=bad)) == "msgContent.protocolMessage.key.ID"


def test_a_status_without_an_event_is_known_by_its_keys() -> None:
    found = event(sample("status_without_event_key"))
    assert found == StatusChanged("3EB0AAAAAAAAAAAAAAAA", ("+5511900000002",), Status.READ, 1781870000)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spelled", "status"),
    [
        (0, Status.FAILED),
        (1, Status.ACCEPTED),
        (2, Status.SENT),
        (3, Status.DELIVERED),
        (4, Status.READ),
        ("4", Status.READ),
        ("PENDING", Status.ACCEPTED),
        ("SENT", Status.SENT),
        ("DELIVERY", Status.DELIVERED),
        ("READ", Status.READ),
        ("PLAYED", Status.READ),
        ("ERROR", Status.FAILED),
        ("sent", Status.SENT),
        ("delivered", Status.DELIVERED),
        ("read", Status.READ),
        ("failed", Status.FAILED),
    ],
)
def test_every_spelling_of_a_status(spelled: object, status: Status) -> None:
    for payload in (
        changed(sample("status_without_event_key"), status=spelled),
        changed(sample("status_without_event_key"), status=spelled, event="webhookStatus"),
    ):
        found = event(payload)
        assert isinstance(found, StatusChanged)
        assert found.status is status


def test_a_status_that_nobody_knows_is_kept_as_unknown() -> None:
    found = event(changed(sample("status_without_event_key"), status="TELEPORTED"))
    assert found == UnknownEvent("webhookStatus TELEPORTED")


@pytest.mark.parametrize("status", ["composing", "recording", "PAUSED", "available"])
def test_presence_needs_nothing(status: str) -> None:
    assert isinstance(event(changed(sample("status_without_event_key"), status=status, messageId=None)), Unheeded)
    assert isinstance(event({"event": "webhookPresence", "instanceId": INSTANCE_ID, "chat": {"id": "1"}}), Unheeded)
    assert isinstance(event({"chat": {"id": "5511900000002"}, "presence": {"state": "composing"}}), Unheeded)


def test_a_status_without_its_message_is_refused() -> None:
    assert field_at_fault(changed(sample("status_without_event_key"), messageId=None)) == "messageId"
    assert field_at_fault(changed(sample("status_without_event_key"), chat=None)) == "chat.id"


def test_the_connection_opens_and_closes() -> None:
    assert event(sample("inferred_connected")) == ConnectionChanged(True, 1781870000)
    assert event(sample("inferred_disconnected")) == ConnectionChanged(False, 1781870000)
    assert event({"event": "webhookDisconnected", "moment": "1781870000000"}) == ConnectionChanged(False, 1781870000)


def test_another_instances_events_are_refused_unless_any_may_come() -> None:
    payload = envelope(instanceId="XXXXXX-YYYYYY-ZZZZZZ")
    assert field_at_fault(payload) == "instanceId"
    assert isinstance(event(payload, instance_id=""), IncomingMessage)
    assert isinstance(event(envelope(instanceId=None)), IncomingMessage)


def test_the_form_of_the_documentation_and_of_a_relay_are_read() -> None:
    inner = envelope(event=None)
    assert message({"event": "message.received", "data": inner}).text == "oi, tudo bem?"
    assert message({"body": envelope()}).text == "oi, tudo bem?"
    assert field_at_fault({"event": "message.received", "data": changed(inner, messageId="../x")}) == "data.messageId"
    assert field_at_fault({"body": envelope(moment=-1)}) == "body.moment"
    assert field_at_fault({"event": "message.received", "data": envelope(instanceId="OTHER")}) == "data.instanceId"


def test_a_body_with_keys_of_an_envelope_is_not_unwrapped() -> None:
    assert message(envelope(body={"messageId": "OTHER"})).provider_id == "B7228BF265E6A3CAF57CC4"


def test_unknown_events_are_kept_and_no_event_at_all_is_refused() -> None:
    assert event({"event": "webhookCall", "instanceId": INSTANCE_ID, "from": "1"}) == UnknownEvent("webhookCall")
    assert field_at_fault({"hello": "world"}) == "event"
    for value in ([], "text", 7, None):
        assert field_at_fault(value) == ""


def test_a_message_under_an_unknown_event_is_still_a_message() -> None:
    assert message(envelope(event="webhookSomethingNew")).text == "oi, tudo bem?"
    assert message(envelope(event=None)).text == "oi, tudo bem?"


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        (envelope(messageId=None), "messageId"),
        (envelope(messageId=""), "messageId"),
        (envelope(messageId="../../etc/passwd"), "messageId"),
        (envelope(messageId="a" * 129), "messageId"),
        (envelope(messageId=".."), "messageId"),
        (envelope(messageId="a\nb"), "messageId"),
        (envelope(messageId=7), "messageId"),
        (envelope(chat=None), "chat.id"),
        (envelope(chat={}), "chat.id"),
        (envelope(chat={"id": None}), "chat.id"),
        (envelope(chat={"ID": "nobody"}), "chat.ID"),
        (envelope(chat="5511900000002"), "chat"),
        (envelope(msgContent=None), "msgContent"),
        (envelope(msgContent=[]), "msgContent"),
        (envelope(moment=None), "moment"),
        (envelope(moment=-5), "moment"),
        (envelope(moment="soon"), "moment"),
        (envelope(moment=10**30), "moment"),
        (envelope(moment=True), "moment"),
        (envelope(fromMe="perhaps"), "fromMe"),
        (envelope(sender=[1]), "sender"),
        (holding(conversation=7), "msgContent.conversation"),
        (holding(extendedTextMessage={"text": []}), "msgContent.extendedTextMessage.text"),
        (image(fileLength="-1"), "msgContent.imageMessage.fileLength"),
        (image(fileLength="many"), "msgContent.imageMessage.fileLength"),
        (image(fileSHA256="short"), "msgContent.imageMessage.fileSHA256"),
        (image(fileSHA256=None, fileSha256="short"), "msgContent.imageMessage.fileSha256"),
        (image(mimetype=7), "msgContent.imageMessage.mimetype"),
        (image(directPath=["/v"]), "msgContent.imageMessage.directPath"),
        (image(caption={}), "msgContent.imageMessage.caption"),
        (holding(imageMessage="x"), "msgContent.imageMessage"),
        (
            holding(documentWithCaptionMessage={"message": {"documentMessage": {"fileLength": -1}}}),
            "msgContent.documentWithCaptionMessage.message.documentMessage.fileLength",
        ),
    ],
)
def test_a_field_that_is_wrong_is_named_as_it_is_spelled(payload: Any, field: str) -> None:
    assert field_at_fault(payload) == field


def test_an_error_quotes_no_value_of_the_payload() -> None:
    for payload in (image(fileLength="SECRET"), image(caption={"a": "SECRET"}), envelope(messageId="SECRET/..")):
        with pytest.raises(BadEventError) as caught:
            event(payload)
        assert "SECRET" not in str(caught.value)
        assert caught.value.__cause__ is None and caught.value.__context__ is None


def test_every_sample_is_an_event_or_is_refused_in_words() -> None:
    events, refused = 0, 0
    for name in NAMES:
        try:
            events += len(events_of(sample(name), instance_id=INSTANCE_ID))
        except BadEventError as error:
            refused += 1
            assert error.field == "event", name
    assert (events, refused) == (11, 9)


_scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
_values = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner)
)


def _paths(value: Any) -> list[tuple[Any, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for key, inner in members for path in [(key,), *((key, *rest) for rest in _paths(inner))]]


@CALM
@given(st.data())
def test_whatever_stands_in_a_payload_only_a_bad_event_is_raised(data: st.DataObject) -> None:
    payload = sample(data.draw(st.sampled_from(NAMES)))
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(_paths(payload)))
        holder = payload
        for step in way:
            holder = holder[step]
        holder[last] = data.draw(_values)
        if not _paths(payload):
            break
    try:
        found = events_of(payload, instance_id="")
    except BadEventError:
        return
    assert len(found) == 1
    json.dumps(repr(found)).encode()


@CALM
@given(_values)
def test_whatever_comes_in_place_of_a_payload_only_a_bad_event_is_raised(payload: Any) -> None:
    try:
        events_of(payload, instance_id=INSTANCE_ID)
    except BadEventError:
        return
