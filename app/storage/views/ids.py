"""Brings ids by the hundred thousand out of the database: 8 bytes each, and in one step.

Fetching row by row takes the interpreter's lock once a row; next to a busy thread a million rows then take ten times as
long. So SQLite puts the whole list into one text while Python may go on, and the text is read in pieces.
"""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

import json
from array import array

from app.storage.sql import Sql, Value

_PIECE = 100_000
"""Characters that are read at once: a millisecond or two, during which no other thread runs."""


def fetched(sql: Sql, statement: str, *parameters: Value) -> array[int]:
    """Return the column `id` of a statement, in its order."""
    text: str = sql.value(f"SELECT group_concat(id) FROM ({statement})", *parameters) or ""
    found = array("q")
    begin = 0
    while begin < len(text):
        end = text.find(",", begin + _PIECE)
        end = len(text) if end < 0 else end
        found.extend(json.loads(f"[{text[begin:end]}]"))
        begin = end + 1
    return found


def fetched_texts(sql: Sql, statement: str, *parameters: Value) -> list[bytes]:
    """Return the column `name` of a statement as UTF-8, in its order; its texts must be free of line breaks."""
    found = sql.one(f"SELECT group_concat(name, char(10)), count(*) FROM ({statement})", *parameters)
    text, count = found[0], found[1]
    # One empty text and none at all look alike when they are joined.
    return (text or "").encode("utf-8", "replace").split(b"\n") if count else []
