"""Contacts and their addresses: whoever is named by two addresses at once is one person, and their chats are one.

Contacts are kept in memory as long as nobody else writes to the database, because every message asks for two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.addresses import Address, best_of
from app.domain.events import Party
from app.domain.ids import ChatId
from app.storage.sql import Sql

_CACHED = 50_000

_CONTACT = """SELECT contact.id, contact.address, contact.name, contact.name_at, contact.verified_name,
  contact.verified_at, contact.picture_url, contact.picture_at, contact.seen, coalesce(chat.id, 0)
FROM alias JOIN contact ON contact.id = alias.contact_id LEFT JOIN chat ON chat.contact_id = contact.id
WHERE alias.address = ?"""
_SAVE = """UPDATE contact SET address = ?, name = ?, name_at = ?, verified_name = ?, verified_at = ?, picture_url = ?,
  picture_at = ?, seen = ? WHERE id = ?"""


@dataclass(slots=True)
class Person:
    """A contact as it is in this transaction. `chat_id` is 0 where there is no chat yet."""

    id: int
    address: Address
    name: str = ""
    name_at: int = 0
    verified_name: str = ""
    verified_at: int = 0
    picture_url: str = ""
    picture_at: int = 0
    seen: int = 0
    chat_id: int = 0

    def values(self) -> tuple[int | str, ...]:
        """Return the columns in the order of the UPDATE."""
        names = (self.address, self.name, self.name_at, self.verified_name, self.verified_at)
        return (*names, self.picture_url, self.picture_at, self.seen, self.id)

    def learn(self, party: Party, at: int) -> bool:
        """Take what an event says of this person at `at`; newer beats older. Return whether anything changed."""
        before = (self.name_at, self.name, self.verified_at, self.verified_name, self.picture_at, self.picture_url)
        self.absorb(Person(0, self.address, party.name, at, party.verified_name, at, party.picture_url, at, self.seen))
        return before != (
            self.name_at, self.name, self.verified_at, self.verified_name, self.picture_at, self.picture_url,
        )  # fmt: skip

    def absorb(self, other: Person) -> None:
        """Take what is newer in another account of the same person."""
        self.name_at, self.name = _newer(self.name_at, self.name, other.name_at, other.name)
        self.verified_at, self.verified_name = _newer(
            self.verified_at, self.verified_name, other.verified_at, other.verified_name
        )
        self.picture_at, self.picture_url = _newer(
            self.picture_at, self.picture_url, other.picture_at, other.picture_url
        )
        self.seen = max(self.seen, other.seen)
        self.address = best_of([self.address, other.address])


def _newer(our_at: int, ours: str, other_at: int, other: str) -> tuple[int, str]:
    """Return the newer of two texts with their times; an empty one says nothing."""
    return (other_at, other) if other and (not ours or (other_at, other) > (our_at, ours)) else (our_at, ours)


class People:
    """Finds, makes and unites the contacts of one instance.

    Args:
        united: called with the surviving and the absorbed contact before the latter is removed.
    """

    def __init__(self, sql: Sql, united: Callable[[Person, Person], None]) -> None:
        self._sql = sql
        self._united = united
        self._by_address: dict[str, Person] = {}
        self._by_id: dict[int, Person] = {}
        self._changed: dict[int, Person] = {}

    def begin(self) -> None:
        """Start a transaction on what is remembered, unless it has grown too large."""
        if len(self._by_address) > _CACHED:
            self.forget()

    def forget(self) -> None:
        """Drop what is remembered: another process wrote, or the transaction failed."""
        self._by_address.clear()
        self._by_id.clear()
        self._changed.clear()

    def flush(self) -> None:
        """Write what was learnt; once a contact and transaction, however many messages told of it."""
        self._sql.many(_SAVE, [person.values() for person in self._changed.values()])
        self._changed.clear()

    def find(self, address: str) -> Person | None:
        """Return who has an address, None where it is new."""
        person = self._by_address.get(address)
        if person is None:
            row = self._sql.one(_CONTACT, address)
            if row is None:
                return None
            person = self._by_address[address] = self._by_id.setdefault(row[0], Person(*row))
        return person

    def resolve(self, addresses: Sequence[Address]) -> Person:
        """Return the one person that all `addresses` name; make or unite contacts where that is news."""
        if len(addresses) == 1 and (known := self._by_address.get(addresses[0])) is not None:
            return known
        found = {person.id: person for each in addresses if (person := self.find(each)) is not None}
        person = found.pop(min(found)) if found else self._make(addresses)
        for other in found.values():
            self._unite(person, other)
        for address in dict.fromkeys(addresses):
            if self._by_address.get(address) is not person:
                self._name(person, address)
        return person

    def meet(self, party: Party, at: int) -> tuple[Person, int]:
        """Return the person of an event, and 1 if it is the first that tells of them."""
        person = self.resolve(party.addresses)
        new = 1 - person.seen
        person.seen = 1
        if person.learn(party, at) or new:
            self._changed[person.id] = person
        return person, new

    def chat_of(self, person: Person) -> ChatId:
        """Return the person's chat, made where there is none."""
        if not person.chat_id:
            person.chat_id = self._sql.insert("INSERT INTO chat (contact_id) VALUES (?)", person.id)
        return ChatId(person.chat_id)

    def owner_of(self, chat: int) -> Person:
        """Return whose chat it is."""
        address = self._sql.value(
            "SELECT alias.address FROM chat JOIN alias ON alias.contact_id = chat.contact_id WHERE chat.id = ?", chat
        )
        person = self.find(address)
        if person is None:
            raise LookupError("a chat without a contact")
        return person

    def _make(self, addresses: Sequence[Address]) -> Person:
        best = best_of(list(addresses))
        person = Person(self._sql.insert("INSERT INTO contact (address) VALUES (?)", best), best)
        self._by_id[person.id] = person
        return person

    def _name(self, person: Person, address: Address) -> None:
        self._sql.run("INSERT INTO alias (address, contact_id) VALUES (?, ?)", address, person.id)
        self._by_address[address] = person
        best = best_of([person.address, address])
        if best != person.address:
            person.address = best
            self._changed[person.id] = person

    def _unite(self, person: Person, other: Person) -> None:
        """Make `other` part of `person`: addresses, facts, and through `united` chats, messages and marks."""
        self._united(person, other)
        rows = self._sql.all("SELECT address FROM alias WHERE contact_id = ?", other.id)
        self._sql.run("UPDATE alias SET contact_id = ? WHERE contact_id = ?", person.id, other.id)
        person.absorb(other)
        self._changed.pop(other.id, None)
        del self._by_id[other.id]
        self._changed[person.id] = person
        self._sql.run("DELETE FROM contact WHERE id = ?", other.id)
        self._by_address |= dict.fromkeys((address for (address,) in rows), person)
