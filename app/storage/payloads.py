"""Payloads as they came: kept while unread, while a message of theirs lacks its media, or while they pose a problem."""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Sequence

from app.domain.ids import MessageId, RawEventId
from app.domain.kinds import MediaState
from app.services.store import RawBody, RawEvent
from app.storage.sql import Sql, listed

_LEVEL = 1
"""JSON shrinks to a third at the quickest level; better ones cost more than they save."""

_ADD = """INSERT INTO raw_event (digest, source, body, received_at, pending) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (digest) DO NOTHING"""
_WAITING = f"""INSERT OR IGNORE INTO raw_waiting (message_id, raw_id)
  SELECT message.id, ? FROM message JOIN media ON media.id = message.id
  WHERE message.id IN (SELECT value FROM json_each(?)) AND media.state <> '{MediaState.LOCAL.value}'"""
_SETTLE = "UPDATE raw_event SET pending = 0, problem = ? WHERE id = ? AND (pending = 1 OR problem <> '')"
_REMOVE_IDLE = """DELETE FROM raw_event WHERE id = ? AND pending = 0 AND problem = ''
  AND NOT EXISTS (SELECT 1 FROM raw_waiting WHERE raw_id = raw_event.id)"""
_COLUMNS = "SELECT id, source, body, received_at FROM raw_event "


class Payloads:
    """`RawEvents` on SQLite.

    Args:
        before_commit: notes the name of a checkpoint to be reached just before the transaction commits.
    """

    def __init__(self, sql: Sql, before_commit: Callable[[str], None]) -> None:
        self._sql = sql
        self._before_commit = before_commit

    def add(self, bodies: Sequence[RawBody]) -> int:
        """Keep bodies as pending; return how many are new."""
        new = sum(self._add(body, pending=1) for body in bodies)
        self._before_commit("raw.before_commit")
        return new

    def pending(self, limit: int) -> list[RawEvent]:
        """Return the oldest payloads that nobody has parsed."""
        return self._events("WHERE pending = 1 ORDER BY id LIMIT ?", limit)

    def settle(self, raw: RawEventId, *, waiting_for: Sequence[MessageId] = (), problem: str = "") -> None:
        """Say what came of a payload that is pending or has a problem; a no-op for any other."""
        if self._sql.run(_SETTLE, problem, raw):
            self._wait(raw, waiting_for)

    def keep(self, body: RawBody, *, waiting_for: Sequence[MessageId] = (), problem: str = "") -> None:
        """Keep a payload that was parsed before it was stored, where it has to stay."""
        if not problem and not self._lacking(waiting_for):
            return
        self._add(body, pending=0)
        digest = hashlib.sha256(body.body).digest()
        raw, pending = self._sql.all("SELECT id, pending FROM raw_event WHERE digest = ?", digest)[0]
        if pending:
            return
        if problem:
            self._sql.run("UPDATE raw_event SET problem = ? WHERE id = ? AND problem < ?", problem, raw, problem)
        self._wait(raw, waiting_for)

    def problems(self, limit: int) -> list[RawEvent]:
        """Return kept payloads with a problem, oldest first."""
        return self._events("WHERE problem <> '' ORDER BY id LIMIT ?", limit)

    def release(self, message: int) -> None:
        """Let go of the payloads that were kept for this message, if nothing else needs them."""
        waited = self._sql.all("SELECT raw_id FROM raw_waiting WHERE message_id = ?", message)
        if waited:
            self._sql.run("DELETE FROM raw_waiting WHERE message_id = ?", message)
        for (raw,) in waited:
            self._sql.run(_REMOVE_IDLE, raw)

    def _add(self, body: RawBody, *, pending: int) -> int:
        digest = hashlib.sha256(body.body).digest()
        packed = zlib.compress(body.body, _LEVEL)
        return self._sql.run(_ADD, digest, body.source, packed, body.received_at, pending)

    def _wait(self, raw: int, waiting_for: Sequence[MessageId]) -> None:
        if waiting_for:
            self._sql.run(_WAITING, raw, listed(waiting_for))
        self._sql.run(_REMOVE_IDLE, raw)

    def _lacking(self, messages: Sequence[MessageId]) -> bool:
        """Tell whether any of these messages still lacks its media."""
        return any(
            self._sql.value("SELECT state FROM media WHERE id = ?", message) not in (None, MediaState.LOCAL)
            for message in messages
        )

    def _events(self, rest: str, limit: int) -> list[RawEvent]:
        rows = self._sql.all(_COLUMNS + rest, limit)
        return [RawEvent(RawEventId(row.id), row.source, zlib.decompress(row.body), row.received_at) for row in rows]
