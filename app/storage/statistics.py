"""Numbers of an instance, from the running counters or, to prove them, from the rows."""

from __future__ import annotations

from app.domain.kinds import Direction, MediaKind, MediaState
from app.services.store import Count
from app.storage.sql import Sql

_COUNTS = "SELECT kind, direction, state, files, size_bytes FROM counter WHERE files > 0"
_BY_MONTH = "SELECT month, kind, direction, state, files, size_bytes FROM counter_month WHERE files > 0"
_RECOUNT = """SELECT kind, direction, state, count(*), coalesce(sum(size_bytes), 0) FROM media
  GROUP BY kind, direction, state"""

# Looked up in dictionaries: calling an enumeration costs as much as reading the row.
_KINDS = {kind.value: kind for kind in MediaKind}
_DIRECTIONS = {direction.value: direction for direction in Direction}
_STATES = {state.value: state for state in MediaState}


def counts(sql: Sql) -> list[Count]:
    """Return the running counters by kind, direction and state."""
    return [_count(*row) for row in sql.tuples(_COUNTS)]


def counts_by_month(sql: Sql) -> list[tuple[int, Count]]:
    """Return the running counters per month of UTC, oldest first."""
    return [(month, _count(*rest)) for month, *rest in sql.all(_BY_MONTH)]


def recount(sql: Sql) -> list[Count]:
    """Count the rows of `media`."""
    return [_count(*row) for row in sql.all(_RECOUNT)]


def totals(sql: Sql) -> tuple[int, int, int]:
    """Return the numbers of messages, chats and contacts."""
    chats, contacts, messages = (number for (number,) in sql.tuples("SELECT number FROM tally ORDER BY name"))
    return messages, chats, contacts


def _count(kind: str, direction: str, state: str, files: int, size_bytes: int) -> Count:
    return Count(_KINDS[kind], _DIRECTIONS[direction], _STATES[state], files, size_bytes)
