"""What was said: messages, and the marks (ticks, revocations, edits) that may come before them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, text

from app.storage.tables.columns import key, number, table, words
from app.storage.tables.metadata import instance

message = table(
    "message",
    instance,
    key(),
    number("chat_id", ForeignKey("chat.id")),
    words("provider_id", nullable=True),
    words("direction"),
    words("kind"),
    number("sent_at"),
    words("sender", default=""),
    words("text", default=""),
    words("reply_to", default=""),
    words("client_ref", default=""),
    number("from_api", nullable=True),
    words("extra", default=""),
    words("status", nullable=True),
    number("revoked_at", nullable=True),
    number("edited_at", nullable=True),
    words("edited_text", nullable=True),
    sqlite_autoincrement=True,
)
"""`provider_id` is null until the provider gave one. `sender` is an address: uniting contacts leaves it alone."""

mark = table(
    "mark",
    instance,
    words("provider_id", primary_key=True),
    number("contact_id", primary_key=True),
    words("status", nullable=True),
    number("revoked_at", nullable=True),
    number("edited_at", nullable=True),
    words("edited_text", nullable=True),
    sqlite_with_rowid=False,
)
"""All that was ever said about a message id in one contact's chat; contact 0 where the event named no chat."""

Index("message_key", message.c.provider_id, message.c.chat_id, message.c.direction, unique=True)
Index("message_in_chat", message.c.chat_id, message.c.sent_at)
Index("message_reaction", message.c.reply_to, message.c.chat_id, sqlite_where=text("kind = 'reaction'"))
Index("mark_of_contact", mark.c.contact_id)
