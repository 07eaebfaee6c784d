"""Numbers of an instance, from the running counters or, to prove them, from the rows."""

from __future__ import annotations

from app.domain.kinds import Direction, MediaKind, MediaState
from app.services.store import Count
from app.storage.sql import Sql

_COUNTS = "SELECT kind, direction, state, files, size_bytes FROM counter WHERE files > 0"
_BY_MONTH = """SELECT CAST(strftime('%Y%m', hour * 3600, 'unixepoch') AS INTEGER) AS month, kind, direction, state,
    sum(files), sum(size_bytes)
  FROM counter_hour WHERE files > 0 GROUP BY month, kind, direction, state ORDER BY month"""
_HOLDING = "SELECT name, files, size_bytes FROM holding"
_RECOUNT = """SELECT kind, direction, state, count(*), coalesce(sum(size_bytes), 0) FROM media
  GROUP BY kind, direction, state"""

# Looked up in dictionaries: calling an enumeration costs as much as reading the row.
_KINDS = {kind.value: kind for kind in MediaKind}
_DIRECTIONS = {direction.value: direction for direction in Direction}
_STATES = {state.value: state for state in MediaState}


def counts(sql: Sql) -> list[Count]:
    """Return the running counters by kind, direction and state."""
    return [count(*row) for row in sql.tuples(_COUNTS)]


def counts_by_month(sql: Sql) -> list[tuple[int, Count]]:
    """Return the running counters per month of UTC, oldest first."""
    return [(month, count(*rest)) for month, *rest in sql.all(_BY_MONTH)]


def recount(sql: Sql) -> list[Count]:
    """Count the rows of `media`."""
    return [count(*row) for row in sql.all(_RECOUNT)]


def totals(sql: Sql) -> tuple[int, int, int]:
    """Return the numbers of messages, chats and contacts."""
    chats, contacts, messages = (number for (number,) in sql.tuples("SELECT number FROM tally ORDER BY name"))
    return messages, chats, contacts


def holding(sql: Sql) -> dict[str, tuple[int, int]]:
    """Return files and bytes on the disk by `kept` and `set_aside`, equal bytes once."""
    return {name: (files, size_bytes) for name, files, size_bytes in sql.tuples(_HOLDING)}


def count(kind: str, direction: str, state: str, files: int, size_bytes: int) -> Count:
    """Return a row as a cell of the statistics."""
    return Count(_KINDS[kind], _DIRECTIONS[direction], _STATES[state], files, size_bytes)
