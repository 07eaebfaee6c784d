"""Payloads as they came, kept until nobody needs them any more."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, text

from app.storage.tables.columns import key, moment, number, octets, table, words
from app.storage.tables.metadata import instance

raw_event = table(
    "raw_event",
    instance,
    key(),
    octets("digest", unique=True),
    words("source"),
    octets("body"),
    moment("received_at"),
    number("pending"),
    words("problem", default=""),
    sqlite_autoincrement=True,
)
"""`digest` is the SHA-256 of the body as it came, `body` is compressed by zlib."""

raw_waiting = table(
    "raw_waiting",
    instance,
    number("message_id", ForeignKey("message.id"), primary_key=True),
    number("raw_id", ForeignKey("raw_event.id"), primary_key=True),
    sqlite_with_rowid=False,
)
"""Messages whose media is still missing, each with the payloads that told of it."""

Index("raw_pending", raw_event.c.id, sqlite_where=text("pending = 1"))
Index("raw_problem", raw_event.c.id, sqlite_where=text("problem <> ''"))
Index("raw_waiting_for", raw_waiting.c.raw_id)
