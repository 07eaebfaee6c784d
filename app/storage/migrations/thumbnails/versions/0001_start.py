"""The first schema of the thumbnail database: pictures and waveforms."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

_STATEMENTS = (
    """CREATE TABLE thumb (
  sha256 TEXT NOT NULL,
  long_edge_px INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  mime TEXT NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (sha256, long_edge_px)
) STRICT""",
    """CREATE TABLE waveform (
  sha256 TEXT NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (sha256)
) STRICT""",
)


def upgrade() -> None:
    """Make the tables."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
