"""The first schema of the registry: clients and instances."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

_STATEMENTS = (
    """CREATE TABLE client (
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  vault TEXT NOT NULL,
  PRIMARY KEY (id)
) STRICT""",
    """CREATE TABLE instance (
  client_id INTEGER NOT NULL,
  instance_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  name TEXT NOT NULL,
  number TEXT DEFAULT '' NOT NULL,
  base_url TEXT DEFAULT '' NOT NULL,
  settings TEXT DEFAULT '{}' NOT NULL,
  hook_secret TEXT NOT NULL,
  PRIMARY KEY (client_id, instance_id),
  FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT""",
)


def upgrade() -> None:
    """Make the tables."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
