"""What the user listened to: which sounds were heard, and where long ones were left."""

from __future__ import annotations

from sqlalchemy import ForeignKey

from app.storage.tables.columns import moment, number, table
from app.storage.tables.metadata import instance

listening = table(
    "listening",
    instance,
    number("media_id", ForeignKey("media.id"), primary_key=True, autoincrement=False),
    moment("heard_at", nullable=True),
    moment("left_at_s", nullable=True),
)
"""Only sounds that somebody began to play have a row; `left_at_s` is a place in the sound, null at its start."""
