"""Who is who: only what one payload says is one person is joined, and never the account itself."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.events import IncomingMessage
from app.whatsapp.wapi.events import events_of
from tests.unit.whatsapp.wapi.samples import envelope

LID, PHONE = "100000000000002@lid", "+5511900000002"


def message(**members: Any) -> IncomingMessage:
    (found,) = events_of(envelope(**members), instance_id="")
    assert isinstance(found, IncomingMessage)
    return found


@pytest.mark.parametrize(
    ("chat", "sender", "addresses"),
    [
        (LID, {"id": "5511900000002", "senderLid": LID}, (LID, PHONE)),
        (LID, {"id": "5511900000002"}, (LID, PHONE)),
        (LID, {"id": "5511900000002@s.whatsapp.net", "senderLid": LID}, (LID, PHONE)),
        (LID, {"id": "5511900000002:17@s.whatsapp.net"}, (LID, PHONE)),
        (LID, {"id": LID}, (LID,)),
        (LID, None, (LID,)),
        ("5511900000002", {"id": "5511900000002@c.us", "senderLid": LID}, (PHONE, LID)),
        ("5511900000002", {"id": 5511900000002}, (PHONE,)),
        (5511900000002, {"id": "5511900000002"}, (PHONE,)),
        ("551190000002", {"id": "5511990000002"}, ("+5511990000002",)),
    ],
)
def test_phone_and_lid_of_a_direct_message_are_one_person(chat: Any, sender: Any, addresses: tuple[str, ...]) -> None:
    assert message(chat={"id": chat}, sender=sender).chat.addresses == addresses


@pytest.mark.parametrize(
    ("chat", "sender"),
    [
        (LID, {"id": "5511900000003", "senderLid": "100000000000003@lid"}),
        ("5511900000002", {"id": "5511900000003"}),
        (LID, {"id": "5511900000001"}),
        (LID, {"id": "5511900000002", "senderLid": "100000000000001@lid"}),
    ],
)
def test_a_sender_who_contradicts_the_chat_or_is_the_account_is_not_joined(chat: str, sender: Any) -> None:
    assert len(message(chat={"id": chat}, sender=sender).chat.addresses) == 1


def test_in_a_group_the_chat_is_the_group_and_the_sender_a_person() -> None:
    found = message(chat={"id": "120363000000000001@g.us", "name": "Família"}, isGroup=True)
    assert (found.chat.addresses, found.chat.name) == (("120363000000000001@g.us",), "Família")
    assert found.sender is not None
    assert found.sender.addresses == (PHONE, LID)
    assert found.sender.name == "Contato Exemplo"


def test_a_story_is_of_the_status_chat() -> None:
    found = message(chat={"id": "status"})
    assert found.chat.addresses == ("status@broadcast",)
    assert found.sender is not None and PHONE in found.sender.addresses


def test_digits_of_a_lid_are_never_a_phone() -> None:
    found = message(chat={"id": "5511900000002@lid"}, sender={"id": "5511900000002"})
    assert found.chat.addresses == ("5511900000002@lid", PHONE)


def test_a_long_name_is_cut_and_an_odd_one_dropped() -> None:
    assert len(message(sender={"id": "5511900000002", "pushName": "n" * 4000}).chat.name) == 1000
    assert message(sender={"id": "5511900000002", "pushName": {"a": 1}}).chat.name == ""
    assert message(sender={"id": "5511900000002", "verifiedBizName": "Loja Ltda"}).chat.verified_name == "Loja Ltda"


def test_an_outgoing_message_without_a_sender_is_the_accounts() -> None:
    found = message(fromMe=True, sender=None)
    assert found.sender is not None
    assert found.sender.addresses == ("+5511900000001", "100000000000001@lid")
    assert message(fromMe=True, sender=None, connectedPhone=None, connectedLid=None).sender is None
