"""The chat list: its order from one index, its lines by id, and the two things that a user changes in it."""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

from array import array
from collections.abc import Sequence

from app.domain.addresses import Address, is_group
from app.domain.ids import ChatId
from app.domain.kinds import Direction, MessageKind
from app.domain.statuses import Status
from app.domain.uploads import UploadState
from app.services.views import ChatFilter, ChatRow
from app.storage.rows import CONTACT_NAME
from app.storage.sql import Found, Sql, listed
from app.storage.views.ids import fetched
from app.storage.views.phrases import people_wanted

_ORDER = "ORDER BY pinned DESC, last_at DESC, chat_id DESC"
_LISTS = {
    ChatFilter.ALL: "chat_line INDEXED BY chat_listed WHERE 1",
    # Few chats are unread: finding them and sorting is quicker than walking all in order.
    ChatFilter.UNREAD: "chat_line NOT INDEXED WHERE unread > 0",
    ChatFilter.WITH_MEDIA: "chat_line INDEXED BY chat_listed WHERE with_media = 1",
}
_NAMED = """AND chat_id IN (SELECT chat.id FROM contact_search JOIN chat ON chat.contact_id = contact_search.rowid
  WHERE contact_search MATCH ?)"""
LAST_MESSAGE = """(SELECT newest.id FROM message AS newest
    WHERE newest.chat_id = line.chat_id AND newest.kind <> 'reaction'
    ORDER BY newest.sent_at DESC, newest.id DESC LIMIT 1)"""
"""The message that a line shows; found when the line comes into sight."""

_ROWS = f"""SELECT line.chat_id AS id, contact.address, {CONTACT_NAME} AS name, line.pinned, line.unread, line.last_at,
    message.kind, message.direction, message.status, message.revoked_at,
    coalesce(message.edited_text, message.text) AS words, media.name AS file,
    coalesce(blob.duration_s, source.duration_s) AS duration_s, upload.state AS upload_state
  FROM chat_line AS line JOIN chat ON chat.id = line.chat_id JOIN contact ON contact.id = chat.contact_id
  LEFT JOIN message ON message.id = {LAST_MESSAGE} LEFT JOIN media ON media.id = message.id
  LEFT JOIN source ON source.media_id = media.id LEFT JOIN blob ON blob.sha256 = media.sha256
  LEFT JOIN upload ON upload.message_id = message.id
  WHERE line.chat_id IN (SELECT value FROM json_each(?))"""
_AT = "SELECT chat.id FROM alias JOIN chat ON chat.contact_id = alias.contact_id WHERE alias.address = ?"


class ChatMarks:
    """What the user says of chats."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def mark_read(self, chat: ChatId) -> None:
        """Count everything in a chat as read; where it is already, nothing is written."""
        self._sql.run(
            "UPDATE chat_line SET read_at = max(read_at, last_at) WHERE chat_id = ? AND unread > 0",
            chat,
        )  # fmt: skip

    def pin(self, chat: ChatId, *, pinned: bool) -> None:
        """Keep a chat on top, or let it go."""
        self._sql.run("UPDATE chat_line SET pinned = ? WHERE chat_id = ? AND pinned <> ?", pinned, chat, pinned)


def chat_ids(sql: Sql, which: ChatFilter, text: str) -> array[int]:
    """Return chat ids, pinned first, then newest first.

    Args:
        text: beginnings of words of a name, or any part of a number of up to twelve digits; "" for all chats.
    """
    statement = f"SELECT chat_id AS id FROM {_LISTS[which]}"
    if not text.strip():
        return fetched(sql, f"{statement} {_ORDER}")
    wanted = people_wanted(text)
    return fetched(sql, f"{statement} {_NAMED} {_ORDER}", wanted) if wanted else array("q")


def chats(sql: Sql, ids: Sequence[int]) -> list[ChatRow]:
    """Return lines in the order of `ids`; ids that are gone are left out."""
    rows = {row.id: row for row in sql.all(_ROWS, listed(ids))}
    return [_row(rows[id]) for id in ids if id in rows]


def chat_at(sql: Sql, address: Address) -> ChatId | None:
    """Return the chat with whoever has this address."""
    found = sql.value(_AT, address)
    return None if found is None else ChatId(found)


def unread(sql: Sql) -> int:
    """Return the number of unread messages of the instance."""
    return int(sql.value("SELECT coalesce(sum(unread), 0) FROM chat_line"))


def _row(row: Found) -> ChatRow:
    outgoing = row.direction == Direction.OUT
    return ChatRow(
        id=ChatId(row.id),
        address=Address(row.address),
        name=row.name,
        is_group=is_group(row.address),
        pinned=bool(row.pinned),
        unread=row.unread,
        last_at=row.last_at,
        last_kind=None if row.kind is None else MessageKind(row.kind),
        last_text=_last_text(row),
        last_direction=None if row.direction is None else Direction(row.direction),
        last_status=Status(row.status) if outgoing and row.status else None,
        last_duration_s=row.duration_s,
        last_upload=UploadState(row.upload_state) if outgoing and row.upload_state else None,
    )


def _last_text(row: Found) -> str:
    """Return the words of the last message; what its sender took back is not shown in a list."""
    if row.kind is None or row.revoked_at is not None:
        return ""
    return row.words or (row.file if row.kind == MessageKind.DOCUMENT else "") or ""
