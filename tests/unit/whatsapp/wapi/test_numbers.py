"""How WhatsApp spells a number, and that an answer about somebody else is never believed."""

from __future__ import annotations

import pytest

from app.domain.addresses import Address
from app.domain.errors import RefusedError
from app.domain.reasons import Reason
from app.whatsapp.wapi.client import WapiGateway
from app.whatsapp.wapi.numbers import KnownNumbers, same_line, told_number
from tests.support.media_host import MediaHost, plain
from tests.unit.whatsapp.values import instance


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("5511999990001", ("+5511999990001", "5511999990001")),
        ("551199990001", ("+5511999990001", "551199990001")),
        ("+55 11 9999-0001", ("+5511999990001", "551199990001")),
        ("551199990001@s.whatsapp.net", ("+5511999990001", "551199990001")),
        ("", None),
        ("nobody", None),
        (5511999990001, None),
        (None, None),
    ],
)
def test_a_number_in_an_answer_is_an_address_and_whatsapps_spelling(value: object, told: object) -> None:
    assert told_number(value) == told


def test_one_line_may_be_spelled_with_another_prefix_but_not_with_another_number() -> None:
    assert same_line(Address("+5215512345678"), Address("+525512345678"))
    assert same_line(Address("+5491112345678"), Address("+541112345678"))
    assert not same_line(Address("+5511999990001"), Address("+5511999990002"))


def test_what_was_not_learnt_is_spelled_as_it_is() -> None:
    numbers = KnownNumbers()
    numbers.learn(Address("+5511999990001"), "551199990001")
    assert numbers.spelling(Address("+5511999990001")) == "551199990001"
    assert numbers.spelling(Address("+5511999990002")) == "5511999990002"
    assert numbers.spelling(Address("1203630@g.us")) == "1203630@g.us"
    assert numbers.spelling(Address("100000000000002@lid")) == "100000000000002@lid"


def test_an_answer_about_another_number_is_not_believed(host: MediaHost) -> None:
    gateway = WapiGateway(instance("wapi", host.url, instance_id="X"), lambda: {"token": "t"})
    host["/contacts/phone-exists"] = plain(b'{"exists":true,"phoneNumber":"5511988887777","lid":null}')
    with pytest.raises(RefusedError) as caught:
        gateway.recipient(Address("+5511999990001"))
    assert caught.value.reason is Reason.PROVIDER_ERROR


@pytest.mark.parametrize(
    ("body", "exists"),
    [(b'{"exists":false}', False), (b'{"exists":true}', True), (b"{}", None), (b'{"exists":"yes"}', None)],
)
def test_only_a_plain_yes_or_no_is_an_answer(host: MediaHost, body: bytes, exists: bool | None) -> None:
    gateway = WapiGateway(instance("wapi", host.url, instance_id="X"), lambda: {"token": "t"})
    host["/contacts/phone-exists"] = plain(body)
    assert gateway.recipient(Address("+5511999990001")).exists is exists
