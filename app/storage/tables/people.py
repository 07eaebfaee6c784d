"""Who is talked with: contacts (persons and groups), their addresses, and the one chat of each."""

# ruff: noqa: S608 (SQL is put together from constants only)
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

contact_line = table(
    "contact_line",
    instance,
    number("contact_id", ForeignKey("contact.id"), primary_key=True, autoincrement=False),
    words("name_key"),
)
"""Whoever is listed (`seen`), kept by triggers. `name_key`: the name in small letters without accents; whoever has none
stands behind everybody who has one, by number."""

_ACCENTS = {
    "a": "áàâãäåÁÀÂÃÄÅ",
    "c": "çÇ",
    "e": "éèêëÉÈÊË",
    "i": "íìîïÍÌÎÏ",
    "n": "ñÑ",
    "o": "óòôõöøÓÒÔÕÖØ",
    "u": "úùûüÚÙÛÜ",
    "y": "ýÝ",
}
_NAME = "coalesce(nullif(new.name, ''), nullif(new.verified_name, ''), char(1114111) || new.address)"
_AT_ONCE = 8
"""Letters that are replaced in one expression: the parser of an older SQLite gives up on deeper ones, and then on the
whole file."""


def _folded() -> str:
    """Return a SELECT of the key. `lower` alone knows the letters of ASCII only."""
    pairs = [(letter, plain) for plain, marked in _ACCENTS.items() for letter in marked]
    source = f"SELECT new.id AS id, {_NAME} AS name"
    for begin in range(0, len(pairs), _AT_ONCE):
        words = "name"
        for letter, plain in pairs[begin : begin + _AT_ONCE]:
            words = f"replace({words}, '{letter}', '{plain}')"
        source = f"SELECT id, {words} AS name FROM ({source})"
    return f"SELECT id, ltrim(lower(name), ' ~.,_*-(') FROM ({source})"


_LIST = f"INSERT OR REPLACE INTO contact_line (contact_id, name_key) {_folded()};"

TRIGGERS = (
    f"""CREATE TRIGGER contact_listed_new AFTER INSERT ON contact WHEN new.seen = 1 BEGIN
  {_LIST}
END""",
    f"""CREATE TRIGGER contact_listed_anew AFTER UPDATE OF address, name, verified_name, seen ON contact
  WHEN new.seen = 1 AND (old.seen = 0 OR old.address <> new.address OR old.name <> new.name
    OR old.verified_name <> new.verified_name) BEGIN
  {_LIST}
END""",
    """CREATE TRIGGER contact_unlisted AFTER DELETE ON contact WHEN old.seen = 1 BEGIN
  DELETE FROM contact_line WHERE contact_id = old.id;
END""",
)

Index("contact_listed", contact_line.c.name_key, contact_line.c.contact_id)
Index("alias_of_contact", alias.c.contact_id)
