"""The chat list, one line a chat, kept by triggers, so that it is exact whatever statement changes the messages.

Order and unread count of 100,000 chats are then one look into one index. Reactions neither move a chat up nor count
as unread: they are shown at the message that they belong to.
"""

# ruff: noqa: S608 (SQL is put together from constants only)
from __future__ import annotations

from sqlalchemy import ForeignKey, Index

from app.storage.tables.columns import number, table
from app.storage.tables.metadata import instance

chat_line = table(
    "chat_line",
    instance,
    number("chat_id", ForeignKey("chat.id"), primary_key=True, autoincrement=False),
    number("last_at", default=0),
    number("unread", default=0),
    number("read_at", default=0),
    number("pinned", default=0),
    number("with_media", default=0),
)
"""`last_at` is the time of the newest message, 0 where there is none. `unread` counts received messages that are newer
than `read_at`."""

unread_from = table("unread_from", instance, number("moment", primary_key=True, autoincrement=False))
"""One row. What was sent before is history: imported or caught up with, but never unread. Every chat's `read_at` begins
there, a day before the library was made, so that the conversations of that day still ask for an answer."""

Index("chat_listed", chat_line.c.pinned, chat_line.c.last_at, chat_line.c.chat_id, chat_line.c.with_media)

SEEDS = ("INSERT INTO unread_from (moment) VALUES (unixepoch() - 86400)",)

_SHOWN = "kind <> 'reaction'"
_ADD = """UPDATE chat_line SET last_at = max(last_at, new.sent_at),
    unread = unread + (new.direction = 'in' AND new.sent_at > read_at)
  WHERE chat_id = new.chat_id"""
_LAST = f"""SELECT sent_at FROM message WHERE chat_id = old.chat_id AND {_SHOWN}
      ORDER BY sent_at DESC LIMIT 1"""
_TAKE = f"""UPDATE chat_line SET last_at = iif(old.sent_at < last_at, last_at, max(0, coalesce(({_LAST}), 0))),
    unread = unread - (old.{_SHOWN} AND old.direction = 'in' AND old.sent_at > read_at)
  WHERE chat_id = old.chat_id"""
_HAS_MEDIA = "UPDATE chat_line SET with_media = 1 WHERE chat_id = new.chat_id AND with_media = 0"
_LOST_MEDIA = """UPDATE chat_line SET with_media = 0
  WHERE chat_id = old.chat_id AND NOT EXISTS (SELECT 1 FROM media WHERE chat_id = old.chat_id)"""

TRIGGERS = (
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
    f"""CREATE TRIGGER message_lined AFTER INSERT ON message WHEN new.{_SHOWN} BEGIN
  {_ADD};
END""",
    f"""CREATE TRIGGER message_unlined AFTER DELETE ON message WHEN old.{_SHOWN} BEGIN
  {_TAKE};
END""",
    f"""CREATE TRIGGER message_relined AFTER UPDATE OF chat_id, direction, kind, sent_at ON message
  WHEN old.chat_id <> new.chat_id OR old.direction <> new.direction OR old.kind <> new.kind
    OR old.sent_at <> new.sent_at BEGIN
  {_TAKE};
  {_ADD} AND new.{_SHOWN};
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
