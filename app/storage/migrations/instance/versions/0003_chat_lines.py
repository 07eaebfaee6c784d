"""The chat list: last message, unread count and pin of each chat, counted once here, kept by triggers from now on.

What is older than a day is history and counts as read; earlier versions kept no note of what was seen.
"""

# ruff: noqa: S608 (SQL is put together from constants only)
from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

_LAST = """SELECT sent_at FROM message WHERE chat_id = chat.id AND kind <> 'reaction'
      ORDER BY sent_at DESC LIMIT 1"""
_LAST_OF_OLD = """SELECT sent_at FROM message WHERE chat_id = old.chat_id AND kind <> 'reaction'
      ORDER BY sent_at DESC LIMIT 1"""
_ADD = """UPDATE chat_line SET last_at = max(last_at, new.sent_at),
    unread = unread + (new.direction = 'in' AND new.sent_at > read_at)
  WHERE chat_id = new.chat_id"""
_TAKE = f"""UPDATE chat_line SET last_at = iif(old.sent_at < last_at, last_at, max(0, coalesce(({_LAST_OF_OLD}), 0))),
    unread = unread - (old.kind <> 'reaction' AND old.direction = 'in' AND old.sent_at > read_at)
  WHERE chat_id = old.chat_id"""
_HAS_MEDIA = "UPDATE chat_line SET with_media = 1 WHERE chat_id = new.chat_id AND with_media = 0"
_LOST_MEDIA = """UPDATE chat_line SET with_media = 0
  WHERE chat_id = old.chat_id AND NOT EXISTS (SELECT 1 FROM media WHERE chat_id = old.chat_id)"""

_STATEMENTS = (
    """CREATE TABLE chat_line (
  chat_id INTEGER NOT NULL,
  last_at INTEGER DEFAULT 0 NOT NULL,
  unread INTEGER DEFAULT 0 NOT NULL,
  read_at INTEGER DEFAULT 0 NOT NULL,
  pinned INTEGER DEFAULT 0 NOT NULL,
  with_media INTEGER DEFAULT 0 NOT NULL,
  PRIMARY KEY (chat_id),
  FOREIGN KEY(chat_id) REFERENCES chat (id)
) STRICT""",
    "CREATE TABLE unread_from (moment INTEGER NOT NULL, PRIMARY KEY (moment)) STRICT",
    "INSERT INTO unread_from (moment) VALUES (unixepoch() - 86400)",
    f"""INSERT INTO chat_line (chat_id, last_at, unread, read_at, with_media)
  SELECT chat.id, max(0, coalesce(({_LAST}), 0)),
    (SELECT count(*) FROM message
      WHERE chat_id = chat.id AND sent_at > moment AND direction = 'in' AND kind <> 'reaction'),
    moment, EXISTS (SELECT 1 FROM media WHERE chat_id = chat.id)
  FROM chat, unread_from""",
    "CREATE INDEX chat_listed ON chat_line (pinned, last_at, chat_id, with_media)",
    """CREATE TRIGGER chat_line_made AFTER INSERT ON chat BEGIN
  INSERT INTO chat_line (chat_id, read_at) VALUES (new.id, (SELECT moment FROM unread_from));
END""",
    """CREATE TRIGGER chat_line_removed AFTER DELETE ON chat BEGIN
  DELETE FROM chat_line WHERE chat_id = old.id;
END""",
    """CREATE TRIGGER chat_line_read AFTER UPDATE OF read_at ON chat_line WHEN old.read_at <> new.read_at BEGIN
  UPDATE chat_line SET unread = (SELECT count(*) FROM message WHERE chat_id = new.chat_id
      AND sent_at > new.read_at AND direction = 'in' AND kind <> 'reaction')
  WHERE chat_id = new.chat_id;
END""",
    f"""CREATE TRIGGER message_lined AFTER INSERT ON message WHEN new.kind <> 'reaction' BEGIN
  {_ADD};
END""",
    f"""CREATE TRIGGER message_unlined AFTER DELETE ON message WHEN old.kind <> 'reaction' BEGIN
  {_TAKE};
END""",
    f"""CREATE TRIGGER message_relined AFTER UPDATE OF chat_id, direction, kind, sent_at ON message
  WHEN old.chat_id <> new.chat_id OR old.direction <> new.direction OR old.kind <> new.kind
    OR old.sent_at <> new.sent_at BEGIN
  {_TAKE};
  {_ADD} AND new.kind <> 'reaction';
END""",
    f"""CREATE TRIGGER media_lined AFTER INSERT ON media BEGIN
  {_HAS_MEDIA};
END""",
    f"""CREATE TRIGGER media_unlined AFTER DELETE ON media BEGIN
  {_LOST_MEDIA};
END""",
    f"""CREATE TRIGGER media_relined AFTER UPDATE OF chat_id ON media WHEN old.chat_id <> new.chat_id BEGIN
  {_LOST_MEDIA};
  {_HAS_MEDIA};
END""",
)


def upgrade() -> None:
    """Add the lines, fill them from the messages that are there, and keep them."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
