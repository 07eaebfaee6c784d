"""Which sounds were heard and where they were left. What came before this step counts as heard: nobody can tell."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

_STATEMENTS = (
    "CREATE TABLE listening (media_id INTEGER NOT NULL, heard_at REAL, left_at_s REAL, PRIMARY KEY (media_id),"
    " FOREIGN KEY(media_id) REFERENCES media (id)) STRICT",
    "INSERT INTO listening (media_id, heard_at) SELECT id, sent_at FROM media"
    " WHERE kind = 'audio' AND voice = 1 AND direction = 'in'",
)


def upgrade() -> None:
    """Add the table and take the history for heard."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
