"""Indexes for the window: reactions by the message that they answer, and the sizes of media for the sums of a day."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

_STATEMENTS = (
    "CREATE INDEX message_reaction ON message (reply_to, chat_id) WHERE kind = 'reaction'",
    "DROP INDEX media_newest",
    "DROP INDEX media_of_kind",
    "DROP INDEX media_of_state",
    "DROP INDEX media_of_chat",
    "CREATE INDEX media_newest ON media (sent_at, id, kind, state, direction, size_bytes)",
    "CREATE INDEX media_of_kind ON media (kind, sent_at, id, state, direction, size_bytes)",
    "CREATE INDEX media_of_state ON media (state, sent_at, id, kind, direction, size_bytes)",
    "CREATE INDEX media_of_chat ON media (chat_id, sent_at, id, kind, state, direction, size_bytes)",
)


def upgrade() -> None:
    """Add the one index and widen the four others."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
