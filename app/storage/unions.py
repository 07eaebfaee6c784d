"""What follows when two contacts turn out to be one person: their chats, messages and marks are one, too."""

from __future__ import annotations

from app.storage.marks import Marks
from app.storage.messages import Messages
from app.storage.people import Person
from app.storage.sql import Sql

_TWINS = """SELECT ours.id, theirs.id, our_upload.id, their_upload.id
  FROM message AS theirs JOIN message AS ours ON ours.provider_id = theirs.provider_id
    AND ours.chat_id = ? AND ours.direction = theirs.direction
  LEFT JOIN upload AS our_upload ON our_upload.message_id = ours.id
  LEFT JOIN upload AS their_upload ON their_upload.message_id = theirs.id
  WHERE theirs.chat_id = ?"""
_JOIN_LINES = """UPDATE chat_line SET pinned = max(chat_line.pinned, other.pinned),
    read_at = max(chat_line.read_at, other.read_at)
  FROM chat_line AS other WHERE chat_line.chat_id = ? AND other.chat_id = ?"""
_MOVE = (
    _JOIN_LINES,
    "UPDATE message SET chat_id = ? WHERE chat_id = ?",
    "UPDATE media SET chat_id = ? WHERE chat_id = ?",
    "UPDATE upload SET chat_id = ? WHERE chat_id = ?",
)


class Unions:
    """Carries out what uniting two contacts means."""

    def __init__(self, sql: Sql, messages: Messages, marks: Marks) -> None:
        self._sql = sql
        self._messages = messages
        self._marks = marks

    def unite(self, person: Person, other: Person) -> None:
        """Give `person` the chat, messages and marks of `other`, who is removed afterwards."""
        if other.chat_id and person.chat_id:
            self._join_chats(person.chat_id, other.chat_id)
        elif other.chat_id:
            self._sql.run("UPDATE chat SET contact_id = ? WHERE id = ?", person.id, other.chat_id)
            person.chat_id = other.chat_id
        self._marks.unite(person.id, other.id)

    def _join_chats(self, chat: int, other: int) -> None:
        for ours, theirs, our_upload, their_upload in self._sql.all(_TWINS, chat, other):
            if our_upload and their_upload:
                # The provider gave one id to two of our sends; both stay, one without it.
                self._sql.run("UPDATE message SET provider_id = NULL WHERE id = ?", theirs)
            elif their_upload:
                self._messages.absorb_row(theirs, ours, own=True)
            else:
                self._messages.absorb_row(ours, theirs, own=bool(our_upload))
        for statement in _MOVE:
            self._sql.run(statement, chat, other)
        self._sql.run("DELETE FROM chat WHERE id = ?", other)
