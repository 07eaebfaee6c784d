"""Addresses: one spelling each, and never one person for two."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.addresses import address, best_of, digits, formatted, is_group, is_person, is_phone, phone

SPELLINGS = [
    ("5511999990001", "+5511999990001"),
    ("+55 11 99999-0001", "+5511999990001"),
    ("5511999990001@s.whatsapp.net", "+5511999990001"),
    ("5511999990001@c.us", "+5511999990001"),
    ("5511999990001:12@s.whatsapp.net", "+5511999990001"),
    ("100000000000002@lid", "100000000000002@lid"),
    ("120363000000000001@g.us", "120363000000000001@g.us"),
    ("5511999990001-1600000000@g.us", "5511999990001-1600000000@g.us"),
    ("status", "status@broadcast"),
    ("status@broadcast", "status@broadcast"),
    ("14155550123", "+14155550123"),
]


@pytest.mark.parametrize(("text", "expected"), SPELLINGS)
def test_each_spelling_becomes_the_canonical_address(text: str, expected: str) -> None:
    assert address(text) == expected


@pytest.mark.parametrize("text", ["", "abc", "../etc", "1/2@lid", "123", "x" * 200, None, 5, "１２３４５６７８"])
def test_what_is_no_address_is_none(text: object) -> None:
    assert address(text) is None


def test_a_brazilian_mobile_with_and_without_the_ninth_digit_is_one_contact() -> None:
    assert phone("551187654321") == phone("5511987654321") == "+5511987654321"


@pytest.mark.parametrize("landline", ["551133334444", "552122223333", "554155556666"])
def test_a_brazilian_landline_is_never_fixed(landline: str) -> None:
    assert phone(landline) == "+" + landline


def test_a_lid_is_never_taken_for_a_phone_of_the_same_digits() -> None:
    assert address("5511999990001@lid") != address("5511999990001")


def test_the_public_address_is_a_phone_where_there_is_one() -> None:
    lid, number = address("1000000000@lid"), address("5511999990001")
    assert lid is not None
    assert number is not None
    assert best_of([lid, number]) == best_of([number, lid]) == number


def test_questions_about_an_address() -> None:
    assert is_phone("+551133334444")
    assert is_person("1@lid")
    assert is_group("1@g.us")
    assert not is_person("1@g.us")
    assert digits("+551133334444") == "551133334444"
    assert digits("1@lid") == "1@lid"
    assert formatted("+5511987654321") == "+55 11 98765-4321"
    assert formatted("1@g.us") == "1@g.us"


@given(st.text(max_size=150))
def test_any_text_gives_a_stable_address_or_none(text: str) -> None:
    found = address(text)
    assert found is None or address(found) == found


@example("43000000")
@given(st.from_regex(r"[1-9][0-9]{7,14}", fullmatch=True))
def test_normalising_a_phone_twice_changes_nothing(number: str) -> None:
    once = phone(number)
    assert once is not None
    assert phone(once) == once
