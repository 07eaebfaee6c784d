"""The people and groups of a synthetic library: one contact each, with a phone, a LID or both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.addresses import Address, best_of
from tests.benchmarks.library.wording import group_name, person_name

_AREAS = ("11", "21", "31", "41", "47", "48", "51", "61", "62", "67", "71", "81", "85", "91", "98")
_ABROAD = ("+34 6{n:08}", "+5491150{n:06}", "+2010{n:08}", "+861390{n:07}", "+8190{n:08}", "+351 91{n:07}")
_OTHER_PARTS = 5
"""One in so many people is from abroad."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or group, as a row of `contact` with its rows of `alias`.

    Attributes:
        number: from 0; the row id is one more. The one with the big chat is number 0.
    """

    number: int
    name: str
    addresses: tuple[Address, ...]
    is_group: bool

    @property
    def address(self) -> Address:
        """Return the address that names the contact in public."""
        return best_of(list(self.addresses))


def contacts(count: int) -> Iterator[Contact]:
    """Yield contacts: one in twenty a group, one in thirty without a name."""
    for number in range(count):
        if number % 20 == 19:
            yield Contact(number, group_name(number // 20), (Address(f"1203630{number:011}@g.us"),), is_group=True)
        else:
            yield Contact(number, "" if number % 30 == 29 else person_name(number), _of_person(number), is_group=False)


def _of_person(number: int) -> tuple[Address, ...]:
    """Return six in ten with both, three with the phone alone, one with the LID alone."""
    lid = Address(f"{200_000_000_000_000 + number * 7_919}@lid")
    if number % 10 < 6:
        return _phone(number), lid
    return (_phone(number),) if number % 10 < 9 else (lid,)


def _phone(number: int) -> Address:
    if number % _OTHER_PARTS == 3:
        pattern = _ABROAD[number // _OTHER_PARTS % len(_ABROAD)]
        return Address(pattern.replace(" ", "").format(n=number))
    return Address(f"+55{_AREAS[number % len(_AREAS)]}9{90_000_000 + number}")
