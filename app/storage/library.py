"""Records what events tell, so that any order and any number of deliveries leave the same rows."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.addresses import Address, is_person
from app.domain.events import ContactSeen, IncomingMessage, MessageEdited, MessageRevoked, StatusChanged
from app.domain.ids import ChatId, MediaId, MessageId
from app.domain.kinds import Direction, MediaState
from app.services.store import Recorded
from app.storage.marks import Marks, of_event
from app.storage.messages import Messages
from app.storage.payloads import Payloads
from app.storage.people import People, Person
from app.storage.sql import Found, Sql

# Messages with an id; a row without `id` says that there are marks of it.
_BY_ID = """SELECT message.id, message.chat_id, message.direction, upload.id AS upload_id
  FROM message LEFT JOIN upload ON upload.message_id = message.id WHERE message.provider_id = ?1
  UNION ALL SELECT NULL, NULL, NULL, NULL FROM mark WHERE provider_id = ?1"""
_BY_REF = """SELECT message.id, message.provider_id FROM upload JOIN message ON message.id = upload.message_id
  WHERE upload.client_ref = ?"""


class RecordingLibrary:
    """`Library` on SQLite."""

    def __init__(self, sql: Sql, people: People, messages: Messages, marks: Marks, payloads: Payloads) -> None:
        self._sql = sql
        self._people = people
        self._messages = messages
        self._marks = marks
        self._payloads = payloads

    def record(self, message: IncomingMessage) -> Recorded:
        """Store a message, or fill what a known one lacks (see the port)."""
        _, new_contacts = self._people.meet(message.chat, message.sent_at)
        if message.sender is not None:
            new_contacts += self._people.meet(message.sender, message.sent_at)[1]
        person = self._people.resolve(message.chat.addresses)
        chat = self._people.chat_of(person)
        rows = self._sql.all(_BY_ID, message.provider_id)
        known = self._known(message, person, rows)
        if known is None:
            row_id = self._messages.add(chat, message)
            if rows:
                self._marks.apply_to(message.provider_id)
            media = None if message.media is None else MediaId(row_id)
            return Recorded(row_id, media, new=True, complete=media is None, new_contacts=new_contacts)
        return self._described(known, new_contacts)

    def mark(self, event: StatusChanged | MessageRevoked | MessageEdited) -> bool:
        """Apply a tick, revocation or edit, now or when its message comes."""
        contact = self._people.resolve(event.chat).id if event.chat else 0
        return self._marks.add(event.provider_id, contact, of_event(event))

    def see(self, event: ContactSeen) -> int:
        """Store facts about a person."""
        return self._people.meet(event.party, event.at)[1]

    def chat_of(self, addresses: Sequence[Address]) -> ChatId | None:
        """Return the chat with whoever has one of these addresses."""
        for address in addresses:
            person = self._people.find(address)
            if person is not None and person.chat_id:
                return ChatId(person.chat_id)
        return None

    def _known(self, message: IncomingMessage, person: Person, rows: Sequence[Found]) -> int | None:
        """Find the row of a message that was recorded or sent before, and fill it; None where it is new."""
        if message.direction is Direction.OUT:
            own = self._own(message, rows)
            if own is not None and self._same_chat(own, person):
                self._fill_own(own, message)
                return own
        for row in rows:
            if row.chat_id == person.chat_id and row.direction == message.direction:
                self._messages.absorb_event(row.id, message, own=row.upload_id is not None)
                return int(row.id)
        return None

    def _own(self, message: IncomingMessage, rows: Sequence[Found]) -> int | None:
        """Return the message of our own queue that this is an echo of."""
        for row in rows:
            if row.upload_id is not None and row.direction == Direction.OUT:
                return int(row.id)
        found = self._sql.one(_BY_REF, message.client_ref) if message.client_ref else None
        return int(found.id) if found is not None and found.provider_id in (None, message.provider_id) else None

    def _same_chat(self, own: int, person: Person) -> bool:
        """Tell whether an echo is of our chat. An own message cannot be forged by others: it tells who is who."""
        owner = self._people.owner_of(self._sql.value("SELECT chat_id FROM message WHERE id = ?", own))
        if owner is person:
            return True
        if not (is_person(owner.address) and is_person(person.address)):
            return False
        self._people.resolve((owner.address, person.address))
        return True

    def _fill_own(self, own: int, message: IncomingMessage) -> None:
        self._messages.claim_id(own, message.provider_id)
        self._messages.absorb_event(own, message, own=True)
        self._marks.apply_to(message.provider_id)

    def _described(self, row_id: int, new_contacts: int) -> Recorded:
        state = self._sql.value("SELECT state FROM media WHERE id = ?", row_id)
        complete = state in (None, MediaState.LOCAL)
        if complete:
            self._payloads.release(row_id)
        media = None if state is None else MediaId(row_id)
        return Recorded(MessageId(row_id), media, new=False, complete=complete, new_contacts=new_contacts)
