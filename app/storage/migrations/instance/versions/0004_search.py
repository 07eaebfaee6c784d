"""Full-text indexes over messages and contacts: filled once here, kept by triggers from now on."""

# ruff: noqa: S608 (SQL is put together from constants only)
from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

_KEPT = "content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'"


def _key(row: str) -> str:
    return f"(max(0, min({row}.sent_at, 8589934591)) << 30) + {row}.id"


def _words(row: str) -> str:
    return f"""iif({row}.kind = 'reaction' OR {row}.revoked_at IS NOT NULL, '',
      coalesce({row}.edited_text, {row}.text))"""


def _digits(row: str) -> str:
    parts = " || ' ' || ".join(f"substr({row}.address, {place})" for place in range(2, 14))
    return f"iif({row}.address LIKE '+%', {parts}, '')"


_COLUMNS = "message_search (rowid, words, name, chat)"
_FIND = f"""SELECT {_key("message")}, {_words("message")} AS words, coalesce(media.name, '') AS name, message.chat_id
  FROM message LEFT JOIN media ON media.id = message.id"""
_ANY = "(words <> '' OR name <> '')"
_DROP_OLD = f"DELETE FROM message_search WHERE rowid = {_key('old')}"
_PUT_NEW = f"""INSERT INTO {_COLUMNS}
  {_FIND} WHERE message.id = new.id AND {_ANY}"""
_PUT_OLD = f"""INSERT INTO {_COLUMNS}
  {_FIND} WHERE message.id = old.id AND {_ANY}"""
_DROP_OF_NEW_MEDIA = f"""DELETE FROM message_search
  WHERE rowid = (SELECT {_key("message")} FROM message WHERE id = new.id)"""
_DROP_OF_OLD_MEDIA = f"""DELETE FROM message_search
  WHERE rowid = (SELECT {_key("message")} FROM message WHERE id = old.id)"""
_PUT_CONTACT = f"""INSERT INTO contact_search (rowid, names, numbers)
  VALUES (new.id, new.name || ' ' || new.verified_name, {_digits("new")})"""

_STATEMENTS = (
    f"CREATE VIRTUAL TABLE message_search USING fts5(words, name, chat, {_KEPT})",
    f"CREATE VIRTUAL TABLE contact_search USING fts5(names, numbers, {_KEPT})",
    # In the order of the row numbers, or the index would be written out again and again.
    f"""INSERT INTO {_COLUMNS}
  {_FIND} WHERE {_ANY} ORDER BY 1""",
    f"""INSERT INTO contact_search (rowid, names, numbers)
  SELECT id, name || ' ' || verified_name, {_digits("contact")} FROM contact ORDER BY id""",
    f"""CREATE TRIGGER message_found AFTER INSERT ON message WHEN {_words("new")} <> '' BEGIN
  INSERT INTO {_COLUMNS} VALUES ({_key("new")}, {_words("new")}, '', new.chat_id);
END""",
    f"""CREATE TRIGGER message_unfound AFTER DELETE ON message BEGIN
  {_DROP_OLD};
END""",
    f"""CREATE TRIGGER message_refound AFTER UPDATE OF chat_id, kind, sent_at, text, revoked_at, edited_text ON message
  WHEN old.chat_id <> new.chat_id OR old.sent_at <> new.sent_at OR {_words("old")} <> {_words("new")} BEGIN
  {_DROP_OLD};
  {_PUT_NEW};
END""",
    f"""CREATE TRIGGER media_found AFTER INSERT ON media WHEN new.name <> '' BEGIN
  {_DROP_OF_NEW_MEDIA};
  {_PUT_NEW};
END""",
    f"""CREATE TRIGGER media_unfound AFTER DELETE ON media WHEN old.name <> '' BEGIN
  {_DROP_OF_OLD_MEDIA};
  {_PUT_OLD};
END""",
    f"""CREATE TRIGGER media_refound AFTER UPDATE OF name ON media WHEN old.name <> new.name BEGIN
  {_DROP_OF_OLD_MEDIA};
  {_PUT_NEW};
END""",
    f"""CREATE TRIGGER contact_found AFTER INSERT ON contact BEGIN
  {_PUT_CONTACT};
END""",
    """CREATE TRIGGER contact_unfound AFTER DELETE ON contact BEGIN
  DELETE FROM contact_search WHERE rowid = old.id;
END""",
    f"""CREATE TRIGGER contact_refound AFTER UPDATE OF address, name, verified_name ON contact
  WHEN old.address <> new.address OR old.name <> new.name OR old.verified_name <> new.verified_name BEGIN
  DELETE FROM contact_search WHERE rowid = old.id;
  {_PUT_CONTACT};
END""",
)


def upgrade() -> None:
    """Add the indexes, fill them from what is there, and keep them."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
