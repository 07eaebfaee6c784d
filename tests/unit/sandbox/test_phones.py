from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sandbox.phones import Directory, canonical_phone, is_on_whatsapp, lid_of


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("5511987654321", "5511987654321"),
        ("+55 (11) 98765-4321", "5511987654321"),
        ("551187654321", "5511987654321"),
        ("558181234567", "5581981234567"),
        ("551133334444", "551133334444"),
        ("5511987654321@s.whatsapp.net", "5511987654321"),
        ("551187654321@c.us", "5511987654321"),
        ("14155550123", "14155550123"),
        ("1234567", None),
        ("1234567890123456", None),
        ("somebody", None),
        ("", None),
    ],
)
def test_a_number_has_one_canonical_form(written: str, phone: str | None) -> None:
    assert canonical_phone(written) == phone


@given(st.text(max_size=30))
def test_the_canonical_form_is_its_own(written: str) -> None:
    phone = canonical_phone(written)
    assert phone is None or canonical_phone(phone) == phone


def test_numbers_that_end_in_four_zeros_do_not_exist() -> None:
    assert not is_on_whatsapp("5511987650000")
    assert is_on_whatsapp("5511987650001")


def test_a_lid_leads_to_the_person_once_the_gateway_met_it() -> None:
    directory, lid = Directory(), lid_of("5511987654321")
    assert directory.chat_of(lid) == lid
    assert directory.reachable(lid) is None
    directory.meet("5511987654321", "Ana")
    directory.meet("5511987654321")
    assert directory.reachable(lid) == "5511987654321"
    assert directory.name("5511987654321") == "Ana"


@pytest.mark.parametrize(
    ("address", "chat"),
    [
        ("5511987650000", None),
        ("551187654321", "5511987654321"),
        ("120363041234567890@g.us", "120363041234567890@g.us"),
        ("5511987654321-1600000000@g.us", "5511987654321-1600000000@g.us"),
        ("status", None),
        ("../../etc", None),
    ],
)
def test_what_a_message_can_reach(address: str, chat: str | None) -> None:
    assert Directory().reachable(address) == chat
