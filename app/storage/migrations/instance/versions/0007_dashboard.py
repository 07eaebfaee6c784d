"""What dashboard and contacts page read at once: counters per hour, what the disk holds, reasons, names in order.

Counters per hour take the place of those per month, which are their sums.
"""

# ruff: noqa: S608 (SQL is put together from constants only)
from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

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


_AT_ONCE = 8


def _folded(row: str, table: str = "") -> str:
    pairs = [(letter, plain) for plain, marked in _ACCENTS.items() for letter in marked]
    name = f"coalesce(nullif({row}.name, ''), nullif({row}.verified_name, ''), char(1114111) || {row}.address)"
    source = f"SELECT {row}.id AS id, {name} AS name{table}"
    for begin in range(0, len(pairs), _AT_ONCE):
        words = "name"
        for letter, plain in pairs[begin : begin + _AT_ONCE]:
            words = f"replace({words}, '{letter}', '{plain}')"
        source = f"SELECT id, {words} AS name FROM ({source})"
    return f"SELECT id, ltrim(lower(name), ' ~.,_*-(') FROM ({source})"


_LIST = f"INSERT OR REPLACE INTO contact_line (contact_id, name_key) {_folded('new')};"
_TAKE = """UPDATE counter_hour SET files = files - 1, size_bytes = size_bytes - coalesce(old.size_bytes, 0)
  WHERE hour = old.sent_at / 3600 AND kind = old.kind AND direction = old.direction AND state = old.state;"""
_ADD = """INSERT INTO counter_hour (hour, kind, direction, state, files, size_bytes)
  VALUES (new.sent_at / 3600, new.kind, new.direction, new.state, 1, coalesce(new.size_bytes, 0))
  ON CONFLICT (hour, kind, direction, state)
  DO UPDATE SET files = files + 1, size_bytes = size_bytes + excluded.size_bytes;"""


def _held(name: str, when: str, table: str, row: str, step: str) -> str:
    return f"""CREATE TRIGGER {table}_{name} AFTER {when} ON {table} BEGIN
  UPDATE holding SET files = files {step} 1, size_bytes = size_bytes {step} {row}.size_bytes
  WHERE name = '{"kept" if table == "blob" else "set_aside"}';
END"""


_STATEMENTS = (
    "DROP TRIGGER media_month_counted",
    "DROP TRIGGER media_month_uncounted",
    "DROP TRIGGER media_month_recounted",
    "DROP TABLE counter_month",
    """CREATE TABLE counter_hour (
  hour INTEGER NOT NULL,
  kind TEXT NOT NULL,
  direction TEXT NOT NULL,
  state TEXT NOT NULL,
  files INTEGER DEFAULT 0 NOT NULL,
  size_bytes INTEGER DEFAULT 0 NOT NULL,
  PRIMARY KEY (hour, kind, direction, state)
) WITHOUT ROWID, STRICT""",
    """INSERT INTO counter_hour (hour, kind, direction, state, files, size_bytes)
  SELECT sent_at / 3600 AS hour, kind, direction, state, count(*), coalesce(sum(size_bytes), 0)
  FROM media GROUP BY hour, kind, direction, state""",
    f"""CREATE TRIGGER media_hour_counted AFTER INSERT ON media BEGIN
  {_ADD}
END""",
    f"""CREATE TRIGGER media_hour_uncounted AFTER DELETE ON media BEGIN
  {_TAKE}
END""",
    f"""CREATE TRIGGER media_hour_recounted AFTER UPDATE OF kind, direction, state, size_bytes, sent_at ON media
  WHEN old.kind <> new.kind OR old.direction <> new.direction OR old.state <> new.state
  OR old.size_bytes IS NOT new.size_bytes OR old.sent_at <> new.sent_at BEGIN
  {_TAKE}
  {_ADD}
END""",
    """CREATE TABLE holding (
  name TEXT NOT NULL,
  files INTEGER DEFAULT 0 NOT NULL,
  size_bytes INTEGER DEFAULT 0 NOT NULL,
  PRIMARY KEY (name)
) WITHOUT ROWID, STRICT""",
    "INSERT INTO holding (name, files, size_bytes) SELECT 'kept', count(*), coalesce(sum(size_bytes), 0) FROM blob",
    """INSERT INTO holding (name, files, size_bytes)
  SELECT 'set_aside', count(*), coalesce(sum(size_bytes), 0) FROM quarantined""",
    _held("held", "INSERT", "blob", "new", "+"),
    _held("released", "DELETE", "blob", "old", "-"),
    _held("held", "INSERT", "quarantined", "new", "+"),
    _held("released", "DELETE", "quarantined", "old", "-"),
    "CREATE INDEX media_reason ON media (state, reason) WHERE reason IS NOT NULL",
    "CREATE INDEX upload_standing ON upload (state, reason) WHERE state IN ('failed', 'unconfirmed', 'waiting')",
    """CREATE TABLE contact_line (
  contact_id INTEGER NOT NULL,
  name_key TEXT NOT NULL,
  PRIMARY KEY (contact_id),
  FOREIGN KEY(contact_id) REFERENCES contact (id)
) STRICT""",
    f"INSERT INTO contact_line (contact_id, name_key) {_folded('contact', ' FROM contact WHERE seen = 1')}",
    "CREATE INDEX contact_listed ON contact_line (name_key, contact_id)",
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


def upgrade() -> None:
    """Count what is there by the hour, and keep count."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
