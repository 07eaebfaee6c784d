"""Phone numbers and addresses as the gateway sees them, and who is on WhatsApp."""

from __future__ import annotations

import hashlib
import re

_PHONE = re.compile(r"[0-9]{8,15}\Z")
_GROUP = re.compile(r"[0-9]{5,25}(-[0-9]{5,15})?@g\.us\Z")
_LID = re.compile(r"[0-9]{5,20}@lid\Z")
_PERSON_HOSTS = ("@s.whatsapp.net", "@c.us")


def canonical_phone(text: str) -> str | None:
    """Return the E.164 digits that WhatsApp would answer for `text`, or None if it is no phone number.

    A Brazilian mobile number written without its ninth digit gets it.
    """
    for host in _PERSON_HOSTS:
        text = text.removesuffix(host)
    digits = re.sub(r"[\s().-]", "", text).removeprefix("+")
    if not _PHONE.match(digits):
        return None
    if digits.startswith("55") and len(digits) == 12 and digits[4] in "6789":
        return f"{digits[:4]}9{digits[4:]}"
    return digits


def lid_of(phone: str) -> str:
    """Return the LID of a person: an address that has nothing of the phone number in it."""
    number = int.from_bytes(hashlib.sha256(f"lid {phone}".encode()).digest()[:8]) % 10**14
    return f"{10**14 + number}@lid"


def is_on_whatsapp(phone: str) -> bool:
    """Tell whether somebody answers at `phone`: everybody but the numbers that end in 0000."""
    return not phone.endswith("0000")


class Directory:
    """The people that the gateway has heard of: names, and the phone behind a LID."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._phone_of_lid: dict[str, str] = {}

    def meet(self, phone: str, name: str | None = None) -> None:
        """Remember a person, and the newest name if one is given."""
        self._phone_of_lid[lid_of(phone)] = phone
        if name:
            self._names[phone] = name

    def name(self, phone: str) -> str | None:
        """Return the name under which a person was last seen."""
        return self._names.get(phone)

    def chat_of(self, address: str) -> str | None:
        """Return the chat that `address` leads to: digits of a person, a group, a LID of nobody known; else None."""
        if _GROUP.match(address):
            return address
        if _LID.match(address):
            return self._phone_of_lid.get(address, address)
        return canonical_phone(address)

    def reachable(self, address: str) -> str | None:
        """Return the chat behind `address` if a message can get there, else None."""
        chat = self.chat_of(address)
        if chat is None or _LID.match(chat) or (not _GROUP.match(chat) and not is_on_whatsapp(chat)):
            return None
        return chat
