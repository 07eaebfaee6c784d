"""Counters per month, for statistics of a period: counted once here, kept by triggers from now on."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

_STATEMENTS = (
    """CREATE TABLE counter_month (
  month INTEGER NOT NULL,
  kind TEXT NOT NULL,
  direction TEXT NOT NULL,
  state TEXT NOT NULL,
  files INTEGER DEFAULT 0 NOT NULL,
  size_bytes INTEGER DEFAULT 0 NOT NULL,
  PRIMARY KEY (month, kind, direction, state)
) WITHOUT ROWID, STRICT""",
    """INSERT INTO counter_month (month, kind, direction, state, files, size_bytes)
  SELECT CAST(strftime('%Y%m', sent_at, 'unixepoch') AS INTEGER) AS month, kind, direction, state, count(*),
    coalesce(sum(size_bytes), 0)
  FROM media GROUP BY month, kind, direction, state""",
    """CREATE TRIGGER media_month_counted AFTER INSERT ON media BEGIN
  INSERT INTO counter_month (month, kind, direction, state, files, size_bytes)
  VALUES (CAST(strftime('%Y%m', new.sent_at, 'unixepoch') AS INTEGER), new.kind, new.direction, new.state, 1,
    coalesce(new.size_bytes, 0))
  ON CONFLICT (month, kind, direction, state)
  DO UPDATE SET files = files + 1, size_bytes = size_bytes + excluded.size_bytes;
END""",
    """CREATE TRIGGER media_month_uncounted AFTER DELETE ON media BEGIN
  UPDATE counter_month SET files = files - 1, size_bytes = size_bytes - coalesce(old.size_bytes, 0)
  WHERE month = CAST(strftime('%Y%m', old.sent_at, 'unixepoch') AS INTEGER)
    AND kind = old.kind AND direction = old.direction AND state = old.state;
END""",
    """CREATE TRIGGER media_month_recounted AFTER UPDATE OF kind, direction, state, size_bytes, sent_at ON media
  WHEN old.kind <> new.kind OR old.direction <> new.direction OR old.state <> new.state
  OR old.size_bytes IS NOT new.size_bytes OR old.sent_at <> new.sent_at BEGIN
  UPDATE counter_month SET files = files - 1, size_bytes = size_bytes - coalesce(old.size_bytes, 0)
  WHERE month = CAST(strftime('%Y%m', old.sent_at, 'unixepoch') AS INTEGER)
    AND kind = old.kind AND direction = old.direction AND state = old.state;
  INSERT INTO counter_month (month, kind, direction, state, files, size_bytes)
  VALUES (CAST(strftime('%Y%m', new.sent_at, 'unixepoch') AS INTEGER), new.kind, new.direction, new.state, 1,
    coalesce(new.size_bytes, 0))
  ON CONFLICT (month, kind, direction, state)
  DO UPDATE SET files = files + 1, size_bytes = size_bytes + excluded.size_bytes;
END""",
)


def upgrade() -> None:
    """Add the table, count what is there, and keep count."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
