"""Files: what the gallery shows of each (`media`), how to fetch it again (`source`) and the bytes kept (`blob`)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, func, text

from app.storage.tables.columns import moment, number, octets, table, words
from app.storage.tables.metadata import instance

NO_JOB, DUE, DEFERRED, LEASED = 0, 1, 2, 3
"""`media.job`: nothing to do; may be claimed; waits for `next_try_at`; some process has it."""

media = table(
    "media",
    instance,
    number("id", ForeignKey("message.id"), primary_key=True, autoincrement=False),
    number("chat_id", ForeignKey("chat.id")),
    words("direction"),
    words("kind"),
    words("state"),
    words("reason", nullable=True),
    words("problem", nullable=True),
    number("sent_at"),
    words("name", default=""),
    words("name_key", default=""),
    number("size_bytes", nullable=True),
    number("voice", default=0),
    words("sha256", nullable=True),
    words("checks", default=""),
    words("way", default=""),
    number("expires_at", nullable=True),
    number("job", default=NO_JOB),
    number("priority", default=0),
    number("attempts", default=0),
    moment("next_try_at", nullable=True),
    words("lease_owner", nullable=True),
    words("lease_token", nullable=True),
    moment("lease_until", nullable=True),
)
"""A message has at most one file, so a media has the number of its message. Chat, direction and time are repeated from
the message for the indexes below; `sha256` is of the bytes that are here, in `blob` or `quarantined`."""

source = table(
    "source",
    instance,
    number("media_id", ForeignKey("media.id"), primary_key=True, autoincrement=False),
    words("mime", default=""),
    octets("media_key", nullable=True),
    words("key_info", nullable=True),
    words("direct_path", default=""),
    number("direct_path_until", nullable=True),
    words("url", default=""),
    number("url_until", nullable=True),
    words("provider_ref", default=""),
    octets("plain_sha256", nullable=True),
    octets("cipher_sha256", nullable=True),
    number("length", nullable=True),
    number("width", nullable=True),
    number("height", nullable=True),
    moment("duration_s", nullable=True),
    number("pages", nullable=True),
    number("animated", default=0),
    number("view_once", default=0),
    octets("waveform", nullable=True),
    octets("preview", nullable=True),
)
"""As declared by the event. The two large columns come last, so that reading the others never touches their pages."""

blob = table(
    "blob",
    instance,
    words("sha256", primary_key=True),
    number("size_bytes"),
    words("mime"),
    words("extension"),
    words("path"),
    words("kind"),
    number("derived", default=0),
    moment("lease_until", nullable=True),
    words("lease_owner", nullable=True),
    number("width", nullable=True),
    number("height", nullable=True),
    moment("duration_s", nullable=True),
    number("pages", nullable=True),
    words("codec", default=""),
    words("failures", default=""),
)

quarantined = table(
    "quarantined",
    instance,
    words("sha256", primary_key=True),
    number("size_bytes"),
    words("mime"),
    words("extension"),
    words("path"),
)

_c = media.c
_DUE = text(f"job = {DUE}")

# Newest first, for everything and for each way to narrow it; what follows `id` only spares the look at the row.
Index("media_newest", _c.sent_at, _c.id, _c.kind, _c.state, _c.direction, _c.size_bytes)
Index("media_of_kind", _c.kind, _c.sent_at, _c.id, _c.state, _c.direction, _c.size_bytes)
Index("media_of_state", _c.state, _c.sent_at, _c.id, _c.kind, _c.direction, _c.size_bytes)
Index("media_of_chat", _c.chat_id, _c.sent_at, _c.id, _c.kind, _c.state, _c.direction, _c.size_bytes)
Index("media_by_size", _c.kind, func.coalesce(_c.size_bytes, text("-1")), _c.id, _c.state, _c.direction)
Index("media_by_name", _c.kind, _c.name_key, _c.id, _c.state, _c.direction)
Index("media_of_blob", _c.sha256, sqlite_where=text("sha256 IS NOT NULL"))
Index("media_due", _c.sent_at, _c.id, sqlite_where=_DUE)
Index("media_due_expiring", _c.expires_at, _c.id, sqlite_where=text(f"job = {DUE} AND expires_at IS NOT NULL"))
Index("media_due_preferred", _c.priority, sqlite_where=text(f"job = {DUE} AND priority > 0"))
Index("media_deferred", _c.next_try_at, sqlite_where=text(f"job = {DEFERRED}"))
Index("media_reason", _c.state, _c.reason, sqlite_where=text("reason IS NOT NULL"))
Index("media_leased", _c.lease_owner, sqlite_where=text(f"job = {LEASED}"))
Index("blob_underived", blob.c.derived, sqlite_where=text("derived = 0"))
