"""Who is talked with: contacts (persons and groups), their addresses, and the one chat of each."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index

from app.storage.tables.columns import key, number, table, words
from app.storage.tables.metadata import instance

contact = table(
    "contact",
    instance,
    key(),
    words("address"),
    words("name", default=""),
    number("name_at", default=0),
    words("verified_name", default=""),
    number("verified_at", default=0),
    words("picture_url", default=""),
    number("picture_at", default=0),
    number("seen", default=0),
    sqlite_autoincrement=True,
)
"""`address` is the best of the contact's addresses. `seen`: named by a message or a contact event, not only a tick."""

alias = table(
    "alias",
    instance,
    words("address", primary_key=True),
    number("contact_id", ForeignKey("contact.id")),
    sqlite_with_rowid=False,
)

chat = table(
    "chat",
    instance,
    key(),
    number("contact_id", ForeignKey("contact.id"), unique=True),
    sqlite_autoincrement=True,
)

Index("alias_of_contact", alias.c.contact_id)
