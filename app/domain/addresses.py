"""WhatsApp's ways to name a person or a group, brought to one spelling each.

An `Address` is a canonical text: `+5511999990000` (E.164), `100000000000002@lid`, `1203630@g.us`, `status@broadcast`.
A LID and a phone are different numbers and are never compared by their digits.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import NewType

import phonenumbers

Address = NewType("Address", str)

_PHONE_SERVERS = {"s.whatsapp.net", "c.us", "hosted"}
_OTHER_SERVERS = {"lid", "g.us", "broadcast", "newsletter", "hosted.lid"}
_DIGITS = re.compile(r"\+?[0-9]{5,20}\Z")
_LOCAL = re.compile(r"[0-9A-Za-z-]{1,64}\Z")
_MOST_PASSES = 15
_BRAZIL_WITHOUT_NINTH = re.compile(r"\+55([1-9][1-9])([6-9][0-9]{7})\Z")


def address(text: object) -> Address | None:
    """Return the canonical address in a provider's spelling, None where there is none.

    Takes digits with or without `+`, `digits@s.whatsapp.net`, `digits@c.us`, `digits:device@…`, `…@lid`, `…@g.us`,
    `status` and `status@broadcast`. Everything else (other scripts, path parts, too long) is None.
    """
    if not isinstance(text, str) or len(text) > 120:
        return None
    text = text.strip()
    if text in ("status", "status@broadcast"):
        return Address("status@broadcast")
    local, at, server = text.partition("@")
    local = local.partition(":")[0]
    if not at or server in _PHONE_SERVERS:
        return phone(local)
    if server in _OTHER_SERVERS and _LOCAL.match(local):
        return Address(f"{local}@{server}")
    return None


@lru_cache(maxsize=65_536)
def phone(text: str) -> Address | None:
    """Return the E.164 address of a number written in international digits.

    Brazilian mobile numbers of the old form (without the ninth digit) become the new form, so that both are one
    contact; landlines (subscriber number 2 to 5) stay as they are. A number that `phonenumbers` cannot parse is kept
    as `+digits`: WhatsApp knows numbers that the plan does not.
    """
    compact = re.sub(r"[\s().-]", "", text)
    if not _DIGITS.match(compact):
        return None
    plus = _by_plan("+" + compact.lstrip("+"))
    return Address(_BRAZIL_WITHOUT_NINTH.sub(r"+55\g<1>9\2", plus))


def _by_plan(plus: str) -> str:
    """Return a number without the trunk zeros that people type; each pass may uncover another one."""
    for _pass in range(_MOST_PASSES):
        with suppress(phonenumbers.NumberParseException):
            parsed = phonenumbers.parse(plus)
            shorter = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
            if shorter != plus and phonenumbers.is_possible_number(parsed):
                plus = shorter
                continue
        break
    return plus


def is_phone(value: str) -> bool:
    """Tell whether an address is a phone number."""
    return value.startswith("+")


def is_group(value: str) -> bool:
    """Tell whether an address is a group."""
    return value.endswith("@g.us")


def is_person(value: str) -> bool:
    """Tell whether an address names one person (a phone or a LID)."""
    return is_phone(value) or value.endswith("lid")


def digits(value: str) -> str:
    """Return a phone as bare digits, the spelling that providers' APIs take; other addresses as they are."""
    return value[1:] if is_phone(value) else value


def formatted(value: str) -> str:
    """Return a phone in its international human form (`+55 11 99999-0000`), other addresses as they are."""
    if not is_phone(value):
        return value
    try:
        parsed = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def best_of(addresses: list[Address]) -> Address:
    """Return the address that names a contact or chat in public: a phone before a LID, then the smallest."""
    return min(addresses, key=lambda value: (not is_phone(value), value))
