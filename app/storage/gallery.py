"""Pages of media by keyset: the same few milliseconds at a hundred and at a million.

A page is found in two steps: the ids from indexes alone, then their rows. Where a filter allows several kinds or
states, each is asked for separately (a *leg*, one range of one index) and the legs are merged, so that a rare kind is
found as quickly as a common one.
"""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, func, literal, literal_column, select, tuple_, union_all

from app.domain.errors import CommandError
from app.domain.ids import InstanceRef
from app.domain.kinds import MediaKind, MediaState
from app.domain.messages import MediaItem
from app.domain.reasons import ErrorCode
from app.services.store import GalleryPage, GalleryQuery
from app.storage import cursors, statistics
from app.storage.rows import ITEM_COLUMNS, ITEM_TABLES, media_item
from app.storage.sql import Sql, listed
from app.storage.tables.media import media

_c = media.c
_KEYS: dict[str, tuple[ColumnElement[Any], bool]] = {
    "date": (_c.sent_at, True),
    "size": (func.coalesce(_c.size_bytes, literal_column("-1")), True),
    "name": (_c.name_key, False),
}
"""What each order sorts by, and whether the greatest comes first. Ids break ties in the same direction."""

_ITEMS = f"SELECT {ITEM_COLUMNS} FROM {ITEM_TABLES} WHERE media.id IN (SELECT value FROM json_each(?))"
_CHAT = """SELECT chat.id FROM alias JOIN chat ON chat.contact_id = alias.contact_id WHERE alias.address = ?"""


def gallery_page(connection: Connection, ref: InstanceRef, query: GalleryQuery) -> GalleryPage:
    """Return a page of `query`, its cursor and the number of all that match.

    Raises:
        CommandError: names the field at fault.
    """
    _check(query)
    after = cursors.decoded(ref, query)
    sql = Sql(connection)
    chat = _chat(sql, query)
    found = connection.execute(ids_statement(query, chat, after)).fetchall()
    shown = found[: query.limit]
    more = len(found) > query.limit
    cursor = cursors.encoded(ref, query, shown[-1].sort_key, shown[-1].id) if more else ""
    return GalleryPage(items(sql, [row.id for row in shown]), cursor, _total(connection, query, chat))


def items(sql: Sql, ids: Sequence[int]) -> list[MediaItem]:
    """Return media in the order of `ids`; ids that do not exist are left out."""
    rows = {row.id: row for row in sql.all(_ITEMS, listed(ids))}
    return [media_item(rows[id]) for id in ids if id in rows]


def _check(query: GalleryQuery) -> None:
    if query.sort not in _KEYS:
        raise CommandError(ErrorCode.BAD_INPUT, "sort", f"one of {', '.join(_KEYS)}")
    if query.limit < 1:
        raise CommandError(ErrorCode.BAD_INPUT, "limit", "at least 1")


def _chat(sql: Sql, query: GalleryQuery) -> int | None:
    if query.chat is None:
        return None
    chat = sql.value(_CHAT, query.chat)
    if chat is None:
        raise CommandError(ErrorCode.NOT_FOUND, "chat", "no such chat")
    return int(chat)


def ids_statement(query: GalleryQuery, chat: int | None, after: tuple[cursors.Key, int] | None) -> Select[Any]:
    """Return the statement for the ids of a page and one more, with their sort keys (`id`, `sort_key`)."""
    legs = [_leg(query, chat, after, *narrowed) for narrowed in _legs(query, chat)]
    if len(legs) == 1:
        return legs[0]
    merged = union_all(*(select(leg.subquery()) for leg in legs)).subquery()
    descending = _KEYS[query.sort][1]
    order = [column.desc() if descending else column.asc() for column in (merged.c.sort_key, merged.c.id)]
    return select(merged.c.id, merged.c.sort_key).order_by(*order).limit(query.limit + 1)


def _legs(query: GalleryQuery, chat: int | None) -> list[tuple[MediaKind | None, MediaState | None]]:
    """Return the kind or state of each leg; (None, None) where one range serves all."""
    if query.ids or chat is not None:
        return [(None, None)]
    if query.sort != "date":
        return [(kind, None) for kind in sorted(query.kinds or MediaKind)]
    rare_states = query.states and MediaState.LOCAL not in query.states
    if query.kinds and not rare_states:
        return [(kind, None) for kind in sorted(query.kinds)]
    if query.states and len(query.states) < len(MediaState):
        return [(None, state) for state in sorted(query.states)]
    return [(None, None)]


def _leg(
    query: GalleryQuery,
    chat: int | None,
    after: tuple[cursors.Key, int] | None,
    kind: MediaKind | None,
    state: MediaState | None,
) -> Select[Any]:
    key, descending = _KEYS[query.sort]
    statement = select(_c.id, key.label("sort_key")).where(*_filters(query, chat, kind, state))
    if after is not None:
        here, there = tuple_(key, _c.id), tuple_(literal(after[0]), literal(after[1]))
        statement = statement.where(here < there if descending else here > there)
    order = [column.desc() if descending else column.asc() for column in (key, _c.id)]
    return statement.order_by(*order).limit(query.limit + 1)


def _filters(
    query: GalleryQuery, chat: int | None, kind: MediaKind | None, state: MediaState | None
) -> list[ColumnElement[bool]]:
    """Return the conditions of one leg. What the leg's index does not lead with is kept from choosing another one."""
    conditions: list[ColumnElement[bool]] = []
    if kind is not None:
        conditions.append(_c.kind == kind.value)
    elif query.kinds:
        conditions.append(_aside("kind").in_(sorted(query.kinds)))
    if state is not None:
        conditions.append(_c.state == state.value)
    elif query.states:
        conditions.append(_aside("state").in_(sorted(query.states)))
    if query.direction is not None:
        conditions.append(_c.direction == query.direction.value)
    if chat is not None:
        conditions.append(_c.chat_id == chat)
    if query.since is not None:
        conditions.append(_c.sent_at >= query.since)
    if query.until is not None:
        conditions.append(_c.sent_at < query.until)
    if query.ids:
        chosen = func.json_each(listed(query.ids)).table_valued("value")
        conditions.append(_c.id.in_(select(chosen.c.value)))
    return conditions


def _aside(column: str) -> ColumnElement[str]:
    """Return a column of media that SQLite will filter by, but not choose an index for."""
    return literal_column(f"+media.{column}", Text)


def _total(connection: Connection, query: GalleryQuery, chat: int | None) -> int:
    """Count what the filters let through: from the counters where they can tell, else from the rows."""
    if chat is None and query.since is None and query.until is None and not query.ids:
        return sum(
            count.files
            for count in statistics.counts(Sql(connection))
            if (not query.kinds or count.kind in query.kinds)
            and (not query.states or count.state in query.states)
            and query.direction in (None, count.direction)
        )
    conditions = _filters(query, chat, None, None)
    return connection.execute(select(func.count()).select_from(media).where(*conditions)).scalar_one()
