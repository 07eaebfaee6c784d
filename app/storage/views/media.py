"""Whole galleries: their ids in order, their days, how many of each kind; each from one index that covers it."""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from app.domain.errors import CommandError
from app.domain.kinds import MediaKind, MediaState
from app.domain.reasons import ErrorCode
from app.services.store import GalleryQuery
from app.services.views import MARK_BITS, Day
from app.storage import statistics
from app.storage.sql import Sql, listed
from app.storage.tables.media import DEFERRED, DUE, LEASED, NO_JOB
from app.storage.views.chats import chat_at
from app.storage.views.ids import fetched, fetched_texts

_ORDERS = {
    "date": "sent_at DESC, id DESC",
    "size": "coalesce(size_bytes, -1) DESC, id DESC",
    "name": "name_key, id",
}
_MOST = (1 << 33) - 1
_MARKS = {
    "date": f"(max(0, min(sent_at, {_MOST})) << {MARK_BITS}) + id",
    "size": f"(min(coalesce(size_bytes, -1) + 1, {_MOST}) << {MARK_BITS}) + id",
}
_NAME = "replace(substr(coalesce(name_key, ''), 1, 64), char(10), ' ')"
_DAY_S = 86_400
_DAY_ONE = 719_163
"""`date.toordinal()` of 1970-01-01."""

# SQLite divides towards zero; days before 1970 (a provider's wrong clock) must not be mixed with those after.
_DAY = f"{_DAY_ONE} + (at - ((at % {_DAY_S}) + {_DAY_S}) % {_DAY_S}) / {_DAY_S}"
_SUM = "count(*), coalesce(sum(size_bytes), 0)"
# Whoever has a job, and what failed but may be asked for again.
_EXPIRING = f"""SELECT
  (SELECT count(*) FROM media INDEXED BY media_due_expiring
    WHERE job = {DUE} AND expires_at IS NOT NULL AND expires_at < ?1)
  + (SELECT count(*) FROM media INDEXED BY media_deferred WHERE job = {DEFERRED} AND expires_at < ?1)
  + (SELECT count(*) FROM media INDEXED BY media_leased WHERE job = {LEASED} AND expires_at < ?1)
  + (SELECT count(*) FROM media INDEXED BY media_of_state
    WHERE state = '{MediaState.FAILED.value}' AND job = {NO_JOB} AND problem IS NULL AND expires_at < ?1)"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query as the table, its index and its conditions, with their parameters."""

    source: str
    parameters: tuple[Any, ...]


def media_ids(sql: Sql, query: GalleryQuery) -> array[int]:
    """Return all media ids of a gallery in its order.

    Raises:
        CommandError: field `sort`: no such order.
    """
    if query.sort not in _ORDERS:
        raise CommandError(ErrorCode.BAD_INPUT, "sort", f"one of {', '.join(_ORDERS)}")
    asked = _asked(sql, query)
    if asked is None:
        return array("q")
    return fetched(sql, f"SELECT id FROM {asked.source} ORDER BY {_ORDERS[query.sort]}", *asked.parameters)


def media_marks(sql: Sql, query: GalleryQuery) -> array[int]:
    """Return a list by date or size as marks: the time or size above `MARK_BITS`, the id below; greatest first."""
    asked = _asked(sql, query)
    if asked is None:
        return array("q")
    statement = f"SELECT {_MARKS[query.sort]} AS id FROM {asked.source} ORDER BY {_ORDERS[query.sort]}"
    return fetched(sql, statement, *asked.parameters)


def media_names(sql: Sql, query: GalleryQuery) -> list[bytes]:
    """Return what a list by name is sorted by, in its order, as far as it is needed to merge it with another."""
    asked = _asked(sql, replace(query, sort="name"))
    if asked is None:
        return []
    statement = f"SELECT {_NAME} AS name FROM {asked.source} ORDER BY {_ORDERS['name']}"
    return fetched_texts(sql, statement, *asked.parameters)


def media_days(sql: Sql, query: GalleryQuery, utc_offset_s: int) -> list[Day]:
    """Return the days of a gallery, newest first; in another order than by date all is one stretch with key 0."""
    asked = _asked(sql, replace(query, sort="date"))
    if asked is None:
        return []
    if query.sort != "date":
        whole = Day(0, *sql.one(f"SELECT {_SUM} FROM {asked.source}", *asked.parameters))
        return [whole] if whole.count else []
    local = f"SELECT sent_at + ? AS at, size_bytes FROM {asked.source}"
    statement = f"SELECT {_DAY} AS day, {_SUM} FROM ({local}) GROUP BY day ORDER BY day DESC"
    return [Day(*row) for row in sql.all(statement, utc_offset_s, *asked.parameters)]


def kind_counts(sql: Sql, query: GalleryQuery) -> dict[str, int]:
    """Return how many media of each of the five kinds a gallery has, whatever kinds the query names."""
    counts: Counter[str] = Counter({kind.value: 0 for kind in MediaKind})
    if query.chat is None and query.since is None and query.until is None and not query.ids:
        for cell in statistics.counts(sql):
            if (not query.states or cell.state in query.states) and query.direction in (None, cell.direction):
                counts[cell.kind.value] += cell.files
        return dict(counts)
    asked = _asked(sql, replace(query, kinds=frozenset(), sort="date"))
    if asked is not None:
        counts.update(dict(sql.all(f"SELECT kind, count(*) FROM {asked.source} GROUP BY kind", *asked.parameters)))
    return dict(counts)


def expiring(sql: Sql, before: int) -> int:
    """Return how many media that are not secured, but could be, expire before a time."""
    return int(sql.value(_EXPIRING, before))


def _asked(sql: Sql, query: GalleryQuery) -> _Asked | None:
    """Return where a query's media are found, None where its chat does not exist."""
    conditions: list[tuple[str, Any]] = []
    if query.chat is not None:
        chat = chat_at(sql, query.chat)
        if chat is None:
            return None
        conditions.append(("chat_id = ?", chat))
    if query.direction is not None:
        conditions.append(("direction = ?", query.direction.value))
    if query.since is not None:
        conditions.append(("sent_at >= ?", query.since))
    if query.until is not None:
        conditions.append(("sent_at < ?", query.until))
    if query.ids:
        conditions.append(("id IN (SELECT value FROM json_each(?))", listed(query.ids)))
    for column, values in (("kind", query.kinds), ("state", query.states)):
        if len(values) == 1:
            conditions.append((f"{column} = ?", next(iter(values)).value))
        elif values:
            conditions.append((f"{column} IN (SELECT value FROM json_each(?))", listed(sorted(values))))
    where = " AND ".join(condition for condition, _value in conditions) or "1"
    return _Asked(f"media {_index(query)} WHERE {where}", tuple(value for _condition, value in conditions))


def _index(query: GalleryQuery) -> str:
    """Return the index to walk: the narrowest that has the order asked for."""
    if query.ids:
        return "NOT INDEXED"
    if query.chat is not None:
        return "INDEXED BY media_of_chat"
    if query.states and MediaState.LOCAL not in query.states:
        return "INDEXED BY media_of_state"
    if query.sort != "date" and query.since is None and query.until is None:
        return f"INDEXED BY media_by_{query.sort}"
    return "INDEXED BY media_of_kind" if len(query.kinds) == 1 else "INDEXED BY media_newest"
