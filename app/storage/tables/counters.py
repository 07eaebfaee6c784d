"""Running counters, kept by triggers, so that they are exact whatever statement changes the rows.

`counter` and `counter_hour` follow `media`; `tally` holds the numbers of messages, chats and contacts, `holding` what
lies on the disk. A cell that came down to 0 files stays as a row and is left out when it is read. Hours are counted
from 1970 in UTC: of them the days of any time zone whose offset is whole hours are made exactly.
"""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

from app.storage.tables.columns import number, table, words
from app.storage.tables.metadata import instance

counter = table(
    "counter",
    instance,
    words("kind", primary_key=True),
    words("direction", primary_key=True),
    words("state", primary_key=True),
    number("files", default=0),
    number("size_bytes", default=0),
    sqlite_with_rowid=False,
)

counter_hour = table(
    "counter_hour",
    instance,
    number("hour", primary_key=True, autoincrement=False),
    words("kind", primary_key=True),
    words("direction", primary_key=True),
    words("state", primary_key=True),
    number("files", default=0),
    number("size_bytes", default=0),
    sqlite_with_rowid=False,
)

tally = table("tally", instance, words("name", primary_key=True), number("number"), sqlite_with_rowid=False)

holding = table(
    "holding",
    instance,
    words("name", primary_key=True),
    number("files", default=0),
    number("size_bytes", default=0),
    sqlite_with_rowid=False,
)
"""What is kept (`blob`) and what was set aside (`quarantined`): equal bytes are there once, however many media share
them, so this is what the disk really holds."""

_ADD = """INSERT INTO counter (kind, direction, state, files, size_bytes)
  VALUES (new.kind, new.direction, new.state, 1, coalesce(new.size_bytes, 0))
  ON CONFLICT (kind, direction, state)
  DO UPDATE SET files = files + 1, size_bytes = size_bytes + excluded.size_bytes;"""
_TAKE = """UPDATE counter SET files = files - 1, size_bytes = size_bytes - coalesce(old.size_bytes, 0)
  WHERE kind = old.kind AND direction = old.direction AND state = old.state;"""
_ADD_HOUR = """INSERT INTO counter_hour (hour, kind, direction, state, files, size_bytes)
  VALUES (new.sent_at / 3600, new.kind, new.direction, new.state, 1, coalesce(new.size_bytes, 0))
  ON CONFLICT (hour, kind, direction, state)
  DO UPDATE SET files = files + 1, size_bytes = size_bytes + excluded.size_bytes;"""
_TAKE_HOUR = """UPDATE counter_hour SET files = files - 1, size_bytes = size_bytes - coalesce(old.size_bytes, 0)
  WHERE hour = old.sent_at / 3600 AND kind = old.kind AND direction = old.direction AND state = old.state;"""
_CHANGED = """old.kind <> new.kind OR old.direction <> new.direction OR old.state <> new.state
  OR old.size_bytes IS NOT new.size_bytes"""


def _trigger(name: str, when: str, body: str) -> str:
    return f"CREATE TRIGGER {name} AFTER {when} BEGIN\n  {body}\nEND"


def _count(name: str, step: int) -> str:
    return f"UPDATE tally SET number = number + {step} WHERE name = '{name}';"


def _hold(name: str, row: str, step: str) -> str:
    return f"""UPDATE holding SET files = files {step} 1, size_bytes = size_bytes {step} {row}.size_bytes
  WHERE name = '{name}';"""


TRIGGERS = (
    _trigger("media_counted", "INSERT ON media", _ADD),
    _trigger("media_uncounted", "DELETE ON media", _TAKE),
    _trigger(
        "media_recounted",
        f"UPDATE OF kind, direction, state, size_bytes ON media\n  WHEN {_CHANGED}",
        f"{_TAKE}\n  {_ADD}",
    ),
    _trigger("media_hour_counted", "INSERT ON media", _ADD_HOUR),
    _trigger("media_hour_uncounted", "DELETE ON media", _TAKE_HOUR),
    _trigger(
        "media_hour_recounted",
        "UPDATE OF kind, direction, state, size_bytes, sent_at ON media\n"
        f"  WHEN {_CHANGED} OR old.sent_at <> new.sent_at",
        f"{_TAKE_HOUR}\n  {_ADD_HOUR}",
    ),
    _trigger("blob_held", "INSERT ON blob", _hold("kept", "new", "+")),
    _trigger("blob_released", "DELETE ON blob", _hold("kept", "old", "-")),
    _trigger("quarantined_held", "INSERT ON quarantined", _hold("set_aside", "new", "+")),
    _trigger("quarantined_released", "DELETE ON quarantined", _hold("set_aside", "old", "-")),
    _trigger("message_counted", "INSERT ON message", _count("messages", 1)),
    _trigger("message_uncounted", "DELETE ON message", _count("messages", -1)),
    _trigger("chat_counted", "INSERT ON chat", _count("chats", 1)),
    _trigger("chat_uncounted", "DELETE ON chat", _count("chats", -1)),
    _trigger("contact_counted", "INSERT ON contact WHEN new.seen = 1", _count("contacts", 1)),
    _trigger("contact_uncounted", "DELETE ON contact WHEN old.seen = 1", _count("contacts", -1)),
    _trigger(
        "contact_recounted",
        "UPDATE OF seen ON contact WHEN old.seen <> new.seen",
        "UPDATE tally SET number = number + new.seen - old.seen WHERE name = 'contacts';",
    ),
)

TALLY = ("chats", "contacts", "messages")
HOLDING = ("kept", "set_aside")
"""Rows of `tally` and of `holding`, written when the database is made."""

SEEDS = (
    *(f"INSERT INTO tally (name, number) VALUES ('{name}', 0)" for name in TALLY),
    *(f"INSERT INTO holding (name) VALUES ('{name}')" for name in HOLDING),
)
