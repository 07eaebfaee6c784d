"""Messages on their way out, and the few settings of an instance's queue."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, text

from app.storage.tables.columns import key, moment, number, table, words
from app.storage.tables.metadata import instance

OPEN = "state IN ('queued', 'preparing', 'uploading', 'sending', 'waiting')"
"""Uploads that are still to leave; spelled the same wherever it is used, so that SQLite sees the partial index."""

UNCONFIRMED = "state = 'unconfirmed'"
STANDING = "state IN ('failed', 'unconfirmed', 'waiting')"
"""Uploads that do not go on now."""

upload = table(
    "upload",
    instance,
    key(),
    number("message_id", ForeignKey("message.id"), unique=True),
    number("chat_id", ForeignKey("chat.id")),
    words("to_address"),
    words("state"),
    words("reason", nullable=True),
    words("mime", default=""),
    words("converted", default=""),
    words("client_ref", unique=True),
    number("attempts", default=0),
    moment("next_try_at", nullable=True),
    moment("sending_at", nullable=True),
    moment("created_at"),
    number("cancel_wanted", default=0),
    words("lease_owner", nullable=True),
    words("lease_token", nullable=True),
    moment("lease_until", nullable=True),
    sqlite_autoincrement=True,
)

setting = table("setting", instance, words("name", primary_key=True), words("value"), sqlite_with_rowid=False)

Index("upload_of_chat", upload.c.chat_id, upload.c.id)
Index("upload_open", upload.c.chat_id, upload.c.id, upload.c.state, sqlite_where=text(OPEN))
Index("upload_standing", upload.c.state, upload.c.reason, sqlite_where=text(STANDING))
Index("upload_unconfirmed", upload.c.chat_id, sqlite_where=text(UNCONFIRMED))
