"""Joins our own sends with what the provider tells of them: its answer, its echo, or evidence where both were lost."""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from app.domain.addresses import is_person
from app.domain.ids import UploadId
from app.domain.uploads import UploadState, checked_move
from app.storage.marks import Marks, tick_upload
from app.storage.messages import Messages
from app.storage.people import People
from app.storage.sql import Found, Sql
from app.storage.tables.uploads import OPEN, UNCONFIRMED

BEFORE_S = 60
AFTER_S = 900
"""How far an echo's time may lie from the moment at which *sending* was committed."""

_ELSEWHERE = """SELECT twin.chat_id FROM message AS twin LEFT JOIN upload ON upload.message_id = twin.id
  WHERE twin.provider_id = ? AND twin.direction = 'out' AND twin.chat_id <> ? AND upload.id IS NULL"""
_OPEN_ENDED = """SELECT upload.id, upload.message_id, upload.chat_id, upload.state, upload.sending_at,
    message.provider_id, media.sha256
  FROM upload JOIN message ON message.id = upload.message_id LEFT JOIN media ON media.id = message.id WHERE """
_UNSETTLED = f"{_OPEN_ENDED} upload.{UNCONFIRMED}"
_SENDING = f"{_OPEN_ENDED} upload.state = 'sending' AND upload.id IN (SELECT id FROM upload WHERE {OPEN})"
_CANDIDATES = """SELECT message.id, message.provider_id FROM message INDEXED BY message_in_chat
  JOIN media ON media.id = message.id LEFT JOIN source ON source.media_id = message.id
  LEFT JOIN upload ON upload.message_id = message.id
  WHERE message.chat_id = ? AND message.sent_at BETWEEN ? AND ? AND message.direction = 'out'
    AND message.provider_id IS NOT NULL AND upload.id IS NULL
    AND (source.plain_sha256 = ? OR (media.state = 'local' AND media.sha256 = ?))"""


class Echoes:
    """What becomes of uploads when the provider speaks of them.

    Args:
        before_commit: notes the name of a checkpoint to be reached just before the transaction commits.
    """

    def __init__(
        self, sql: Sql, people: People, messages: Messages, marks: Marks, before_commit: Callable[[str], None]
    ) -> None:
        self._sql = sql
        self._people = people
        self._messages = messages
        self._marks = marks
        self._before_commit = before_commit

    def accept(self, message: int, provider_id: str) -> None:
        """Note that the provider has a message of ours: take its id, its echo and the ticks that came before."""
        if provider_id:
            self._unite_chats(message, provider_id)
            self._messages.claim_id(message, provider_id)
        self._sql.run("UPDATE message SET status = 'accepted' WHERE id = ? AND status IS NULL", message)
        known_as = self._sql.value("SELECT provider_id FROM message WHERE id = ?", message)
        if known_as is not None:
            self._marks.apply_to(known_as)
        tick_upload(self._sql, message, self._sql.value("SELECT status FROM message WHERE id = ?", message))
        self._before_commit("upload.accepted_before_commit")

    def settle(self) -> list[UploadId]:
        """Resolve unconfirmed uploads that an echo explains; return which.

        Our own id in an echo has given the message its id already. Otherwise an echo must have the same plain SHA-256,
        chat and time, and be the only one for this upload as this upload is the only one for it.
        """
        unsettled = self._sql.all(_UNSETTLED)
        if not unsettled:
            return []
        resolved = [UploadId(row.id) for row in unsettled if row.provider_id is not None]
        for row in unsettled:
            if row.provider_id is not None:
                self._resolve(row, row.provider_id)
        nameless = [row for row in (*unsettled, *self._sql.all(_SENDING)) if row.provider_id is None]
        candidates = {row.id: self._candidates(row) for row in nameless}
        claims = Counter(echo for echoes in candidates.values() for echo in echoes)
        for row in nameless:
            echoes = candidates[row.id]
            if row.state == UploadState.UNCONFIRMED and len(echoes) == 1 and claims[next(iter(echoes))] == 1:
                self._resolve(row, next(iter(echoes.values())))
                resolved.append(UploadId(row.id))
        return resolved

    def _candidates(self, row: Found) -> dict[int, str]:
        """Return the echoes that may be of an upload, with their ids."""
        if row.sha256 is None or row.sending_at is None:
            return {}
        since, until = row.sending_at - BEFORE_S, row.sending_at + AFTER_S
        found = self._sql.all(_CANDIDATES, row.chat_id, since, until, bytes.fromhex(row.sha256), row.sha256)
        return {row.id: row.provider_id for row in found}

    def _resolve(self, row: Found, provider_id: str) -> None:
        state = checked_move(UploadState(row.state), UploadState.ACCEPTED)
        self._sql.run("UPDATE upload SET state = ?, reason = NULL WHERE id = ?", state.value, row.id)
        self.accept(row.message_id, provider_id)

    def _unite_chats(self, message: int, provider_id: str) -> None:
        """An echo of our message under another address of the person tells that both are one."""
        chat = self._sql.value("SELECT chat_id FROM message WHERE id = ?", message)
        for (other,) in self._sql.all(_ELSEWHERE, provider_id, chat):
            ours, theirs = self._people.owner_of(chat), self._people.owner_of(other)
            if is_person(ours.address) and is_person(theirs.address):
                self._people.resolve((ours.address, theirs.address))
                chat = self._sql.value("SELECT chat_id FROM message WHERE id = ?", message)
