"""Ticks, revocations and edits: kept by message id and chat for good, applied to every message that they fit.

A mark fits a message with its id in the same person's chat. One whose event named no chat fits by the id alone, and so
does a tick of a message that our own queue sent: its id came from the provider. A foreign revocation or edit never
reaches into another chat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.domain.events import MessageEdited, MessageRevoked, StatusChanged
from app.domain.kinds import Direction
from app.domain.reasons import Reason
from app.domain.statuses import Status
from app.domain.uploads import ARRIVED, UploadState, reached
from app.storage.rules import edited, later_status, least
from app.storage.sql import Found, Sql

_OF_MARK = "SELECT status, revoked_at, edited_at, edited_text FROM mark WHERE provider_id = ? AND contact_id = ?"
_PUT = """INSERT INTO mark (provider_id, contact_id, status, revoked_at, edited_at, edited_text)
  VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (provider_id, contact_id) DO UPDATE SET status = excluded.status,
  revoked_at = excluded.revoked_at, edited_at = excluded.edited_at, edited_text = excluded.edited_text"""
_MESSAGES = """SELECT message.id, chat.contact_id, message.direction, upload.id IS NOT NULL, message.status,
    message.revoked_at, message.edited_at, message.edited_text
  FROM message JOIN chat ON chat.id = message.chat_id LEFT JOIN upload ON upload.message_id = message.id
  WHERE message.provider_id = ?"""
_APPLY = "UPDATE message SET status = ?, revoked_at = ?, edited_at = ?, edited_text = ? WHERE id = ?"
_SETTLED = ARRIVED | {UploadState.UNCONFIRMED}


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of a message id besides the message itself."""

    status: str | None = None
    revoked_at: int | None = None
    edited_at: int | None = None
    edited_text: str | None = None

    def joined(self, other: Mark) -> Mark:
        """Unite two marks; the order does not matter."""
        edit = edited(
            {"edited_at": self.edited_at, "edited_text": self.edited_text}, other.edited_at, other.edited_text
        )
        return Mark(
            later_status(self.status, other.status),
            least(self.revoked_at, other.revoked_at),
            edit.get("edited_at", self.edited_at),
            edit.get("edited_text", self.edited_text),
        )

    def values(self) -> tuple[Any, ...]:
        """Return the columns in the order of the statements above."""
        return self.status, self.revoked_at, self.edited_at, self.edited_text


def of_event(event: StatusChanged | MessageRevoked | MessageEdited) -> Mark:
    """Return what one event marks."""
    match event:
        case StatusChanged():
            return Mark(status=event.status.value)
        case MessageRevoked():
            return Mark(revoked_at=event.at)
        case MessageEdited():
            return Mark(edited_at=event.at, edited_text=event.text)


class Marks:
    """The marks of one instance."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def add(self, provider_id: str, contact_id: int, mark: Mark) -> bool:
        """Keep a mark and apply it; return whether it told something new. Contact 0: the event named no chat."""
        row = self._sql.one(_OF_MARK, provider_id, contact_id)
        known = Mark(*row) if row is not None else None
        joined = known.joined(mark) if known else mark
        if joined == known:
            return False
        self._sql.run(_PUT, provider_id, contact_id, *joined.values())
        for message in self._sql.all(_MESSAGES, provider_id):
            self._apply(message, contact_id, joined)
        return True

    def apply_to(self, provider_id: str) -> None:
        """Apply what was kept to messages that have just come by this id."""
        kept = self._sql.all(
            "SELECT contact_id, status, revoked_at, edited_at, edited_text FROM mark WHERE provider_id = ?", provider_id
        )
        if kept:
            for message in self._sql.all(_MESSAGES, provider_id):
                for contact_id, *values in kept:
                    message = self._apply(message, contact_id, Mark(*values))

    def unite(self, contact: int, other: int) -> None:
        """Let the marks of contact `other` be those of `contact`, and apply them all to that contact's messages."""
        moved = self._sql.all(
            "SELECT provider_id, status, revoked_at, edited_at, edited_text FROM mark WHERE contact_id = ?", other
        )
        for provider_id, *values in moved:
            row = self._sql.one(_OF_MARK, provider_id, contact)
            joined = Mark(*row).joined(Mark(*values)) if row is not None else Mark(*values)
            self._sql.run(_PUT, provider_id, contact, *joined.values())
        self._sql.run("DELETE FROM mark WHERE contact_id = ?", other)
        for (provider_id,) in self._sql.all("SELECT provider_id FROM mark WHERE contact_id = ?", contact):
            self.apply_to(provider_id)

    def _apply(self, message: Found, contact_id: int, mark: Mark) -> Found:
        """Apply one mark to one message where it fits; return the message as it is then."""
        row_id, chat_contact, direction, own, *values = message
        fits = contact_id in (0, chat_contact)
        outgoing = direction == Direction.OUT
        status = mark.status if outgoing and (fits or own) else None
        fitting = Mark(status, mark.revoked_at, mark.edited_at, mark.edited_text) if fits else Mark(status)
        before = Mark(*values)
        after = before.joined(fitting)
        if after != before:
            self._sql.run(_APPLY, *after.values(), row_id)
        if own and after.status != before.status:
            tick_upload(self._sql, row_id, after.status)
        return (row_id, chat_contact, direction, own, *after.values())


def tick_upload(sql: Sql, message_id: int, status: str | None) -> None:
    """Move the upload of a message along with a tick. One that is being sent learns it when it is accepted."""
    row = sql.one("SELECT id, state FROM upload WHERE message_id = ?", message_id)
    if row is None or status is None or row.state not in _SETTLED:
        return
    state = reached(UploadState(row.state), Status(status))
    if state != row.state:
        reason = Reason.PROVIDER_ERROR.value if state is UploadState.FAILED else None
        sql.run("UPDATE upload SET state = ?, reason = ? WHERE id = ?", state.value, reason, row.id)
