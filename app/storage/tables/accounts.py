"""Clients and instances, in the registry database."""

from __future__ import annotations

from sqlalchemy import ForeignKey

from app.storage.tables.columns import number, table, words
from app.storage.tables.metadata import registry

client = table(
    "client",
    registry,
    number("id", primary_key=True, autoincrement=False),
    words("name"),
    words("vault"),
)

instance = table(
    "instance",
    registry,
    number("client_id", ForeignKey("client.id", ondelete="CASCADE"), primary_key=True),
    words("instance_id", primary_key=True),
    words("provider"),
    words("name"),
    words("number", default=""),
    words("base_url", default=""),
    words("settings", default="{}"),
    words("hook_secret"),
    sqlite_with_rowid=False,
)
"""`settings` is a JSON object of texts; credentials are never here."""
