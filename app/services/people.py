"""Everybody an instance knows, as the contacts page lists them: ids in order first, rows by id."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.addresses import Address
from app.domain.ids import ChatId, ContactId


class PeopleOrder(StrEnum):
    """How contacts follow each other.

    NAME: by the name that is shown, accents and case ignored; whoever has none comes last, by number. LATEST: by the
    last message; whoever never wrote comes last.
    """

    NAME = "name"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the contacts page.

    Attributes:
        chat: None where no message came or went yet.
        address: the best one that is known; a phone before a LID.
        name: as it is shown; the address where no name is known.
        verified_name: what WhatsApp verified for a business, "" for others.
        media: files that came and went.
        last_at: time of the last message, 0 where there is none.
    """

    id: ContactId
    chat: ChatId | None
    address: Address
    name: str
    verified_name: str
    is_group: bool
    media: int
    last_at: int
