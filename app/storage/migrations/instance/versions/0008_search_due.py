"""Messages are put into the full-text index at the end of the transaction that wrote them, together."""

# ruff: noqa: S608 (SQL is put together from constants only)
from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"

_LATEST = (1 << 33) - 1


def _key(row: str) -> str:
    return f"(max(0, min({row}.sent_at, {_LATEST})) << 30) + {row}.id"


def _words(row: str) -> str:
    return f"""iif({row}.kind = 'reaction' OR {row}.revoked_at IS NOT NULL, '',
      coalesce({row}.edited_text, {row}.text))"""


def _drop_of_media(row: str) -> str:
    return f"""DELETE FROM message_search
  WHERE rowid = (SELECT {_key("message")} FROM message WHERE id = {row}.id)
    AND {row}.id NOT IN (SELECT message_id FROM search_due)"""


_DROP = f"""DELETE FROM message_search
  WHERE rowid = {_key("old")} AND old.id NOT IN (SELECT message_id FROM search_due)"""
_LATER = "INSERT OR IGNORE INTO search_due (message_id) VALUES (new.id)"
_CHANGED = ("message_found", "message_unfound", "message_refound", "media_found", "media_unfound", "media_refound")
_STATEMENTS = (
    *(f"DROP TRIGGER {name}" for name in _CHANGED),
    """CREATE TABLE search_due (
  message_id INTEGER NOT NULL,
  PRIMARY KEY (message_id)
) STRICT""",
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
  {_drop_of_media("new")};
  {_LATER};
END""",
    f"""CREATE TRIGGER media_unfound AFTER DELETE ON media WHEN old.name <> '' BEGIN
  {_drop_of_media("old")};
  {_LATER.replace("new.id", "old.id")};
END""",
    f"""CREATE TRIGGER media_refound AFTER UPDATE OF name ON media WHEN old.name <> new.name BEGIN
  {_drop_of_media("old")};
  {_LATER};
END""",
)


def upgrade() -> None:
    """Note what is to be indexed from now on; what is there is indexed already."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
