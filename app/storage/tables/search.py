"""The full-text indexes over messages and contacts (FTS5), kept by triggers; they hold no copy of the texts.

Messages are indexed at the end of the transaction that wrote them, all of it together: until then `search_due` names
them. Indexed one by one each would be a segment of its own, which SQLite merges with fifteen others, and those again; a
text then costs ten times as much, and the more the more there are.

The row number of a message is its time and id in one number, so that the newest hits are the first ones of a walk from
the end: fifty of a million come in milliseconds, where ordering all hits would take hundreds. Accents and case do not
count, and prefixes of one to three letters have an index of their own.
"""

# ruff: noqa: S608 (SQL is put together from constants only)
from __future__ import annotations

from app.storage.tables.columns import number, table
from app.storage.tables.metadata import instance

ID_BITS = 30
"""Of a row number of `message_search`: the message's id; above them its time in Unix seconds. Together 63 bits."""

_TOKENS = "tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'"
_KEPT = f"content = '', contentless_delete = 1, {_TOKENS}"

TABLES = (
    f"CREATE VIRTUAL TABLE message_search USING fts5(words, name, chat, {_KEPT})",
    f"CREATE VIRTUAL TABLE contact_search USING fts5(names, numbers, {_KEPT})",
)
"""`words`: text or caption as it stands after edits, nothing after a revocation. `name`: of the file. `chat`: number of
the chat, to search in one only. `names`: what a person calls themselves. `numbers`: the digits of a phone from each
place on, so that any part of a number is found."""

_LATEST = (1 << 33) - 1
_PLACES = 12


def _key(row: str) -> str:
    return f"(max(0, min({row}.sent_at, {_LATEST})) << {ID_BITS}) + {row}.id"


def _words(row: str) -> str:
    return f"""iif({row}.kind = 'reaction' OR {row}.revoked_at IS NOT NULL, '',
      coalesce({row}.edited_text, {row}.text))"""


def _digits(row: str) -> str:
    parts = " || ' ' || ".join(f"substr({row}.address, {place})" for place in range(2, _PLACES + 2))
    return f"iif({row}.address LIKE '+%', {parts}, '')"


_COLUMNS = "message_search (rowid, words, name, chat)"
_FIND = f"""SELECT {_key("message")}, {_words("message")} AS words, coalesce(media.name, '') AS name, message.chat_id
  FROM message LEFT JOIN media ON media.id = message.id"""
search_due = table("search_due", instance, number("message_id", primary_key=True, autoincrement=False))
"""Messages that are not in `message_search` now and have to be looked at before the transaction ends."""

INDEX_DUE = (
    f"""INSERT INTO {_COLUMNS}
  {_FIND} WHERE message.id IN (SELECT message_id FROM search_due) AND (words <> '' OR name <> '') ORDER BY 1""",
    "DELETE FROM search_due",
)
"""What every transaction that changed messages or media ends with; in the order of row numbers, as is quickest."""

_DROP = f"""DELETE FROM message_search
  WHERE rowid = {_key("old")} AND old.id NOT IN (SELECT message_id FROM search_due)"""
_LATER = "INSERT OR IGNORE INTO search_due (message_id) VALUES (new.id)"
_DROP_OF_MEDIA = f"""DELETE FROM message_search
  WHERE rowid = (SELECT {_key("message")} FROM message WHERE id = old.id)
    AND old.id NOT IN (SELECT message_id FROM search_due)"""
_PUT_CONTACT = f"""INSERT INTO contact_search (rowid, names, numbers)
  VALUES (new.id, new.name || ' ' || new.verified_name, {_digits("new")})"""
_DROP_CONTACT = "DELETE FROM contact_search WHERE rowid = old.id"

TRIGGERS = (
    f"""CREATE TRIGGER message_found AFTER INSERT ON message WHEN {_words("new")} <> '' BEGIN
  {_LATER};
END""",
    f"""CREATE TRIGGER message_unfound AFTER DELETE ON message BEGIN
  {_DROP};
  DELETE FROM search_due WHERE message_id = old.id;
END""",
    f"""CREATE TRIGGER message_refound AFTER UPDATE OF chat_id, kind, sent_at, text, revoked_at, edited_text ON message
  WHEN old.chat_id <> new.chat_id OR old.sent_at <> new.sent_at OR {_words("old")} <> {_words("new")} BEGIN
  {_DROP};
  {_LATER};
END""",
    f"""CREATE TRIGGER media_found AFTER INSERT ON media WHEN new.name <> '' BEGIN
  {_DROP_OF_MEDIA.replace("old.id", "new.id")};
  {_LATER};
END""",
    f"""CREATE TRIGGER media_unfound AFTER DELETE ON media WHEN old.name <> '' BEGIN
  {_DROP_OF_MEDIA};
  {_LATER.replace("new.id", "old.id")};
END""",
    f"""CREATE TRIGGER media_refound AFTER UPDATE OF name ON media WHEN old.name <> new.name BEGIN
  {_DROP_OF_MEDIA};
  {_LATER};
END""",
    f"""CREATE TRIGGER contact_found AFTER INSERT ON contact BEGIN
  {_PUT_CONTACT};
END""",
    f"""CREATE TRIGGER contact_unfound AFTER DELETE ON contact BEGIN
  {_DROP_CONTACT};
END""",
    f"""CREATE TRIGGER contact_refound AFTER UPDATE OF address, name, verified_name ON contact
  WHEN old.address <> new.address OR old.name <> new.name OR old.verified_name <> new.verified_name BEGIN
  {_DROP_CONTACT};
  {_PUT_CONTACT};
END""",
)
