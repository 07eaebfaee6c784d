"""Everybody that an instance knows: their order from one index, their lines by id."""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

from array import array
from collections.abc import Sequence

from app.domain.addresses import Address, is_group
from app.domain.ids import ChatId, ContactId
from app.services.people import PeopleOrder, PersonRow
from app.storage.rows import CONTACT_NAME
from app.storage.sql import Found, Sql, listed
from app.storage.views.ids import fetched
from app.storage.views.phrases import people_wanted

_LISTS = {
    PeopleOrder.NAME: ("contact_line AS line INDEXED BY contact_listed WHERE 1", "name_key, line.contact_id"),
    PeopleOrder.LATEST: (
        """contact_line AS line LEFT JOIN chat ON chat.contact_id = line.contact_id
  LEFT JOIN chat_line ON chat_line.chat_id = chat.id WHERE 1""",
        "coalesce(last_at, 0) DESC, line.contact_id DESC",
    ),
}
_NAMED = "AND line.contact_id IN (SELECT rowid FROM contact_search WHERE contact_search MATCH ?)"
_ROWS = f"""SELECT contact.id, contact.address, {CONTACT_NAME} AS display, contact.verified_name, chat.id AS chat_id,
    coalesce(chat_line.last_at, 0) AS last_at,
    (SELECT count(*) FROM media INDEXED BY media_of_chat WHERE media.chat_id = chat.id) AS files
  FROM contact LEFT JOIN chat ON chat.contact_id = contact.id LEFT JOIN chat_line ON chat_line.chat_id = chat.id
  WHERE contact.id IN (SELECT value FROM json_each(?))"""


def people_ids(sql: Sql, order: PeopleOrder, text: str) -> array[int]:
    """Return the ids of all contacts that `stats` counts.

    Args:
        text: beginnings of words of a name, or any part of a number of up to twelve digits; "" for everybody.
    """
    source, key = _LISTS[order]
    statement = f"SELECT line.contact_id AS id FROM {source}"
    if not text.strip():
        return fetched(sql, f"{statement} ORDER BY {key}")
    wanted = people_wanted(text)
    return fetched(sql, f"{statement} {_NAMED} ORDER BY {key}", wanted) if wanted else array("q")


def people(sql: Sql, ids: Sequence[int]) -> list[PersonRow]:
    """Return lines in the order of `ids`; ids that are gone are left out."""
    rows = {row.id: row for row in sql.all(_ROWS, listed(ids))}
    return [_row(rows[id]) for id in ids if id in rows]


def _row(row: Found) -> PersonRow:
    return PersonRow(
        id=ContactId(row.id),
        chat=None if row.chat_id is None else ChatId(row.chat_id),
        address=Address(row.address),
        name=row.display,
        verified_name=row.verified_name,
        is_group=is_group(row.address),
        media=row.files,
        last_at=row.last_at,
    )
